using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Mappings;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class RegionDeliveries(NivastruktureringDb db, IAdapterDirectory adapters) : IRegionDeliveries
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
            last[region] = new(latest.Id, DeliveryPicture.MonthOf(latest.Period), latest.ReceivedAt, latest.Status, mended ? null : (drifted!.Id, $"{drifted.Code} {drifted.File}: {drifted.Detail}")) { NewColumns = New(region, await ofRegion.Where(d => d.SeenColumns != null).OrderByDescending(d => d.No).FirstOrDefaultAsync(ct)) };
        }
        return last;
    }

    /// <summary>Judged by the mapping that would read the month today, so that a column that has been noted is new no longer.</summary>
    private IReadOnlyList<string> New(Region region, Delivery? seen)
    {
        if (seen is null || adapters.MappingsOf(region.Key).Where(m => m.ValidFor(seen.Period)).MaxBy(m => m.Version) is not { Ovriga: { } known } mapping) return [];
        return [.. MappingForm.Unread(mapping, SeenColumns.Read(seen.SeenColumns)).Where(column => !known.Contains(column, Names.Comparer))];
    }
}
