using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>What care is bought between the regions: from whom, on which level, for how much.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class KostnaderModel(CostMap map, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage, IChartPage
{
    [BindProperty(SupportsGet = true, Name = "ar")]
    public int? Ar { get; set; }

    [BindProperty(SupportsGet = true, Name = "enhet")]
    public string? Enhet { get; set; }

    /// <summary>Keys of open rows, commas between.</summary>
    [BindProperty(SupportsGet = true, Name = "oppna")]
    public string? Oppna { get; set; }

    public int Year { get; private set; }

    /// <summary>Years that have deliveries, with the months that are in: <c>2026, jan–okt</c>.</summary>
    public IReadOnlyList<(int Year, string Text)> Years { get; private set; } = [];

    public MoneyUnit Unit { get; private set; }

    public bool IsEmpty { get; private set; }

    public Table Table { get; private set; } = null!;

    public Chart Chart { get; private set; } = null!;

    /// <summary>The answer in bold, and what follows it.</summary>
    public (string Answer, string More) Lead { get; private set; }

    /// <summary>The address that opens every performing region, and that which closes all.</summary>
    public (string Open, string Close) Fold { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var months = await map.Months(ct);
        Years = [.. months.GroupBy(m => int.Parse(m.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture)).Select(g => (g.Key, Span(g.Key, [.. g])))];
        IsEmpty = Years.Count == 0;
        Year = Ar ?? (IsEmpty ? clock.Today().Year : Years[^1].Year);
        Unit = Enhet switch { "kr" => MoneyUnit.Kr, "mnkr" => MoneyUnit.Mnkr, _ => MoneyUnit.Tkr };

        var all = await map.Cells(Year, ct);
        var bought = all.Where(c => c.Home.Length > 0 && c.Home != c.Region).ToList();
        var homeless = all.Where(c => c.Home.Length == 0).Sum(c => c.Contacts);
        var (populationYear, population) = await map.Population(Year, ct);
        var source = $"regionernas leveranser, hämtad {SwedishFormat.Date(clock.Today())}";

        var tree = new CostTree(bought, population, Unit, Opened(), ExactFor(), Link);
        List<string> notes = ["Egen vård ingår inte.", "< 5 betyder färre än fem kontakter; .. visas inte, för att andra tal annars kan räknas ut."];
        if (homeless > 0) notes.Add($"{SwedishFormat.Integer(homeless)} kontakter saknar hemregion och faktureras inte mellan regioner.");
        if (populationYear is { } year) notes.Add($"Befolkning {year}.");
        Table = tree.Build($"Köpt vård mellan regionerna {Year}, {SwedishFormat.Unit(Unit)}", source, notes);
        Chart = ChartOf(bought, source);
        Lead = LeadOf(bought);
        Fold = (Link(tree.AllKeys), Link([]));
    }

    private HashSet<string> Opened() => [.. (Oppna ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private string? ExactFor() => user.Roles.Contains(Roles.Economist) ? user.Region?.Code : null;

    private string Link(IEnumerable<string> open)
    {
        var keys = string.Join(',', open);
        return Url.Page(null, null, new { ar = Ar, enhet = Enhet, oppna = keys.Length == 0 ? null : keys })!;
    }

    private FlowChart ChartOf(List<CostCell> bought, string source)
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
            Through = [.. regions.Where(n => flows.Exists(f => f.Through == n.Key))],
            To = [.. CostMap.Levels.Select((name, i) => new FlowNode(LevelKey(i + 1), name)).Where(n => flows.Exists(f => f.To == n.Key)).OrderByDescending(n => flows.Where(f => f.To == n.Key).Sum(f => f.Ore))],
            Flows = flows,
            Unit = Unit,
        };
    }

    private static (string Answer, string More) LeadOf(List<CostCell> bought)
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
