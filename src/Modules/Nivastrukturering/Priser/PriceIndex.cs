using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Prices raised, or lowered, by a percentage from a day on.</summary>
/// <param name="PercentHundredths">Hundredths of a percent, &gt; −10 000: 250 is 2,50 %.</param>
/// <param name="From">The first day with the new price.</param>
/// <param name="Till">The last day of the new row that follows a row which ends on the day before; null = until further notice. Not before <paramref name="From"/>.</param>
/// <param name="PriceLists">Which of <c>norra</c> and <c>riks</c>.</param>
/// <param name="Units">Which kinds of price.</param>
internal sealed record PriceIndex(long PercentHundredths, DateOnly From, DateOnly? Till, IReadOnlySet<string> PriceLists, IReadOnlySet<PriceUnit> Units)
{
    /// <summary>The price with the percentage, whole öre, half away from zero.</summary>
    public static long Raised(long ore, long percentHundredths) => Money.MulDiv(ore, 10_000 + percentHundredths, 10_000);

    /// <summary>
    /// The list as it would be. A row that reaches over the day is ended the day before, and a new one with its end follows it; one that ends on the day before is followed
    /// by a new one when its code has none later; one that begins on the day or later gets the new price. Rows of other codes and earlier ones are untouched.
    /// </summary>
    /// <param name="rows">Accepted rows, one seller's; their order is kept.</param>
    public List<PriceRow> Apply(IReadOnlyCollection<PriceRow> rows)
    {
        var dayBefore = From.AddDays(-1);
        var hasLater = rows.Where(r => r.Validity.From >= From).Select(r => (r.PriceList, r.Code)).ToHashSet();
        List<PriceRow> all = [];
        foreach (var row in rows)
        {
            var raised = row with { PriceOre = Raised(row.PriceOre, PercentHundredths) };
            if (!IsChosen(row) || row.Validity.To < dayBefore) all.Add(row);
            else if (row.Validity.From >= From) all.Add(raised);
            else if (row.Validity.To != dayBefore) all.AddRange([row with { Validity = row.Validity.EndedBefore(From) }, raised with { Validity = new(From, row.Validity.To) }]);
            else if (hasLater.Contains((row.PriceList, row.Code))) all.Add(row);
            else all.AddRange([row, raised with { Validity = new(From, Till) }]);
        }
        return all;
    }

    private bool IsChosen(PriceRow row) => PriceLists.Contains(row.PriceList) && PriceCode.TryParse(row.Code, out var code) && Units.Contains(code.Unit);
}
