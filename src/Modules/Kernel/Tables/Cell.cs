using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>The six shapes of a status (mock README, "Status"): word first, then shape, then colour.</summary>
public enum StateMark
{
    /// <summary>✓ done, all well.</summary>
    Klar,

    /// <summary>◐ begun.</summary>
    Pagar,

    /// <summary>○ not begun.</summary>
    Inte,

    /// <summary>▲ needs attention.</summary>
    Varning,

    /// <summary>✕ a fault, or late.</summary>
    Fel,

    /// <summary>‖ at rest.</summary>
    Vilar,
}

/// <summary>A status: its shape and its word.</summary>
/// <param name="Mark">The shape, which also gives the order in a sorted column.</param>
/// <param name="Word">Swedish; the same word for the same state in every module.</param>
public sealed record State(StateMark Mark, string Word);

/// <summary>The ground of a cell in a matrix.</summary>
public enum CellGround
{
    /// <summary>Plain.</summary>
    Plain,

    /// <summary>Hatch: saknas.</summary>
    Missing,

    /// <summary>Dots: ej kartlagt.</summary>
    Unmapped,
}

/// <summary>One cell: a value that its column can show, or one of the two ways of having none.</summary>
/// <remarks>The value's type is the one that <see cref="ColumnKind"/> names; a value of another type is an error when the table is drawn.</remarks>
public sealed record Cell
{
    private Cell(object? value, bool isMissing)
    {
        Value = value;
        IsMissing = isMissing;
    }

    /// <summary>"..": there should be a value, but nobody has given it.</summary>
    public static Cell Missing { get; } = new(null, true);

    /// <summary>"–": a value has no meaning here.</summary>
    public static Cell NotApplicable { get; } = new(null, false);

    /// <summary>An empty text.</summary>
    public static Cell Empty { get; } = new("", false);

    /// <summary>The value, or null for <see cref="Missing"/> and <see cref="NotApplicable"/>.</summary>
    public object? Value { get; }

    /// <summary>True for "..".</summary>
    public bool IsMissing { get; }

    /// <summary>Text on the screen instead of the value's own, for example <c>&lt; 5</c>; files carry it too, since the value may then not be told.</summary>
    public string? Display { get; init; }

    /// <summary>Where the cell leads.</summary>
    public string? Link { get; init; }

    /// <summary>A second, smaller line: <c>delas av 7 RPO</c>.</summary>
    public string? Note { get; init; }

    /// <summary>The cell's ground, in a matrix.</summary>
    public CellGround Ground { get; init; }

    /// <summary>True for the cell that is being changed.</summary>
    public bool Current { get; init; }

    /// <summary>A text; null is <see cref="Missing"/>.</summary>
    public static implicit operator Cell(string? text) => text is null ? Missing : new(text, false);

    /// <summary>A whole number, or öre.</summary>
    public static implicit operator Cell(long number) => new(number, false);

    /// <summary>A whole number, or öre; null is <see cref="Missing"/>.</summary>
    public static implicit operator Cell(long? number) => number is { } value ? new(value, false) : Missing;

    /// <summary>A number or a percentage.</summary>
    public static implicit operator Cell(decimal number) => new(number, false);

    /// <summary>A number or a percentage; null is <see cref="Missing"/>.</summary>
    public static implicit operator Cell(decimal? number) => number is { } value ? new(value, false) : Missing;

    /// <summary>A day.</summary>
    public static implicit operator Cell(DateOnly day) => new(day, false);

    /// <summary>A day; null is <see cref="Missing"/>.</summary>
    public static implicit operator Cell(DateOnly? day) => day is { } value ? new(value, false) : Missing;

    /// <summary>A region.</summary>
    public static implicit operator Cell(Region region) => new(region, false);

    /// <summary>A status.</summary>
    public static implicit operator Cell(State state) => new(state, false);

    /// <summary>What the cell reads as in this column on the screen.</summary>
    /// <exception cref="InvalidOperationException">The value is not of the column's type.</exception>
    public string Text(Column column) => Display ?? (Value, column.Kind) switch
    {
        (null, _) => IsMissing ? SwedishFormat.Missing : SwedishFormat.NotApplicable,
        (string text, _) => text,
        (Region region, _) => region.Name,
        (State state, _) => state.Word,
        (DateOnly day, _) => SwedishFormat.Date(day),
        (long or decimal, ColumnKind.Bar) => "",
        (long ore, ColumnKind.Money) => Figure(SwedishFormat.InUnit(ore, column.Unit), column),
        (long number, _) when column.IsNumeric => Figure(number, column),
        (decimal number, ColumnKind.Number or ColumnKind.Percent) => Figure(number, column),
        _ => throw new InvalidOperationException($"Column {column.Key} of kind {column.Kind} cannot show a {Value.GetType().Name}."),
    };

    /// <summary>The value as a number in the column's unit, exact; null when it is none or may not be told.</summary>
    internal decimal? Number(Column column) => Display is not null || !column.IsNumeric ? null : Value switch
    {
        long ore when column.Kind == ColumnKind.Money => SwedishFormat.InUnit(ore, column.Unit),
        long number => number,
        decimal number => number,
        _ => null,
    };

    private static string Figure(decimal number, Column column) =>
        column.Signed ? SwedishFormat.Signed(number, column.ShownDecimals) : SwedishFormat.Number(number, column.ShownDecimals);
}
