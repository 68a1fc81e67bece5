using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>A share beside what it is compared with.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Percent">12.5 means 12,5 %; null when it may not be told or there is nothing to divide by.</param>
/// <param name="Region">Gives colour, shape and pattern; null for all of them together.</param>
public sealed record ReferenceBar(string Name, decimal? Percent, Region? Region = null);

/// <summary>Bars that share one reference.</summary>
/// <param name="Name">What is measured: <c>Sjukvårdsregional nivå</c>.</param>
/// <param name="From">Where the reference begins, per cent.</param>
/// <param name="To">Where it ends; the same for a single value.</param>
/// <param name="Bars">In the order of the drawing; the same names in every panel.</param>
public sealed record ReferencePanel(string Name, decimal From, decimal To, IReadOnlyList<ReferenceBar> Bars)
{
    /// <summary><c>10–15 %</c> or <c>5 %</c>.</summary>
    public string Reference => From == To ? SwedishFormat.Percent(From) : $"{SwedishFormat.Number(From)}–{SwedishFormat.Percent(To)}";
}

/// <summary>Shares against a reference that is a value or a span: one panel of bars per measure, on one scale, the figure printed at each.</summary>
public sealed record ReferenceChart : Chart
{
    private const double WideText = 180, SmallText = 8;

    /// <summary>In the order of the drawing.</summary>
    public required IReadOnlyList<ReferencePanel> Panels { get; init; }

    /// <summary>What the reference is called: <c>riktmärke</c>.</summary>
    public required string ReferenceName { get; init; }

    /// <inheritdoc/>
    public override Table Table => new()
    {
        Title = Title,
        Columns = [new("name", "Region"), .. Panels.SelectMany((p, i) => new Column[] { new($"share{i}", p.Name, ColumnKind.Percent), new($"reference{i}", SwedishText.Capital(ReferenceName)) })],
        Rows = [.. Panels[0].Bars.Select((bar, i) => new Row([bar.Name, .. Panels.SelectMany(p => new[] { (Cell)p.Bars[i].Percent, p.Reference })]))],
        Source = Source,
    };

    /// <inheritdoc/>
    public override string Description => string.Join(' ', Panels.Select(p => $"{p.Name}, {ReferenceName} {p.Reference}: {string.Join(", ", p.Bars.Select(b => $"{b.Name} {Told(b)}"))}."));

    internal override ChartFigures Figures => new([.. Panels[0].Bars.Select(b => new ChartCategory(b.Name, b.Region))], [.. Panels.Select(p => new ChartSeries($"{p.Name} ({ReferenceName} {p.Reference})", [.. p.Bars.Select(b => b.Percent ?? 0)]))])
    {
        Unit = "Procent", Decimals = 1,
    };

    internal override (Svg Wide, Svg Small) Draw() => (Draw(540, WideText, 34, 15), Draw(250, SmallText, 46, 14));

    private static string Told(ReferenceBar bar) => bar.Percent is { } percent ? SwedishFormat.Percent(percent, 1) : SwedishFormat.Missing;

    /// <summary>Draws names beside the bars when they have room of their own, else above.</summary>
    private Svg Draw(double width, double left, double rowHeight, double size)
    {
        var isNarrow = left < WideText;
        var heading = isNarrow ? 54d : 34d;
        var svg = new Svg(width, Panels.Sum(p => heading + (p.Bars.Count * rowHeight) + 8));
        var top = 0d;
        var most = (double)Math.Max(1, Panels.Max(p => Math.Max(p.To, p.Bars.Max(b => b.Percent ?? 0))));
        var scale = (width - left - 62) / most;
        foreach (var (n, panel) in Panels.Index())
        {
            svg.Text(0, top + 20, isNarrow ? panel.Name : $"{panel.Name}, {ReferenceName} {panel.Reference}", size, bold: true);
            if (isNarrow) svg.Text(0, top + 39, $"{ReferenceName} {panel.Reference}", size);
            top += heading;
            var (from, to) = (left + ((double)panel.From * scale), left + ((double)panel.To * scale));
            if (panel.From < panel.To) svg.Rect(from, top - 4, to - from, panel.Bars.Count * rowHeight, Svg.Band);
            foreach (var (i, bar) in panel.Bars.Index())
            {
                var (textY, barY, height) = Place(top + (i * rowHeight));
                svg.Shape(bar.Region, isNarrow ? left : 9, textY - 5, 5.5);
                if (bar.Percent > 0) svg.Rect(left, barY, (double)bar.Percent * scale, height, svg.Pattern($"{Id}-{n}-{size:0}", bar.Region, pale: false));
            }
            svg.Line(from, top - 4, panel.Bars.Count * rowHeight);
            if (panel.From < panel.To) svg.Line(to, top - 4, panel.Bars.Count * rowHeight);
            foreach (var (i, bar) in panel.Bars.Index())
            {
                var (textY, barY, height) = Place(top + (i * rowHeight)); // texts after the lines: a halo keeps them off
                svg.Text(isNarrow && bar.Region is null ? left - 6 : isNarrow ? left + 12 : 26, textY, bar.Name, size, halo: isNarrow);
                svg.Text(left + ((double)(bar.Percent ?? 0) * scale) + 8, barY + height - 4, Told(bar), size, bold: true, halo: true);
            }
            top += (panel.Bars.Count * rowHeight) + 8;
        }
        return svg;

        (double TextY, double BarY, double Height) Place(double y) => isNarrow ? (y + 13, y + 19, 16) : (y + 18, y + 4, 20);
    }
}
