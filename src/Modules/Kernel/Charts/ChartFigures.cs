using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>A chart's figures as Office draws them: lying bars, one per category and series.</summary>
/// <param name="Categories">In the order of the chart, from the top.</param>
/// <param name="Series">One or more.</param>
internal sealed record ChartFigures(IReadOnlyList<ChartCategory> Categories, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>True when the series of a category lie after each other in one bar.</summary>
    public bool Stacked { get; init; }

    /// <summary>What the figures are: <c>Belopp, mnkr</c>. Stands at the axis and heads the sheet behind the chart.</summary>
    public required string Unit { get; init; }

    /// <summary>Decimals that are shown.</summary>
    public int Decimals { get; init; }

    /// <summary>True to show a plus sign above zero.</summary>
    public bool Signed { get; init; }

    /// <summary>The figures as the table that lies behind the chart in the file: one column per series.</summary>
    public Table Sheet => new()
    {
        Title = "Diagram",
        Columns = [new("category", Unit), .. Series.Select((s, i) => new Column($"series{i}", s.Name, ColumnKind.Number) { Decimals = Decimals, Signed = Signed })],
        Rows = [.. Categories.Select((category, i) => new Row([category.Name, .. Series.Select(s => (Cell)s.Values[i])]))],
    };
}

/// <summary>A category on the axis.</summary>
/// <param name="Name">Its text.</param>
/// <param name="Region">Gives the bar its colour and pattern when there is one series only.</param>
internal sealed record ChartCategory(string Name, Region? Region = null);

/// <summary>A series of figures.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Values">One per category.</param>
/// <param name="Region">Gives colour and pattern; null for a neutral one.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<decimal> Values, Region? Region = null);
