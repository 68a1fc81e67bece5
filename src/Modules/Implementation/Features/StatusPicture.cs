using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Implementation.Features;

/// <summary>The status picture as a table, for the page and for reports.</summary>
internal static class StatusPicture
{
    /// <summary>The picture.</summary>
    /// <param name="view">The day.</param>
    /// <param name="rows">What is shown of it.</param>
    /// <param name="rowOf">A row; the page adds its links.</param>
    public static Table TableOf(StatusView view, IReadOnlyList<StatusRow> rows, Func<StatusRow, Row> rowOf) => new()
    {
        Title = $"Vårdförlopp per region, {SwedishFormat.ProseDate(view.Day)}",
        Columns =
        [
            new("vardforlopp", "Vårdförlopp") { Sortable = false },
            .. Region.Norra.Select(r => new Column(r.Key, r.Name, ColumnKind.State) { Region = r, Sortable = false }),
            new("npo", "NPO") { FileOnly = true },
            .. Region.Norra.Select(r => new Column(r.Key + "Updated", $"{r.Name} uppdaterat", ColumnKind.Date) { FileOnly = true }),
            .. Region.Norra.Select(r => new Column(r.Key + "Hinder", $"{r.Name} hinder") { FileOnly = true }),
        ],
        Rows = [.. rows.Select(rowOf)],
        Matrix = true,
        Source = view.HasExamples ? "påhittade exempeldata, märkta Exempeldata i historiken" : "regionernas egna uppgifter",
        EmptyText = "Inga träffar. Välj Alla för att se hela bilden.",
    };

    /// <summary>One vårdförlopp.</summary>
    /// <param name="row">Which.</param>
    /// <param name="cellOf">A region's cell; the page adds its link.</param>
    public static Row RowOf(StatusRow row, Func<StatusCell, Cell> cellOf) => new(
    [
        (Cell)row.Vardforlopp.Name,
        .. row.Cells.Select(cellOf),
        row.Vardforlopp.Npo,
        .. row.Cells.Select(cell => (Cell)cell.State?.Period.From),
        .. row.Cells.Select(cell => cell.State is null ? Cell.Missing : cell.State.Hinder == Hinder.None ? Cell.NotApplicable : Words.Of(cell.State.Hinder)),
    ]);

    /// <summary>What a region's cell says.</summary>
    public static Cell CellOf(StatusCell cell)
    {
        if (cell.State is not { } state || cell.Step is not { } step) return (Cell)"ej rapporterat" with { Ground = CellGround.Unmapped };
        var parts = new List<string> { SwedishFormat.Date(state.Period.From) };
        if (state.Hinder != Hinder.None) parts.Add("hinder: " + Words.Of(state.Hinder).ToLower(SwedishFormat.Culture));
        if (cell.IsOld) parts.Add("äldre än sex månader");
        return (Cell)new State(Words.MarkOf(step), step.Name) with { Note = string.Join(", ", parts) };
    }
}
