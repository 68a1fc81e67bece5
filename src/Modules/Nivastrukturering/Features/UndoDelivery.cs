using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>What an undo of a delivery would do, and what has happened since it was read in.</summary>
/// <param name="Former">The delivery that comes back in force; null when the month is left without one.</param>
/// <param name="LaterDeliveries">Deliveries of the region that have been read in since, of other months: they stay.</param>
/// <param name="NewReference">Reference files loaded since the former was read in or priced anew: its amounts do not know them. In order of name.</param>
/// <param name="Corrections">Who has corrected rows of it that were read in: they leave with it. Most rows first.</param>
internal sealed record UndoConsequence(Delivery? Former, int LaterDeliveries, IReadOnlyList<string> NewReference, IReadOnlyList<CorrectedBy> Corrections);

/// <summary>Rows that somebody has corrected and read in.</summary>
/// <param name="By">Who, as in the audit log.</param>
/// <param name="Rows">How many.</param>
/// <param name="Last">The latest.</param>
internal sealed record CorrectedBy(string By, int Rows, DateTime Last);

/// <summary>
/// Takes a delivery out of force and puts the one before back, in one unit of work; then takes its rows away. Only a new import brings it back.
/// </summary>
internal sealed class UndoDelivery(NivastruktureringDb db, IUnitOfWork unit, DbPool pool, HostSettings host, ICurrentUser user, TimeProvider clock)
{
    /// <summary>Why the delivery cannot be undone, Swedish; null when it can.</summary>
    public static string? Refusal(Delivery delivery) => delivery.Status switch
    {
        DeliveryStatus.InForce => null,
        DeliveryStatus.Replaced => "Leveransen är ersatt av en senare leverans för samma månad. Ångra den senare leveransen först, så gäller den här igen.",
        DeliveryStatus.Undone => "Leveransen är redan ångrad. Läs in den igen om den ska gälla.",
        _ => "Leveransen gäller inte, så det finns inget att ångra.",
    };

    /// <summary>What an undo would do now.</summary>
    public async Task<UndoConsequence> Look(Delivery delivery, CancellationToken ct)
    {
        var former = delivery.FormerNo is { } no ? await db.Deliveries.AsNoTracking().SingleAsync(d => d.No == no, ct) : null;
        var later = await db.Deliveries.CountAsync(d => d.Owner == delivery.Owner && d.No > delivery.No && d.Status == DeliveryStatus.InForce, ct);
        var run = former is null ? null : await db.PriceRuns.Where(r => r.DeliveryNo == former.No).MaxAsync(r => (DateTime?)r.At, ct);
        var priced = run ?? former?.ReceivedAt;
        var files = former is null ? [] : await db.ReferenceFiles.Where(f => f.LoadedAt > priced).Select(f => f.Name).Distinct().ToListAsync(ct);
        var corrections = await db.RowCorrections.Where(c => c.DeliveryNo == delivery.No && c.ContactId != null).GroupBy(c => c.By)
            .Select(g => new { By = g.Key, Rows = g.Count(), Last = g.Max(c => c.At) }).ToListAsync(ct);
        return new(former, later, [.. files.Order(StringComparer.Ordinal)], [.. corrections.Select(c => new CorrectedBy(c.By, c.Rows, c.Last)).OrderByDescending(c => c.Rows)]);
    }

    /// <summary>Undoes the delivery.</summary>
    /// <param name="key">Of the form that was sent: the same again changes nothing.</param>
    /// <param name="delivery">Which.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="NotOwnerException">The host or the user may not write for the region.</exception>
    /// <exception cref="JobRunningException">The month is being read in.</exception>
    /// <exception cref="DomainException"><c>delivery.not-in-force</c>: it is replaced, undone or was never read in.</exception>
    public async Task Run(Guid key, Delivery delivery, CancellationToken ct)
    {
        var region = Region.FindAny(delivery.Owner.Code)!;
        if (!host.MayWrite(delivery.Owner) || !user.MayWrite(delivery.Owner)) throw new NotOwnerException($"Leveransen är från Region {region.Name} och ångras där.");

        await using var turn = await ImportLock.Take(pool, region, delivery.Period, ct);
        var no = await unit.Run(key, $"Ångrade leveransen för {region.Name} {delivery.Period}", async () =>
        {
            var undone = await db.Deliveries.SingleAsync(d => d.Id == delivery.Id, ct);
            if (Refusal(undone) is { } refusal) throw new DomainException("delivery.not-in-force", refusal);
            (undone.Status, undone.UndoneAt, undone.UndoneBy) = (DeliveryStatus.Undone, clock.GetUtcNow().UtcDateTime, user.Name);
            await db.SaveChangesAsync(ct); // one delivery in force per month is a constraint: this one leaves first
            if (undone.FormerNo is { } former) (await db.Deliveries.SingleAsync(d => d.No == former, ct)).Status = DeliveryStatus.InForce;
            return undone.No;
        }, ct);
        await ContactStage.Discard(db, pool, no, CancellationToken.None); // a crash before it leaves rows that nobody sees; the month's next import takes them
    }
}
