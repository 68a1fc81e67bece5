using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Contacts and amount of one way through the map.</summary>
/// <param name="Home">Län code, or empty: no home region.</param>
/// <param name="Region">The performing region's län code.</param>
/// <param name="Level">1–4.</param>
/// <param name="Rpo">The service's RPO, else the MVO's.</param>
/// <param name="Rule">What decided the amount.</param>
/// <param name="Contacts">How many, ≥ 1.</param>
/// <param name="Ore">Öre, exact.</param>
internal sealed record CostCell(string Home, string Region, int Level, string Rpo, PriceRule Rule, long Contacts, long Ore);

/// <summary>Home region × performing region × level over the deliveries in force.</summary>
internal sealed class CostMap(NivastruktureringDb db, ReferenceLibrary library)
{
    /// <summary>Names of the levels, 1–4.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["Primärvård", "Länssjukvård", "Sjukvårdsregional", "NHV"];

    /// <summary>The months that have a delivery in force from some region, <c>YYYY-MM</c> ascending.</summary>
    public async Task<IReadOnlyList<string>> Months(CancellationToken ct) =>
        await db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce).Select(d => d.Period).Distinct().OrderBy(p => p).ToListAsync(ct);

    /// <summary>The cells of a year, or of all time when <paramref name="year"/> is null; own care too.</summary>
    public async Task<IReadOnlyList<CostCell>> Cells(int? year, CancellationToken ct)
    {
        var prefix = year is null ? "" : FormattableString.Invariant($"{year:0000}-");
        var cells = await (
            from delivery in db.Deliveries.AsNoTracking()
            where delivery.Status == DeliveryStatus.InForce && delivery.Period.StartsWith(prefix)
            join cell in db.VolumeCells.AsNoTracking() on delivery.No equals cell.DeliveryNo
            group cell by new { cell.HomeRegion, cell.Region, cell.Level, cell.Rpo, cell.PriceRule } into way
            select new { way.Key, Contacts = way.Sum(c => c.Contacts), Ore = way.Sum(c => c.AmountOre) }).ToListAsync(ct);
        return [.. cells.Select(c => new CostCell(c.Key.HomeRegion, c.Key.Region, c.Key.Level, c.Key.Rpo, c.Key.PriceRule, c.Contacts, c.Ore))];
    }

    /// <summary>Inhabitants by län code for the year or the nearest earlier that has figures; and that year.</summary>
    public async Task<(int? Year, IReadOnlyDictionary<string, long> Count)> Population(int year, CancellationToken ct)
    {
        var figures = (await library.InForce(ct)).Population;
        var nearest = figures.Where(f => f.Year <= year).Select(f => (int?)f.Year).Max() ?? figures.Select(f => (int?)f.Year).Min();
        return (nearest, figures.Where(f => f.Year == nearest).ToDictionary(f => f.Region, f => f.Count));
    }

    /// <summary>What a rule is called for people.</summary>
    public static string NameOf(PriceRule rule) => rule switch
    {
        PriceRule.EjRegion => "Utan hemregion",
        PriceRule.EgenVard => "Egen vård",
        PriceRule.Abonnemang => "Ingår i abonnemang",
        PriceRule.PrisSaknas => "Pris eller avtal saknas",
        PriceRule.EjDebiterbar => "Debiteras inte",
        PriceRule.FastPris => "Fast pris",
        PriceRule.Drg => "DRG",
        PriceRule.DrgYtterfall => "DRG, ytterfall",
        PriceRule.Varddag => "Vårddag",
        _ => "Besök",
    };
}
