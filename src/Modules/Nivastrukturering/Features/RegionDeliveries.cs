using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class RegionDeliveries(NivastruktureringDb db) : IRegionDeliveries
{
    public async Task<IReadOnlyDictionary<Region, LastDelivery>> Last(CancellationToken ct)
    {
        var owners = await db.Deliveries.AsNoTracking().Select(d => d.Owner).Distinct().ToListAsync(ct);
        Dictionary<Region, LastDelivery> last = [];
        foreach (var owner in owners)
        {
            if (Region.FindAny(owner.Code) is not { } region) continue;
            var ofRegion = db.Deliveries.AsNoTracking().Where(d => d.Owner == owner);
            var latest = await ofRegion.OrderByDescending(d => d.No).FirstAsync(ct);
            var drifted = await ofRegion.Where(d => d.Code == "KST-202" || d.Code == "KST-203").OrderByDescending(d => d.No).FirstOrDefaultAsync(ct);
            var mended = drifted is null || await ofRegion.AnyAsync(d => d.No > drifted.No && d.Status != DeliveryStatus.Rejected, ct);
            last[region] = new(latest.Id, DeliveryPicture.MonthOf(latest.Period), latest.ReceivedAt, latest.Status, mended ? null : (drifted!.Id, $"{drifted.Code} {drifted.File}: {drifted.Detail}"));
        }
        return last;
    }
}
