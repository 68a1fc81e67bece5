using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>A place that money comes from or goes to.</summary>
/// <param name="Key">Unique in its step.</param>
/// <param name="Name">On the screen.</param>
/// <param name="Region">Gives colour, shape and pattern; null for a level or for others than the four.</param>
public sealed record FlowNode(string Key, string Name, Region? Region = null);

/// <summary>An amount on its way through all three steps.</summary>
/// <param name="From">Key of the first step, for example the home region.</param>
/// <param name="Through">Key of the second, for example who performs.</param>
/// <param name="To">Key of the third, for example the level.</param>
/// <param name="Ore">Öre, ≥ 0.</param>
public sealed record Flow(string From, string Through, string To, long Ore);

/// <summary>Where the money goes in three steps (UX.md 4.1, chart 8): an alluvial diagram; on a small screen one stacked bar per node of the first step.</summary>
public sealed record FlowChart : Chart
{
    /// <summary>What the three steps are called: <c>Hemregion betalar</c>, <c>Utförare</c>, <c>Vårdnivå</c>.</summary>
    public required (string From, string Through, string To) Steps { get; init; }

    /// <summary>First step, in the order of the drawing.</summary>
    public required IReadOnlyList<FlowNode> From { get; init; }

    /// <summary>Second step.</summary>
    public required IReadOnlyList<FlowNode> Through { get; init; }

    /// <summary>Third step.</summary>
    public required IReadOnlyList<FlowNode> To { get; init; }

    /// <summary>The amounts; several for the same way are added.</summary>
    public required IReadOnlyList<Flow> Flows { get; init; }

    /// <summary>How amounts are shown.</summary>
    public MoneyUnit Unit { get; init; } = MoneyUnit.Tkr;

    /// <summary>All that flows, öre.</summary>
    public long TotalOre => Flows.Sum(f => f.Ore);

    /// <inheritdoc/>
    public override string Description
    {
        get
        {
            if (TotalOre == 0) return "Flödesdiagram i tre steg. Inga belopp.";
            var (through, throughOre) = Largest(Through, f => f.Through);
            var (to, toOre) = Largest(To, f => f.To);
            return $"Flödesdiagram i tre steg. Av {Money(TotalOre)} går {Money(throughOre)} till {through}. Störst i sista steget är {to} med {Money(toOre)}. Alla värden finns i tabellen.";
        }
    }

    /// <inheritdoc/>
    public override Table Table => new()
    {
        Title = $"{Steps.From}, {Steps.Through.ToLower(SwedishFormat.Culture)} och {Steps.To.ToLower(SwedishFormat.Culture)}",
        Columns =
        [
            new("from", Steps.From, From.All(n => n.Region is not null) ? ColumnKind.Region : ColumnKind.Text),
            new("through", Steps.Through),
            .. To.Select(n => new Column(n.Key, n.Name, ColumnKind.Money) { Unit = Unit }),
            new("sumOre", "Summa", ColumnKind.Money) { Unit = Unit },
        ],
        Rows = From.SelectMany(from => Through.Select(through => (from, through, flows: Flows.Where(f => f.From == from.Key && f.Through == through.Key).ToList())))
            .Where(r => r.flows.Count > 0)
            .Select(r => new Row([Head(r.from), r.through.Name, .. Sums(r.flows)])),
        Sum = new Row(["Summa", "", .. Sums(Flows)]),
        Source = Source,
    };

    /// <summary>Office draws no flows: a bar per node of the first step, cut by the second (UX.md 4.1, chart 8).</summary>
    internal override ChartFigures Figures => new(
        [.. From.Select(n => new ChartCategory(n.Name, n.Region))],
        [.. Through.Select(t => new ChartSeries(t.Name, [.. From.Select(f => SwedishFormat.InUnit(Between(f.Key, t.Key), Unit))], t.Region))])
    {
        Stacked = true, Unit = $"Belopp, {SwedishFormat.Unit(Unit)}", Decimals = SwedishFormat.DecimalsOf(Unit),
    };

    internal override (Svg Wide, Svg Small) Draw() => (FlowChartSvg.Wide(this), FlowChartSvg.Small(this));

    internal string Money(long ore) => SwedishFormat.Money(ore, Unit);

    internal long Between(string from, string through) => Flows.Where(f => f.From == from && f.Through == through).Sum(f => f.Ore);

    private static Cell Head(FlowNode node) => node.Region is { } region ? region : node.Name;

    private List<Cell> Sums(IReadOnlyCollection<Flow> flows)
    {
        List<Cell> cells = [.. To.Select(n => flows.Where(f => f.To == n.Key).Sum(f => f.Ore)).Select(ore => ore == 0 ? Cell.NotApplicable : (Cell)ore)];
        cells.Add(flows.Sum(f => f.Ore));
        return cells;
    }

    private (string Name, long Ore) Largest(IReadOnlyList<FlowNode> nodes, Func<Flow, string> key) =>
        nodes.Select(n => (n.Name, Ore: Flows.Where(f => key(f) == n.Key).Sum(f => f.Ore))).MaxBy(n => n.Ore);
}
