using System.Data.Common;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>
/// Prices the contacts of a seller's months anew with what is in force now and writes the prices back (docs/adr/0030): all months or none, in one unit of work.
/// </summary>
internal sealed class RepriceContacts(
    NivastruktureringDb db, IUnitOfWork unit, DbPool pool, ReferenceLibrary library, Repricing repricing, HostSettings host, ICurrentUser user, TimeProvider clock) : IContactRepricing
{
    private const int MostMonths = 36; // each holds a lock, on a connection of its own

    /// <summary>True when this user may do it for that region here and now.</summary>
    public bool MayReprice(Owner owner) => user.May(Permissions.RepriceContacts) && host.MayWrite(owner) && user.MayWrite(owner);

    public async Task<IReadOnlyList<RepricedSum>> Run(Region seller, string first, string last, string reason, bool dryRun, CancellationToken ct)
    {
        var owner = Owner.Of(seller.Code);
        CheckOwner(seller);
        if (string.CompareOrdinal(first, last) > 0) throw new DomainException("price.months", "Sista månaden ligger före den första.");
        var inForce = await db.Deliveries.Where(d => d.Owner == owner && d.Status == DeliveryStatus.InForce).Select(d => d.Period).ToListAsync(ct);
        var periods = inForce.Where(p => string.CompareOrdinal(first, p) <= 0 && string.CompareOrdinal(p, last) <= 0).ToList();
        if (periods.Count == 0) throw new DomainException("price.no-delivery", $"{seller.Name} har ingen inläst leverans för {first}–{last}. Läs in månaden först.");
        if (!dryRun) return await Run(Guid.CreateVersion7(), seller, periods, reason, null, ct);

        var wouldBe = await repricing.Run(await library.InForce(ct), seller.Code.Code, null, ct);
        return [.. wouldBe.Where(m => periods.Contains(m.Month)).Select(m => new RepricedSum(m.Month, m.Buyer, m.Contacts, m.ThenOre, m.NowOre))];
    }

    /// <summary>Prices months anew.</summary>
    /// <param name="key">Of the form: the same again changes nothing.</param>
    /// <param name="seller">Whose contacts.</param>
    /// <param name="periods">Of deliveries in force, <c>2026-03</c>; at least one.</param>
    /// <param name="reason">Why; may be empty when none of them is invoiced.</param>
    /// <param name="seen">What <see cref="Stamp"/> gave when the effect was shown; null when it was not.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>The contacts with another amount, by month and buyer.</returns>
    /// <exception cref="NotOwnerException">The host or the user may not write for the region.</exception>
    /// <exception cref="JobRunningException">One of the months is being read in.</exception>
    /// <exception cref="StaleException">Something else is in force than what was seen.</exception>
    /// <exception cref="DomainException"><c>price.month-invoiced</c>: a reason is missing; <c>price.reason</c>: it holds a person id; <c>price.no-delivery</c>.</exception>
    public async Task<IReadOnlyList<RepricedSum>> Run(Guid key, Region seller, IReadOnlyCollection<string> periods, string reason, string? seen, CancellationToken ct)
    {
        CheckOwner(seller);
        CheckReason(reason);
        if (periods.Count > MostMonths) throw new DomainException("price.months", $"Räkna om högst {MostMonths} månader åt gången.");
        if (await InForce(seller, periods).CountAsync(ct) != periods.Count) throw new DomainException("price.no-delivery", $"{seller.Name} har inte en inläst leverans för varje vald månad. Ladda om sidan.");

        List<IAsyncDisposable> turns = [];
        List<RepricedStage> stages = [];
        try
        {
            foreach (var period in periods.Order(StringComparer.Ordinal)) turns.Add(await ImportLock.Take(pool, seller, period, ct));
            var stamp = seen ?? await Stamp(seller, ct);
            var book = (await library.InForce(ct)).ToPriceBook();
            var deliveries = await InForce(seller, periods).AsNoTracking().ToListAsync(ct);
            if (deliveries.Count != periods.Count) throw new DomainException("price.no-delivery", $"{seller.Name} har inte en inläst leverans för varje vald månad. Ladda om sidan.");
            foreach (var delivery in deliveries)
            {
                stages.Add(new(db, pool, delivery.No));
                await stages[^1].Prepare(book, ct);
            }
            return await unit.Run(key, $"Räknade om priserna för {seller.Name} {string.Join(", ", deliveries.Select(d => d.Period))}", async () =>
            {
                if (stamp != await Stamp(seller, ct)) throw new StaleException("Något annat gäller nu än när sidan visades. Ladda om den och se vad omräkningen ger."); // also when it came while the prices were counted
                if (reason.Length == 0 && (await Invoiced(seller, ct)).Intersect(periods).Order(StringComparer.Ordinal).ToList() is [_, ..] invoiced)
                    throw new DomainException("price.month-invoiced", $"{string.Join(", ", invoiced)} är redan fakturerad. Kom överens med köparen och ange skälet.");
                return await Apply(seller, deliveries, stages, book, reason, ct);
            }, ct);
        }
        finally
        {
            foreach (var stage in stages) await LetGo(stage.Discard);
            foreach (var turn in turns) await LetGo(() => turn.DisposeAsync().AsTask());
        }
    }

    /// <summary>One that the database no longer answers for is not to keep the others: what it left is taken by the next run, or gone with its session.</summary>
    private static async Task LetGo(Func<Task> one)
    {
        try
        {
            await one();
        }
        catch (DbException)
        {
            // as said
        }
    }

    private static void CheckReason(string reason)
    {
        if (PersonNumber.IsIn(reason)) throw new DomainException("price.reason", "Skälet ser ut att innehålla ett personnummer. Ta bort det och försök igen.");
        if (reason.Length > PriceProposal.LongestReason || reason.Any(char.IsControl)) throw new DomainException("price.reason", $"Skriv skälet på en rad med högst {PriceProposal.LongestReason} tecken.");
    }

    /// <summary>What tells that the prices and deliveries in force are those that were seen.</summary>
    public async Task<string> Stamp(Region seller, CancellationToken ct)
    {
        var owner = Owner.Of(seller.Code);
        var deliveries = await db.Deliveries.Where(d => d.Owner == owner && d.Status == DeliveryStatus.InForce).OrderBy(d => d.No).Select(d => new { d.No, d.Version }).ToListAsync(ct);
        var runs = await db.PriceRuns.CountAsync(r => r.Owner == owner, ct);
        return ReferenceIntake.HashOf(System.Text.Encoding.UTF8.GetBytes(
            $"{string.Join(',', deliveries.Select(d => $"{d.No}:{d.Version}"))} {runs} {string.Join(',', (await library.Newest(ct)).Select(f => f.Id))}"));
    }

    /// <summary>The seller's months that a fakturaunderlag bills, <c>2026-03</c>: one read in here, or written here and sent.</summary>
    public async Task<IReadOnlySet<string>> Invoiced(Region seller, CancellationToken ct)
    {
        HashSet<string> months = new(StringComparer.Ordinal);
        foreach (var organisation in (await library.InForce(ct)).Organisations.Where(o => o.Region == seller.Code.Code))
        {
            var head = $"ZVF{organisation.Orgnr}"; // the id goes on with the month, YYMM
            var ids = await db.InvoiceDocuments.Where(d => d.ReplacedAt == null && d.Codes == "" && EF.Functions.Like(d.DocumentId!, head + "%")).Select(d => d.DocumentId!).ToListAsync(ct);
            months.UnionWith(ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"20{id.AsSpan(head.Length, 2)}-{id.AsSpan(head.Length + 2, 2)}")));
        }
        var owner = Owner.Of(seller.Code);
        months.UnionWith(await db.OutgoingInvoices.Where(o => o.Owner == owner && o.SentAt != null && o.ReplacedAt == null && o.CreditedId == null).Select(o => o.Period).ToListAsync(ct));
        return months;
    }

    /// <summary>What has been done, latest first.</summary>
    /// <param name="owner">Whose; null for all.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<PriceRun>> History(Owner? owner, CancellationToken ct) =>
        [.. (await db.PriceRuns.AsNoTracking().ToListAsync(ct)).Where(r => owner is null || r.Owner == owner).OrderByDescending(r => r.At).ThenByDescending(r => r.Period, StringComparer.Ordinal)];

    private async Task<List<RepricedSum>> Apply(Region seller, List<Delivery> deliveries, List<RepricedStage> stages, PriceBook book, string reason, CancellationToken ct)
    {
        List<RepricedSum> sums = [];
        foreach (var (delivery, stage) in deliveries.Zip(stages))
        {
            if (!await db.Deliveries.AnyAsync(d => d.Id == delivery.Id && d.Version == delivery.Version && d.Status == DeliveryStatus.InForce, ct))
                throw new StaleException("Leveransen ändrades medan priserna räknades. Försök igen.");
            await stage.Apply(book, ct);
            var ofMonth = stage.Pricing.Buyers.OrderBy(b => PricePicture.Place(b.Key)).Select(b => new RepricedSum(delivery.Period, b.Key, b.Value.Contacts, b.Value.Then, b.Value.Now)).ToList();
            sums.AddRange(ofMonth);
            if (stage.Pricing.Changed == 0) continue;
            db.Add(new PriceRun
            {
                Id = Guid.CreateVersion7(), Owner = Owner.Of(seller.Code), DeliveryNo = delivery.No, Period = delivery.Period, Contacts = ofMonth.Sum(m => m.Contacts), ThenOre = ofMonth.Sum(m => m.ThenOre), NowOre = ofMonth.Sum(m => m.NowOre),
                Reason = reason, At = clock.GetUtcNow().UtcDateTime, By = user.Name,
            });
        }
        return sums;
    }

    private IQueryable<Delivery> InForce(Region seller, IReadOnlyCollection<string> periods)
    {
        var owner = Owner.Of(seller.Code);
        return db.Deliveries.Where(d => d.Owner == owner && d.Status == DeliveryStatus.InForce && periods.Contains(d.Period)).OrderBy(d => d.Period);
    }

    private void CheckOwner(Region seller)
    {
        var owner = Owner.Of(seller.Code);
        if (!host.MayWrite(owner) || !user.MayWrite(owner)) throw new NotOwnerException($"Kontakterna är Region {seller.Name}s och räknas om där.");
    }
}
