using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>What a column's cells hold, and so how they are aligned, written and sorted.</summary>
public enum ColumnKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A <see cref="long"/>.</summary>
    Integer,

    /// <summary>A <see cref="decimal"/>.</summary>
    Number,

    /// <summary>A <see cref="long"/> of whole öre, shown in the column's unit.</summary>
    Money,

    /// <summary>A <see cref="decimal"/> where 12.5 means 12,5 %; the head says "%".</summary>
    Percent,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    Date,

    /// <summary>A <see cref="Kernel.Region"/>, shown with its mark.</summary>
    Region,

    /// <summary>A <see cref="State"/>: word and shape.</summary>
    State,

    /// <summary>A <see cref="decimal"/> 0–100 drawn as a bar beside the figure it repeats; never in a file.</summary>
    Bar,
}

/// <summary>A column: what it holds, its head on the screen and its key for machines.</summary>
/// <param name="Key">Unique in the table, English, camelCase: the name in JSON, for example <c>amountOre</c>.</param>
/// <param name="Title">The head, Swedish, without unit.</param>
/// <param name="Kind">What the cells hold.</param>
public sealed record Column(string Key, string Title, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>Decimals on the screen; null: 0 for kr and tkr, 1 for mnkr, per cent and other numbers.</summary>
    public int? Decimals { get; init; }

    /// <summary>The unit of a money column.</summary>
    public MoneyUnit Unit { get; init; } = MoneyUnit.Kr;

    /// <summary>True to print a plus sign before values above zero.</summary>
    public bool Signed { get; init; }

    /// <summary>The column's region mark in the head, for tables with one column per region.</summary>
    public Region? Region { get; init; }

    /// <summary>What an abbreviated title means, for example <c>nationell högspecialiserad vård</c>.</summary>
    public string? Meaning { get; init; }

    /// <summary>False where order says nothing.</summary>
    public bool Sortable { get; init; } = true;

    /// <summary>True for what only files carry: ids that let an exported table be read in again. Hidden in the sheet too.</summary>
    public bool FileOnly { get; init; }

    /// <summary>The head with its unit: <c>Belopp, tkr</c>.</summary>
    public string Heading => Kind switch
    {
        ColumnKind.Money => $"{Title}, {SwedishFormat.Unit(Unit)}",
        ColumnKind.Percent => $"{Title}, %",
        _ => Title,
    };

    /// <summary>The column's name in the address: <c>?sort=-belopp</c>.</summary>
    public string Name => SwedishText.Slug(Title);

    /// <summary>True when figures stand under each other to the right.</summary>
    public bool IsNumeric => Kind is ColumnKind.Integer or ColumnKind.Number or ColumnKind.Money or ColumnKind.Percent;

    internal int ShownDecimals => Decimals ?? Kind switch
    {
        ColumnKind.Money => SwedishFormat.DecimalsOf(Unit),
        ColumnKind.Number or ColumnKind.Percent => 1,
        _ => 0,
    };
}
