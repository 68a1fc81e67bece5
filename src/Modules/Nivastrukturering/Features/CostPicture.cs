using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Bought care as chart and sentences, for the page and for reports.</summary>
internal static class CostPicture
{
    /// <summary>The years that have deliveries, earliest first.</summary>
    public static IReadOnlyList<CostYear> Years(IEnumerable<string> months) =>
        [.. months.GroupBy(m => int.Parse(m.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture)).Select(g => new CostYear(g.Key, Span(g.Key, [.. g])))];

    /// <summary>The cells of care that was bought: not a region's own, and not without home region.</summary>
    public static List<CostCell> Bought(IEnumerable<CostCell> all) => [.. all.Where(c => c.Home.Length > 0 && c.Home != c.Region)];

    /// <summary>Where the figures come from.</summary>
    public static string Source(DateOnly today) => $"regionernas leveranser, hämtad {SwedishFormat.Date(today)}";

    /// <summary>What the table leaves out and what its signs mean.</summary>
    public static IReadOnlyList<string> Notes(IEnumerable<CostCell> all, int? populationYear)
    {
        List<string> notes = ["Egen vård ingår inte.", SmallNumbers.Signs];
        var homeless = all.Where(c => c.Home.Length == 0).Sum(c => c.Contacts);
        if (homeless > 0) notes.Add($"{SwedishFormat.Integer(homeless)} kontakter saknar hemregion och faktureras inte mellan regioner.");
        if (populationYear is { } year) notes.Add($"Befolkning {year}.");
        return notes;
    }

    /// <summary>The table's title.</summary>
    public static string Title(int year, MoneyUnit unit) => $"Köpt vård mellan regionerna {year}, {SwedishFormat.Unit(unit)}";

    /// <summary>From home region to performing region to level.</summary>
    public static FlowChart ChartOf(IReadOnlyList<CostCell> bought, MoneyUnit unit, string source)
    {
        var flows = bought.Where(c => c.Ore > 0)
            .GroupBy(c => (Home: Region.Find(c.Home) is null ? "andra" : c.Home, c.Region, c.Level))
            .Where(g => g.Sum(c => c.Contacts) >= SmallNumbers.Limit)
            .Select(g => new Flow(g.Key.Home, g.Key.Region, LevelKey(g.Key.Level), g.Sum(c => c.Ore))).ToList();
        var regions = Region.Norra.Select(r => new FlowNode(r.Code.Code, r.Name, r)).ToList();
        return new FlowChart
        {
            Title = "Var går pengarna?",
            Reading = "Bandens bredd är beloppet. Läs från vänster: hemregionen betalar, utföraren vårdar, nivån är den beslutade.",
            Source = source,
            Note = "Egen vård och flöden med färre än fem kontakter ingår inte.",
            Steps = ("Hemregion betalar", "Utförare", "Vårdnivå"),
            From = [.. regions.Append(new FlowNode("andra", "Andra regioner")).Where(n => flows.Exists(f => f.From == n.Key))],
            Through = [.. regions.Concat(Region.Sweden.Except(Region.Norra).Select(r => new FlowNode(r.Code.Code, r.Name))).Where(n => flows.Exists(f => f.Through == n.Key))],
            To = [.. CostMap.Levels.Select((name, i) => new FlowNode(LevelKey(i + 1), name)).Where(n => flows.Exists(f => f.To == n.Key)).OrderByDescending(n => flows.Where(f => f.To == n.Key).Sum(f => f.Ore))],
            Flows = flows,
            Unit = unit,
        };
    }

    /// <summary>The answer in bold, and what follows it.</summary>
    public static (string Answer, string More) LeadOf(IReadOnlyList<CostCell> bought)
    {
        var total = bought.Sum(c => c.Ore);
        if (total == 0) return ("Inga belopp mellan regionerna för urvalet.", "");
        var (seller, sold) = bought.GroupBy(c => c.Region).Select(g => (g.Key, g.Sum(c => c.Ore))).MaxBy(g => g.Item2);
        var bold = $"{SwedishFormat.Percent(SwedishFormat.Share(sold, total))} av köpen görs i {Region.NameOf(seller)}.";
        var buyers = bought.Where(c => Region.Find(c.Home) is not null && c.Home != seller).GroupBy(c => c.Home).Select(g => (g.Key, Ore: g.Sum(c => c.Ore))).ToList();
        if (buyers.Count == 0) return (bold, "");
        var (buyer, spent) = buyers.MaxBy(b => b.Ore);
        var there = bought.Where(c => c.Home == buyer && c.Region == seller).ToList();
        var thereOre = there.Sum(c => c.Ore);
        if (spent == 0 || thereOre == 0) return (bold, "");
        var county = SwedishFormat.Percent(SwedishFormat.Share(there.Where(c => c.Level == 2).Sum(c => c.Ore), thereOre));
        return (bold, $"{SwedishFormat.Percent(SwedishFormat.Share(thereOre, spent))} av {Genitive(Region.NameOf(buyer))} köp går dit, varav {county} på länssjukvårdsnivå.");
    }

    /// <summary>What the regions buy of each other, or what one of them buys, in the latest year: for the start page.</summary>
    /// <param name="year">The year and its months.</param>
    /// <param name="bought">All that was bought that year.</param>
    /// <param name="buyer">The reader's own region; null = everyone.</param>
    public static KeyFigure FigureOf(CostYear year, IReadOnlyList<CostCell> bought, Region? buyer)
    {
        var own = buyer is null ? bought : [.. bought.Where(c => c.Home == buyer.Code.Code)];
        var (answer, _) = LeadOf(own);
        return new("Köpt vård", SwedishFormat.Money(own.Sum(c => c.Ore), MoneyUnit.Mnkr), buyer is null ? $"köpt mellan regionerna {year.Text}" : $"köpt av {buyer.Name} {year.Text}", answer, "/kostnader");
    }

    private static string Genitive(string name) => name.EndsWith('s') ? name : name + "s";

    private static string LevelKey(int level) => FormattableString.Invariant($"level{level}Ore");

    private static string Span(int year, List<string> months)
    {
        var names = System.Globalization.CultureInfo.GetCultureInfo("sv-SE").DateTimeFormat.AbbreviatedMonthNames;
        var (first, last) = (Month(months[0]), Month(months[^1]));
        return months.Count == 12 ? $"{year}" : first == last ? $"{year}, {names[first - 1].TrimEnd('.')}" : $"{year}, {names[first - 1].TrimEnd('.')}–{names[last - 1].TrimEnd('.')}";

        static int Month(string period) => int.Parse(period.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture);
    }
}
