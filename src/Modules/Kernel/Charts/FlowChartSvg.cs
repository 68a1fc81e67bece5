using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>Draws a flow: bands coloured by where the money comes from, then neutral ones to the level, amounts at the marks.</summary>
internal static class FlowChartSvg
{
    private const double Width = 1080, Top = 36, Height = 460, Bar = 14;
    private const double FromX = 205, ThroughX = 600, ToX = 905;
    private const double LabelHeight = 40, Gap = 10;

    /// <summary>A node with its place: where its bar begins, how high it is, and how much of it the bands have used.</summary>
    private sealed class Placed(FlowNode node, long ore)
    {
        internal FlowNode Node { get; } = node;
        internal long Ore { get; } = ore;
        internal double Y { get; set; }
        internal double H { get; set; }
        internal double UsedIn { get; set; }
        internal double UsedOut { get; set; }
    }

    internal static Svg Wide(FlowChart chart)
    {
        var svg = new Svg(Width, Top + Height + 30);
        var from = Nodes(chart.From, chart.Flows, f => f.From);
        var through = Nodes(chart.Through, chart.Flows, f => f.Through);
        var to = Nodes(chart.To, chart.Flows, f => f.To);
        var scale = new[] { from, through, to }.Min(Scale);
        foreach (var column in new[] { from, through, to }) Place(column, scale);

        svg.Text(FromX + Bar, 16, chart.Steps.From, anchor: "end", muted: true);
        svg.Text(ThroughX + (Bar / 2), 16, chart.Steps.Through, anchor: "middle", muted: true);
        svg.Text(ToX, 16, chart.Steps.To, muted: true);

        foreach (var source in from)
        {
            var fill = svg.Pattern(chart.Id + "-b", source.Node.Region, pale: true);
            foreach (var target in through)
            {
                var h = chart.Between(source.Node.Key, target.Node.Key) * scale;
                if (h <= 0) continue;
                svg.Flow(FromX + Bar, source.Y + source.UsedOut, ThroughX, target.Y + target.UsedIn, h, fill, Svg.Colour(source.Node.Region));
                source.UsedOut += h;
                target.UsedIn += h;
            }
        }
        foreach (var source in through)
        {
            foreach (var target in to)
            {
                var h = chart.Flows.Where(f => f.Through == source.Node.Key && f.To == target.Node.Key).Sum(f => f.Ore) * scale;
                if (h <= 0) continue;
                svg.Flow(ThroughX + Bar, source.Y + source.UsedOut, ToX, target.Y + target.UsedIn, h, Svg.Band, Svg.BandLine);
                source.UsedOut += h;
                target.UsedIn += h;
            }
        }

        foreach (var node in from) Labelled(svg, chart, node, FromX, shapeX: 8, textX: 22, halo: false);
        foreach (var node in through) Labelled(svg, chart, node, ThroughX, shapeX: ThroughX + 30, textX: ThroughX + (node.Node.Region is null ? 24 : 42), halo: true);
        foreach (var node in to) Labelled(svg, chart, node, ToX, shapeX: ToX + 30, textX: ToX + (node.Node.Region is null ? 24 : 42), halo: false);
        return svg;
    }

    internal static Svg Small(FlowChart chart)
    {
        const double width = 250, gap = 2, lineHeight = 17.5;
        var nodes = Nodes(chart.From, chart.Flows, f => f.From);
        var most = nodes.Select(n => n.Ore).DefaultIfEmpty().Max();
        var parts = nodes.Select(n => chart.Through
            .Select(t => (Node: t, Ore: chart.Between(n.Node.Key, t.Key))).Where(p => p.Ore > 0).ToList()).ToList();
        var svg = new Svg(width, parts.Sum(p => 68 + (p.Count * lineHeight)) - 4);
        var fills = chart.Through.ToDictionary(t => t.Key, t => svg.Pattern(chart.Id + "-n", t.Region, pale: false), StringComparer.Ordinal);

        var y = 0.0;
        foreach (var (node, shares) in nodes.Zip(parts))
        {
            svg.Shape(node.Node.Region, 7, y + 13, 5.5);
            svg.Text(20, y + 18, node.Node.Name, bold: true);
            svg.Text(width, y + 18, chart.Money(node.Ore), 13, "end", muted: true);
            var x = 0.0;
            var length = most == 0 ? 0 : width * node.Ore / most;
            foreach (var (target, ore) in shares)
            {
                var w = Math.Max(1, (length * ore / node.Ore) - gap);
                svg.Rect(x, y + 27, w, 20, fills[target.Key]);
                x += w + gap;
            }
            var line = y + 64;
            foreach (var (target, ore) in shares.OrderByDescending(s => s.Ore))
            {
                svg.Shape(target.Region, 7, line - 4, 4);
                svg.Text(18, line, $"{target.Name} {ShareOf(ore, node.Ore)}", 13, muted: true);
                line += lineHeight;
            }
            y += 68 + (shares.Count * lineHeight);
        }
        return svg;
    }

    private static string ShareOf(long part, long whole)
    {
        var share = SwedishFormat.Share(part, whole);
        return share < 1 ? "under\u00A01\u00A0%" : SwedishFormat.Percent(share);
    }

    private static List<Placed> Nodes(IReadOnlyList<FlowNode> nodes, IReadOnlyList<Flow> flows, Func<Flow, string> key) =>
        [.. nodes.Select(n => new Placed(n, flows.Where(f => key(f) == n.Key).Sum(f => f.Ore))).Where(n => n.Ore > 0)];

    /// <summary>The largest scale, in units per öre, at which the column fits: a thin bar still needs room for its two lines of text.</summary>
    private static double Scale(List<Placed> column)
    {
        double total = column.Sum(n => n.Ore);
        if (total == 0) return 0;
        var room = Height - (Gap * (column.Count - 1));
        var (low, high) = (0.0, room / total);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (column.Sum(n => Math.Max(n.Ore * middle, LabelHeight)) <= room) low = middle;
            else high = middle;
        }
        return low;
    }

    private static void Place(List<Placed> column, double scale)
    {
        foreach (var node in column) node.H = node.Ore * scale;
        var used = column.Sum(n => Math.Max(n.H, LabelHeight)) + (Gap * (column.Count - 1));
        var y = Top + ((Height - used) / 2);
        foreach (var node in column)
        {
            var slot = Math.Max(node.H, LabelHeight);
            node.Y = y + ((slot - node.H) / 2);
            y += slot + Gap;
        }
    }

    private static void Labelled(Svg svg, FlowChart chart, Placed node, double barX, double shapeX, double textX, bool halo)
    {
        svg.Rect(barX, node.Y, Bar, node.H, Svg.Colour(node.Node.Region));
        var middle = node.Y + (node.H / 2);
        svg.Shape(node.Node.Region, shapeX, middle - 6, 6);
        svg.Text(textX, middle - 1, node.Node.Name, bold: true, halo: halo);
        svg.Text(textX, middle + 18, chart.Money(node.Ore), muted: !halo, halo: halo);
    }
}
