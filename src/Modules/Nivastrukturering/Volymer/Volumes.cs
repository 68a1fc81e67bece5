using System.Linq.Expressions;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Volymer;

/// <summary>Adds up care of the deliveries in force, own care too, in the way that is asked for.</summary>
internal sealed class Volumes(NivastruktureringDb db)
{
    /// <summary>The deliveries in force of a year, and those of the year before from the same regions' same months: only so are two years compared.</summary>
    public async Task<(VolumeYear Year, VolumeYear Before)> Years(int year, CancellationToken ct)
    {
        var all = await db.Deliveries.AsNoTracking().Where(d => d.Status == DeliveryStatus.InForce).Select(d => new { d.No, d.Owner, d.Period }).ToListAsync(ct);
        var these = all.Where(d => d.Period.StartsWith(Prefix(year), StringComparison.Ordinal)).ToList();
        var months = these.Select(d => (d.Owner, d.Period[5..])).ToHashSet();
        var before = all.Where(d => d.Period.StartsWith(Prefix(year - 1), StringComparison.Ordinal) && months.Contains((d.Owner, d.Period[5..]))).ToList();
        return (new(year, these.ToDictionary(d => d.No, d => d.Period)), new(year - 1, before.ToDictionary(d => d.No, d => d.Period)));

        static string Prefix(int year) => FormattableString.Invariant($"{year:0000}-");
    }

    /// <summary>The groups of a year, in no order.</summary>
    public Task<IReadOnlyList<Volume>> Of(VolumeYear year, VolumeBy by, VolumeFilter filter, CancellationToken ct)
    {
        var cells = Cells(year, filter);
        return by switch
        {
            VolumeBy.Tjanst => Sums(cells, c => c.Service, key => key, ct),
            VolumeBy.Rpo => Sums(cells, c => c.Rpo, key => key, ct),
            VolumeBy.Niva => Sums(cells, c => c.Level, key => key.ToString(System.Globalization.CultureInfo.InvariantCulture), ct),
            VolumeBy.Hemregion => Sums(cells, c => c.HomeRegion, key => key, ct),
            VolumeBy.Sjukhus => Sums(cells, c => c.Hospital, key => key, ct),
            _ => Sums(cells, c => c.DeliveryNo, key => year.Deliveries[key][5..], ct),
        };
    }

    /// <summary>Contacts and cost of every home region's care level by level; keys are län code and level: <c>25 3</c>.</summary>
    public Task<IReadOnlyList<Volume>> Levels(VolumeYear year, CancellationToken ct) =>
        Sums(Cells(year, new()), c => new { c.HomeRegion, c.Level }, key => FormattableString.Invariant($"{key.HomeRegion} {key.Level}"), ct);

    /// <summary>What there is to choose from in a year: RPO names, sjukhuskoder and home regions.</summary>
    public async Task<(IReadOnlyList<string> Rpos, IReadOnlyList<string> Hospitals, IReadOnlyList<string> Homes)> Choices(VolumeYear year, CancellationToken ct)
    {
        var all = await Cells(year, new()).Select(c => new { c.Rpo, c.Hospital, c.HomeRegion }).Distinct().ToListAsync(ct);
        return ([.. all.Select(c => c.Rpo).Distinct()], [.. all.Select(c => c.Hospital).Distinct()], [.. all.Select(c => c.HomeRegion).Distinct()]);
    }

    private IQueryable<VolumeCell> Cells(VolumeYear year, VolumeFilter filter)
    {
        var numbers = year.Deliveries.Keys.ToList();
        var cells = db.VolumeCells.AsNoTracking().Where(c => numbers.Contains(c.DeliveryNo));
        if (filter.Tjanst is { } service) cells = cells.Where(c => c.Service == service);
        if (filter.Rpo is { } rpo) cells = cells.Where(c => c.Rpo == rpo);
        if (filter.Niva is { } level) cells = cells.Where(c => c.Level == level);
        if (filter.Hemregion is { } home) cells = cells.Where(c => c.HomeRegion == home);
        if (filter.Sjukhus is { } hospital) cells = cells.Where(c => c.Hospital == hospital);
        return cells;
    }

    private static async Task<IReadOnlyList<Volume>> Sums<TKey>(IQueryable<VolumeCell> cells, Expression<Func<VolumeCell, TKey>> by, Func<TKey, string> key, CancellationToken ct)
    {
        var sums = await cells.GroupBy(by).Select(g => new
        {
            g.Key,
            Contacts = g.Sum(c => c.Contacts),
            BilledContacts = g.Sum(c => c.AmountOre == 0 ? 0 : c.Contacts),
            AmountOre = g.Sum(c => c.AmountOre),
            WeightContacts = g.Sum(c => c.WeightContacts),
            Weight = g.Sum(c => c.Weight),
            Outside = g.Sum(c => c.Outside),
            KppContacts = g.Sum(c => c.KppContacts),
            KppOre = g.Sum(c => c.KppOre),
            PointContacts = g.Sum(c => c.PointContacts),
            PointWeight = g.Sum(c => c.PointWeight),
            PointKppOre = g.Sum(c => c.PointKppOre),
        }).ToListAsync(ct);
        return [.. sums
            .Select(s => new Volume(key(s.Key), s.Contacts, s.BilledContacts, s.AmountOre, s.WeightContacts, s.Weight, s.Outside, s.KppContacts, s.KppOre, s.PointContacts, s.PointWeight, s.PointKppOre))
            .GroupBy(v => v.Key).Select(same => same.Aggregate((a, b) => a + b))];
    }
}

/// <summary>The deliveries that a year is counted on.</summary>
/// <param name="Year">The calendar year.</param>
/// <param name="Deliveries">Month <c>YYYY-MM</c> by the delivery's number.</param>
internal sealed record VolumeYear(int Year, IReadOnlyDictionary<int, string> Deliveries);
