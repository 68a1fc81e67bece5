using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>One region's distance from what would be even.</summary>
/// <param name="Region">Whose.</param>
/// <param name="Value">Above zero is more, below is less.</param>
public sealed record BalanceBar(Region Region, decimal Value);

/// <summary>More or less than even (UX.md 4.1, chart 3): bars around zero, the figure printed at each.</summary>
public sealed record BalanceChart : Chart
{
    /// <summary>In the order of the drawing.</summary>
    public required IReadOnlyList<BalanceBar> Bars { get; init; }

    /// <summary>What zero means: <c>0 = befolkningsandelen</c>.</summary>
    public required string ZeroLabel { get; init; }

    /// <summary>The figures that the bars are computed from.</summary>
    public required Table Behind { get; init; }

    /// <summary>Decimals at the bars.</summary>
    public int Decimals { get; init; } = 1;

    /// <inheritdoc/>
    public override Table Table => Behind;

    /// <inheritdoc/>
    public override string Description => "Liggande staplar runt noll. " + string.Join(", ", Bars.Select(Told)) + ".";

    internal override ChartFigures Figures => new([.. Bars.Select(b => new ChartCategory(b.Region.Name, b.Region))], [new(Title, [.. Bars.Select(b => b.Value)])])
    {
        Unit = ZeroLabel, Decimals = Decimals, Signed = true,
    };

    internal override (Svg Wide, Svg Small) Draw() => (Wide(), Small());

    private string Told(BalanceBar bar) => bar.Region.Name + " " + bar.Value switch
    {
        > 0 => SwedishFormat.Number(bar.Value, Decimals) + " fler",
        < 0 => SwedishFormat.Number(-bar.Value, Decimals) + " färre",
        _ => "jämnt",
    };

    private Svg Wide()
    {
        const double rowHeight = 44, left = 180, right = 540;
        var svg = new Svg(right, (Bars.Count * rowHeight) + 22);
        var (zero, scale) = Axis(left + 45, right - 55);
        foreach (var (i, bar) in Bars.Index())
        {
            var y = 4 + (i * rowHeight);
            svg.Shape(bar.Region, 9, y + 22, 6);
            svg.Text(26, y + 27, bar.Region.Name);
            BarAt(svg, bar, zero, scale, y + 10, 24, y + 27, 15);
        }
        svg.Line(zero, 4, Bars.Count * rowHeight - 4);
        svg.Text(zero, (Bars.Count * rowHeight) + 14, ZeroLabel, 14, "middle", muted: true);
        return svg;
    }

    private Svg Small()
    {
        const double rowHeight = 56, width = 250;
        var svg = new Svg(width, (Bars.Count * rowHeight) + 22);
        var (zero, scale) = Axis(42, width - 46);
        foreach (var (i, bar) in Bars.Index())
        {
            var y = i * rowHeight;
            svg.Shape(bar.Region, 8, y + 14, 5.5);
            svg.Text(22, y + 19, bar.Region.Name, 14);
            BarAt(svg, bar, zero, scale, y + 32, 18, y + 46, 14);
            svg.Line(zero, y + 28, 26);
        }
        svg.Text(Math.Clamp(zero, 80, width - 80), (Bars.Count * rowHeight) + 14, ZeroLabel, 14, "middle", muted: true);
        return svg;
    }

    private void BarAt(Svg svg, BalanceBar bar, double zero, double scale, double y, double height, double textY, double size)
    {
        var length = (double)Math.Abs(bar.Value) * scale;
        var fill = svg.Pattern($"{Id}-{size:0}", bar.Region, pale: false);
        if (bar.Value != 0) svg.Rect(bar.Value < 0 ? zero - length : zero, y, length, height, fill);
        svg.Text(bar.Value < 0 ? zero - length - 8 : zero + length + 8, textY, SwedishFormat.Signed(bar.Value, Decimals), size, bar.Value < 0 ? "end" : "start", bold: true);
    }

    /// <summary>Where zero lies between the two ends, and how long one is.</summary>
    private (double Zero, double Scale) Axis(double from, double to)
    {
        var least = (double)Math.Min(0, Bars.Select(b => b.Value).DefaultIfEmpty().Min());
        var most = (double)Math.Max(0, Bars.Select(b => b.Value).DefaultIfEmpty().Max());
        if (most <= least) return ((from + to) / 2, 0);
        var scale = (to - from) / (most - least);
        return (from - (least * scale), scale);
    }
}
