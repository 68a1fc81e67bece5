using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The section <c>nivastrukturering</c>.</summary>
internal sealed class DeliveryOptionsOfHost
{
    /// <summary>The last day, in the month after the one delivered, on which a delivery is expected: 1–28, 15 unless told. The formats say nothing.</summary>
    public int DeliveryDay { get; set; } = 15;
}

/// <summary>A month that a region has not delivered although its day has passed.</summary>
/// <param name="Region">Whose.</param>
/// <param name="Period"><c>YYYY-MM</c>.</param>
/// <param name="Expected">The last day on which it was expected.</param>
internal sealed record MissingDelivery(Region Region, string Period, DateOnly Expected);

/// <summary>Which months should have come: a region that has once delivered is expected to go on, month by month.</summary>
internal sealed class DeliveryCalendar(NivastruktureringDb db, IOptions<DeliveryOptionsOfHost> options, TimeProvider clock)
{
    /// <summary>The months without a delivery in force, region by region, oldest first.</summary>
    /// <param name="regions">Which regions.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<MissingDelivery>> Missing(IReadOnlyList<Region> regions, CancellationToken ct)
    {
        var known = await db.Deliveries.AsNoTracking()
            .Where(d => d.Status == DeliveryStatus.InForce || d.Status == DeliveryStatus.Replaced || d.Status == DeliveryStatus.Undone)
            .Select(d => new { d.Owner, d.Period, IsThere = d.Status == DeliveryStatus.InForce }).Distinct().ToListAsync(ct);
        List<MissingDelivery> missing = [];
        foreach (var region in regions)
        {
            var ofRegion = known.Where(d => d.Owner == Owner.Of(region.Code)).ToList();
            if (ofRegion.Count == 0) continue;
            var there = ofRegion.Where(d => d.IsThere).Select(d => d.Period).ToHashSet();
            for (var month = FirstDay(ofRegion.Min(d => d.Period)!); Expected(month) < clock.Today(); month = month.AddMonths(1))
                if (!there.Contains(PeriodOf(month))) missing.Add(new(region, PeriodOf(month), Expected(month)));
        }
        return missing;
    }

    /// <summary>The last day on which the month that begins on <paramref name="first"/> is expected.</summary>
    private DateOnly Expected(DateOnly first) => first.AddMonths(1).AddDays(options.Value.DeliveryDay - 1);

    private static DateOnly FirstDay(string period) => DateOnly.ParseExact(period + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string PeriodOf(DateOnly first) => first.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
