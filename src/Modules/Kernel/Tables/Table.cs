using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>How a row stands in the order of sums.</summary>
public enum RowLevel
{
    /// <summary>An ordinary row.</summary>
    Plain,

    /// <summary>A subtotal that rows below belong to.</summary>
    Sum,

    /// <summary>A part of the row above.</summary>
    Sub,

    /// <summary>A part of a part.</summary>
    Sub2,
}

/// <summary>The link on a row's first cell that shows or hides its parts.</summary>
/// <param name="Link">The page's address with the row opened or closed.</param>
/// <param name="Expanded">True when the parts are shown now.</param>
public sealed record RowToggle(string Link, bool Expanded);

/// <summary>The box that chooses a row, on a page where the table stands in a form.</summary>
/// <param name="Name">The field's name, the same for all rows.</param>
/// <param name="Value">What the form sends for this row.</param>
/// <param name="Label">What is chosen, for those who do not see the row.</param>
/// <param name="Checked">True when it is chosen already.</param>
public sealed record RowPick(string Name, string Value, string Label, bool Checked = false);

/// <summary>One row.</summary>
/// <param name="Cells">One per column, in the columns' order.</param>
public sealed record Row(params IReadOnlyList<Cell> Cells)
{
    /// <summary>Where the row stands.</summary>
    public RowLevel Level { get; init; }

    /// <summary>The row's anchor on the page; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>True for the row that is looked at: it is tinted, and what stands inside <c>kst-table</c> follows as its detail.</summary>
    public bool Open { get; init; }

    /// <summary>Shows or hides the row's parts.</summary>
    public RowToggle? Toggle { get; init; }

    /// <summary>Chooses the row; null where it may not be chosen.</summary>
    public RowPick? Pick { get; init; }
}

/// <summary>How a table is ordered.</summary>
/// <param name="Column">The column's <see cref="Column.Name"/>.</param>
/// <param name="Descending">Largest first.</param>
public sealed record Sorting(string Column, bool Descending)
{
    /// <summary>The form in the address: <c>belopp</c> or <c>-belopp</c>.</summary>
    public override string ToString() => Descending ? "-" + Column : Column;
}

/// <summary>
/// A table: the one object that becomes the table on the page, the sheet in Excel, CSV and JSON. The screen rounds, the files do not.
/// </summary>
public sealed record Table
{
    /// <summary>The caption, Swedish, with unit where all columns share one.</summary>
    public required string Title { get; init; }

    /// <summary>In the order of the page; the first is the row's heading.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>In the order of the page. May be lazy; walked once per drawing.</summary>
    public required IEnumerable<Row> Rows { get; init; }

    /// <summary>The sum at the foot.</summary>
    public Row? Sum { get; init; }

    /// <summary>Whole sentences under the table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where the figures come from and when they were fetched, without the word "Källa".</summary>
    public string? Source { get; init; }

    /// <summary>What was chosen and how words are meant, told on the file's last sheet: name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>True for a matrix: the table is the picture, its cells have grounds.</summary>
    public bool Matrix { get; init; }

    /// <summary>How the rows are ordered now.</summary>
    public Sorting? Sorting { get; init; }

    /// <summary>What the page says instead of an empty table.</summary>
    public string EmptyText { get; init; } = "Inga träffar. Rensa filter";

    /// <summary>The table's id on the page: unique where titles are.</summary>
    public string Id => "t-" + Slug;

    /// <summary>The title as part of an address.</summary>
    public string Slug => SwedishText.Slug(Title);

    /// <summary>The same table ordered as the address asks; untouched when the column is unknown or the rows have parts.</summary>
    /// <param name="sort">A column's name, after a minus for largest first; null for the table's own order.</param>
    public Table SortedBy(string? sort)
    {
        if (string.IsNullOrEmpty(sort)) return this;
        var sorting = new Sorting(sort.TrimStart('-'), sort.StartsWith('-'));
        var index = Columns.ToList().FindIndex(c => c.Sortable && c.Name == sorting.Column);
        if (index < 0) return this;

        var rows = Rows.ToList();
        if (rows.Exists(r => r.Level != RowLevel.Plain)) return this;
        var known = rows.Where(r => r.Cells[index].Value is not null);
        var ordered = sorting.Descending ? known.OrderByDescending(Key, CellOrder.Instance) : known.OrderBy(Key, CellOrder.Instance);
        return this with { Rows = [.. ordered, .. rows.Where(r => r.Cells[index].Value is null)], Sorting = sorting };

        object Key(Row row) => row.Cells[index].Value!;
    }

    /// <summary>Order of values of one column; what is missing always comes last, so it is not asked about.</summary>
    private sealed class CellOrder : IComparer<object>
    {
        internal static readonly CellOrder Instance = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (string a, string b) => SwedishComparer.Instance.Compare(a, b),
            (Region a, Region b) => SwedishComparer.Instance.Compare(a.Name, b.Name),
            (State a, State b) => a.Mark != b.Mark ? a.Mark.CompareTo(b.Mark) : SwedishComparer.Instance.Compare(a.Word, b.Word),
            (long a, long b) => a.CompareTo(b),
            (DateOnly a, DateOnly b) => a.CompareTo(b),
            (long or decimal, long or decimal) => ToDecimal(x).CompareTo(ToDecimal(y)),
            _ => string.CompareOrdinal(x?.GetType().Name, y?.GetType().Name),
        };

        private static decimal ToDecimal(object value) => value is long whole ? whole : (decimal)value;
    }
}
