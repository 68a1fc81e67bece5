using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>What a scenario is calculated on: the latest twelve months of all care in force.</summary>
/// <param name="First">First month, <c>YYYY-MM</c>.</param>
/// <param name="Last">Last month.</param>
/// <param name="Received">The day the latest of it was read in.</param>
/// <param name="Months">How many of the months have a delivery.</param>
/// <param name="Cells">The sums.</param>
/// <param name="Reference">Names, price lists and agreements in force.</param>
internal sealed record ScenarioBasis(string First, string Last, DateOnly Received, int Months, IReadOnlyList<ScenarioCell> Cells, ReferenceSet Reference)
{
    public const int FullYear = 12;

    public bool IsEmpty => Cells.Count == 0;

    /// <summary>The last day of the basis.</summary>
    public DateOnly LastDay => MonthOf(Last).AddMonths(1).AddDays(-1);

    /// <summary><c>november 2025–oktober 2026</c>.</summary>
    public string Span => $"{Word(First)}–{Word(Last)}";

    /// <summary>Care that can be chosen: services, programområden and levels that have contacts, each with its name.</summary>
    public IReadOnlyList<(string Group, CareKey Care, string Name)> Choices =>
    [
        .. Cells.Select(c => c.Service).Where(s => s.Length > 0).Distinct().Select(s => ("Vårdåtgärd", CareKey.OfService(s), NameOf(CareKey.OfService(s)))).OrderBy(c => c.Item3, SwedishComparer.Instance),
        .. Cells.Select(c => c.Rpo).Where(r => r != Classification.UnknownRpo).Distinct().Select(r => ("Allt inom ett område", CareKey.OfRpo(r), r)).OrderBy(c => c.r, SwedishComparer.Instance),
        .. CostMap.Levels.Select((name, i) => ("All vård på en nivå", CareKey.OfLevel(i + 1), name)),
    ];

    /// <summary>The hospitals of the four regions, in the order of the regions.</summary>
    public IReadOnlyList<(Region Region, string Place, string Name)> Hospitals =>
    [
        .. from region in Region.Norra
           from hospital in Reference.Units.Where(u => u.Region == region.Code.Code && u.Hospital.Length > 0).Select(u => (u.Hospital, u.HospitalName)).Distinct().OrderBy(h => h.HospitalName, SwedishComparer.Instance)
           select (region, Places.Of(region.Code.Code, hospital.Hospital), hospital.HospitalName),
    ];

    /// <summary>Name of the care.</summary>
    public string NameOf(CareKey care) => care.Rpo ?? (care.Level is { } level ? $"{CostMap.Levels[level - 1]} (all vård)" : Reference.Catalogue.Services.FirstOrDefault(s => s.Code == care.Key)?.Name ?? care.Key);

    /// <summary>Name of the place.</summary>
    public string NameOf(string place) => place switch
    {
        Places.Home => "hemregionen",
        Places.Back => "dit vården ges i dag",
        _ when Places.HospitalOf(place) is { Length: > 0 } hospital => Reference.Units.FirstOrDefault(u => u.Hospital == hospital)?.HospitalName ?? hospital,
        _ => $"{Region.NameOf(place)}, utanför sjukhus",
    };

    /// <summary>What each performing region's list says that a home region pays for a service, on the day.</summary>
    public Func<string, string, string, long?> ListPrices(DateOnly day)
    {
        var lists = Reference.Agreements.Where(a => a.Validity.Contains(day)).GroupBy(a => (a.Seller, a.Buyer)).ToDictionary(g => g.Key, g => g.First().PriceList);
        var prices = Reference.Prices.Where(p => p.Validity.Contains(day)).GroupBy(p => (p.PriceList, p.Seller, p.Code)).ToDictionary(g => g.Key, g => g.First().PriceOre);
        return (region, home, service) =>
        {
            var buyer = Region.Find(home) is null ? Agreement.Riks : home;
            return lists.TryGetValue((region, buyer), out var list) && prices.TryGetValue((list, region, PriceCode.OfService(service)), out var ore) ? ore : null;
        };
    }

    /// <summary>True when some price list is valid on the day.</summary>
    public bool HasPricesOn(DateOnly day) => Reference.Prices.Any(p => p.Validity.Contains(day));

    private static DateOnly MonthOf(string month) => DateOnly.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture);

    private static string Word(string month) => MonthOf(month).ToString("MMMM yyyy", SwedishFormat.Culture);
}

/// <summary>Reads the basis of scenarios, and holds it between two answers (docs/adr/0032).</summary>
internal sealed class ScenarioBases(NivastruktureringDb db, ReferenceLibrary library, Shelf<ScenarioBasis> shelf)
{
    /// <summary>The latest twelve months; null when there are no deliveries.</summary>
    public async Task<ScenarioBasis?> Latest(CancellationToken ct)
    {
        var stamp = await db.Stamp(ct);
        var reference = await library.InForce(ct);
        if (shelf.Find(stamp) is { } held) return ReferenceEquals(held.Reference, reference) ? held : shelf.Put(stamp, held with { Reference = reference });
        return await Read(reference, ct) is { } basis ? shelf.Put(stamp, basis) : null;
    }

    private async Task<ScenarioBasis?> Read(ReferenceSet reference, CancellationToken ct)
    {
        var inForce = await db.Deliveries.AsNoTracking().Where(d => d.Status == DeliveryStatus.InForce && d.Period != "").Select(d => new { d.No, d.Period, d.ReceivedAt }).ToListAsync(ct);
        if (inForce.Count == 0) return null;
        var last = inForce.Select(d => d.Period).Order(StringComparer.Ordinal).Last();
        var first = DateOnly.ParseExact(last, "yyyy-MM", CultureInfo.InvariantCulture).AddMonths(1 - ScenarioBasis.FullYear).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var year = inForce.Where(d => string.CompareOrdinal(d.Period, first) >= 0).ToList();
        var numbers = year.Select(d => d.No).ToList();
        var cells = await (
            from cell in db.VolumeCells.AsNoTracking()
            where numbers.Contains(cell.DeliveryNo)
            group cell by new { cell.HomeRegion, cell.Region, cell.Hospital, cell.Level, cell.Service, cell.Rpo, cell.PriceRule } into way
            select new { way.Key, Contacts = way.Sum(c => c.Contacts), Ore = way.Sum(c => c.AmountOre), KppOre = way.Sum(c => c.KppOre), KppContacts = way.Sum(c => c.KppContacts) }).ToListAsync(ct);
        return new(
            first, last, SwedishFormat.Day(new DateTimeOffset(year.Max(d => d.ReceivedAt))), year.Select(d => d.Period).Distinct().Count(),
            [.. cells.Select(c => new ScenarioCell(c.Key.HomeRegion, c.Key.Region, c.Key.Hospital, c.Key.Level, c.Key.Service, c.Key.Rpo, c.Key.PriceRule, c.Contacts, c.Ore, c.KppOre, c.KppContacts))],
            reference);
    }
}
