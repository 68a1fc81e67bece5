using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>A step of a waterfall.</summary>
/// <param name="Name">On the screen.</param>
/// <param name="Ore">Öre: the level itself, or how much the level changes.</param>
/// <param name="IsLevel">True for a level, whose bar begins at zero; a change begins where the step before it ended.</param>
public sealed record WaterfallStep(string Name, long Ore, bool IsLevel = false);

/// <summary>How one level becomes another, change by change (UX.md 4.1, chart 9): lying bars, an arrow and a signed figure at each change.</summary>
public sealed record WaterfallChart : Chart
{
    /// <summary>In the order of the drawing; the first is a level.</summary>
    public required IReadOnlyList<WaterfallStep> Steps { get; init; }

    /// <summary>How amounts are shown.</summary>
    public MoneyUnit Unit { get; init; } = MoneyUnit.Tkr;

    /// <inheritdoc/>
    public override Table Table
    {
        get
        {
            var first = Steps.Count == 0 ? 0 : Steps[0].Ore;
            return new()
            {
                Title = Title,
                Columns = [new("step", "Steg") { Sortable = false }, new("ore", "Belopp", ColumnKind.Money) { Unit = Unit, Decimals = 1, Signed = true, Sortable = false }, new("share", "Andel av första steget", ColumnKind.Percent) { Sortable = false }],
                Rows = [.. Steps.Select(s => new Row(s.Name, s.Ore, first == 0 ? Cell.NotApplicable : SwedishFormat.Share(s.Ore, first)))],
                Source = Source,
            };
        }
    }

    /// <inheritdoc/>
    public override string Description => "Liggande trappa. " + string.Join(", ", Steps.Select(s => $"{s.Name} {Told(s)}{Word}")) + ".";

    internal override ChartFigures Figures => new([.. Steps.Select(s => new ChartCategory(s.Name))], [new(Title, [.. Steps.Select(s => SwedishFormat.InUnit(s.Ore, Unit))])])
    {
        Unit = $"Belopp, {SwedishFormat.Unit(Unit)}", Decimals = 1, Signed = true,
    };

    internal override (Svg Wide, Svg Small) Draw() => (Wide(), Small());

    private string Word => "\u00A0" + SwedishFormat.Unit(Unit);

    private string Told(WaterfallStep step) => step.IsLevel ? SwedishFormat.Amount(step.Ore, Unit, 1) : SwedishFormat.Signed(SwedishFormat.InUnit(step.Ore, Unit), 1);

    private string Label(WaterfallStep step) => (step.IsLevel, step.Ore) switch
    {
        (true, _) => Told(step) + Word,
        (_, 0) => Told(step),
        (_, > 0) => "▲ " + Told(step),
        _ => "▼ " + Told(step),
    };

    private Svg Wide()
    {
        const double rowHeight = 42, left = 290, right = 900;
        var svg = new Svg(right, (Steps.Count * rowHeight) + 8);
        var (zero, scale) = Axis(left, right - 130);
        foreach (var (i, (step, from, to)) in Bars().Index())
        {
            var y = 4 + (i * rowHeight);
            svg.Text(4, y + 26, step.Name, bold: step.IsLevel);
            BarAt(svg, step, zero + (from * scale), zero + (to * scale), y + 8, 24, y + 26, 15);
        }
        svg.Line(zero, 4, Steps.Count * rowHeight);
        return svg;
    }

    private Svg Small()
    {
        const double rowHeight = 58, width = 250;
        var svg = new Svg(width, (Steps.Count * rowHeight) + 4);
        var (zero, scale) = Axis(4, width - 86);
        foreach (var (i, (step, from, to)) in Bars().Index())
        {
            var y = i * rowHeight;
            svg.Text(0, y + 18, step.Name, 14, bold: step.IsLevel);
            BarAt(svg, step, zero + (from * scale), zero + (to * scale), y + 28, 18, y + 42, 14);
            svg.Line(zero, y + 25, 24);
        }
        return svg;
    }

    private void BarAt(Svg svg, WaterfallStep step, double from, double to, double y, double height, double textY, double size)
    {
        if (step.Ore != 0) svg.Rect(Math.Min(from, to), y, Math.Abs(to - from), height, step.IsLevel ? Svg.Neutral : Svg.BandLine);
        svg.Text(Math.Max(from, to) + 8, textY, Label(step), size, bold: true);
    }

    /// <summary>Where each bar begins and ends, in öre.</summary>
    private IEnumerable<(WaterfallStep Step, double From, double To)> Bars()
    {
        double at = 0;
        foreach (var step in Steps)
        {
            var from = step.IsLevel ? 0 : at;
            at = from + step.Ore;
            yield return (step, from, at);
        }
    }

    /// <summary>Where zero lies between the two ends, and how long an öre is.</summary>
    private (double Zero, double Scale) Axis(double from, double to)
    {
        var ends = Bars().SelectMany(b => new[] { b.From, b.To }).Append(0).ToList();
        var (least, most) = (ends.Min(), ends.Max());
        if (most <= least) return (from, 0);
        var scale = (to - from) / (most - least);
        return (from - (least * scale), scale);
    }
}
