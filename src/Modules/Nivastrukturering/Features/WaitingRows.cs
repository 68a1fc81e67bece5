using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>A delivery with rows that can be corrected here and now.</summary>
/// <param name="Delivery">In force.</param>
/// <param name="Rows">How many, at least one.</param>
internal sealed record WaitingDelivery(Delivery Delivery, int Rows);

/// <summary>Rows in quarantine that this user can correct here and now, told on the start page. Rows that are corrected at their source alone are no errand here.</summary>
internal sealed class WaitingRows(NivastruktureringDb db, SeenDeliveries seen, IAdapterDirectory adapters, CorrectRows correct, ICurrentUser user)
{
    /// <summary>Every delivery in force with rows that can be corrected by this user, newest first.</summary>
    public async Task<IReadOnlyList<WaitingDelivery>> Deliveries(CancellationToken ct)
    {
        if (!user.May(Permissions.CorrectImports)) return [];
        var counted = await seen.Deliveries
            .Where(d => d.Status == DeliveryStatus.InForce && d.Quarantined > 0 && db.DeliveryBases.Any(b => b.DeliveryNo == d.No))
            .OrderByDescending(d => d.No)
            .Select(d => new { Delivery = d, Rows = db.QuarantineRows.Where(ReplayDesk.IsCorrectable).Count(q => q.Id >= d.No * Delivery.IdsEach && q.Id < (d.No + 1) * Delivery.IdsEach) })
            .ToListAsync(ct);
        return [.. counted.Where(w => w.Rows > 0 && correct.MayCorrect(w.Delivery) && adapters.MappingOf(w.Delivery) is not null).Select(w => new WaitingDelivery(w.Delivery, w.Rows))];
    }

    /// <summary>One row, to the newest delivery that has any; none when nothing waits.</summary>
    public async Task<IReadOnlyList<Todo>> Todos(CancellationToken ct)
    {
        var waiting = await Deliveries(ct);
        if (waiting.Count == 0) return [];

        var rows = waiting.Sum(w => w.Rows);
        var newest = waiting[0];
        var month = DeliveryPicture.MonthOf(newest.Delivery.Period);
        var place = waiting.Count == 1 ? $"I leveransen för {month}." : $"I {SwedishFormat.InWords(waiting.Count)} leveranser, {SwedishFormat.Integer(newest.Rows)} i den senaste för {month}.";
        var why = rows == 1 ? "Kontakten räknas inte förrän raden är rättad" : "Kontakterna räknas inte förrän raderna är rättade";
        return [new($"{SwedishText.Capital(SwedishFormat.InWords(rows))} {(rows == 1 ? "rad" : "rader")} väntar i karantän", $"{place} {why}", DeliveryPicture.PathOf(newest.Delivery), Count: rows)];
    }
}
