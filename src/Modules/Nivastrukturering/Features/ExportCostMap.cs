using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary><c>kst export cost-map</c>: every way through the map with its exact count and amount in öre. It stays in the region.</summary>
internal static class ExportCostMap
{
    public static async Task<Table> Make(CostMap map, int? year, CancellationToken ct)
    {
        var cells = await map.Cells(year, ct);
        return new Table
        {
            Title = year is null ? "Kostnadskarta" : $"Kostnadskarta {year}",
            Columns =
            [
                new("homeRegion", "Hemregion"), new("region", "Utförare"), new("level", "Nivå", ColumnKind.Integer), new("rpo", "RPO"), new("rule", "Regel"),
                new("contacts", "Kontakter", ColumnKind.Integer), new("amountOre", "Belopp, öre", ColumnKind.Integer),
            ],
            Rows = cells.OrderBy(c => c.Home, StringComparer.Ordinal).ThenBy(c => c.Region, StringComparer.Ordinal).ThenBy(c => c.Level).ThenBy(c => c.Rpo, StringComparer.Ordinal).ThenBy(c => c.Rule.Code(), StringComparer.Ordinal)
                .Select(c => new Row(c.Home.Length == 0 ? "--" : c.Home, c.Region, c.Level, c.Rpo, c.Rule.Code(), c.Contacts, c.Ore)),
            Sum = new Row("Summa", "", Cell.NotApplicable, "", "", cells.Sum(c => c.Contacts), cells.Sum(c => c.Ore)),
            Notes = ["Exakta antal, även under 5: filen stannar i regionen."],
        };
    }
}
