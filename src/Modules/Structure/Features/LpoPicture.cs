using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>The LPO map as a table, for the page and for reports.</summary>
internal static class LpoPicture
{
    /// <summary>The map.</summary>
    /// <param name="view">The day.</param>
    /// <param name="rows">What is shown of it.</param>
    /// <param name="rowOf">A row; the page adds its links.</param>
    public static Table TableOf(LpoMapView view, IEnumerable<LpoRow> rows, Func<LpoRow, Row> rowOf) => new()
    {
        Title = $"LPO per RPO och region, {SwedishFormat.ProseDate(view.Day)}",
        Columns = [new("rpo", "RPO") { Sortable = false }, .. Region.Norra.Select(r => new Column(r.Key, r.Name) { Region = r, Sortable = false })],
        Rows = rows.Select(rowOf),
        Matrix = true,
        Source = "regionernas egna listor",
        EmptyText = "Inga träffar. Välj Alla för att se hela kartan.",
    };

    /// <summary>What a region's cell says.</summary>
    public static Cell CellOf(LpoCell cell)
    {
        var shared = cell.Lpos.Count == 0 ? 1 : cell.Lpos.Max(l => l.SharedBy);
        return (Cell)cell.Text with
        {
            Note = shared > 1 ? $"delas av {shared} RPO" : cell.Comment.Length > 0 ? cell.Comment : null,
            Ground = cell.State switch { CellState.Missing => CellGround.Missing, CellState.Unmapped => CellGround.Unmapped, _ => CellGround.Plain },
        };
    }
}
