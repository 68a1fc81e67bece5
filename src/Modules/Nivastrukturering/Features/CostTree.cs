using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The cost map as a table that opens: home region → performing region → RPO → rule, one money column per level.</summary>
/// <param name="cells">What is shown; own care is left out by the caller.</param>
/// <param name="population">By län code, for kr per inhabitant.</param>
/// <param name="unit">Of the money columns.</param>
/// <param name="open">Keys of open rows: <c>25</c>, <c>25-24</c>, <c>25-24-njursjukdomar</c>.</param>
/// <param name="exactFor">The region whose own figures the reader sees whole, or null.</param>
/// <param name="link">The page's address with another set of open rows.</param>
internal sealed class CostTree(
    IReadOnlyList<CostCell> cells, IReadOnlyDictionary<string, long> population, MoneyUnit unit, IReadOnlySet<string> open, string? exactFor, Func<IEnumerable<string>, string> link)
{
    /// <summary>The key of every home region that is not one of the four.</summary>
    public const string Others = "andra";

    private readonly long _total = cells.Sum(c => c.Ore);

    /// <summary>Keys of all rows that can be opened down to the performing region.</summary>
    public IEnumerable<string> AllKeys => Homes().SelectMany(h => h.Select(c => $"{h.Key}-{c.Region}").Distinct().Prepend(h.Key));

    public Table Build(string title, string source, IReadOnlyList<string> notes) => new()
    {
        Title = title,
        Columns =
        [
            new("way", "Hemregion, utförare, område") { Sortable = false },
            new("contacts", "Kontakter", ColumnKind.Integer) { Sortable = false },
            .. CostMap.Levels.Select((name, i) => new Column($"level{i + 1}Ore", name, ColumnKind.Money) { Unit = unit, Sortable = false, Meaning = name == "NHV" ? "nationell högspecialiserad vård" : null }),
            new("sumOre", "Summa", ColumnKind.Money) { Unit = unit, Sortable = false },
            new("share", "Andel", ColumnKind.Percent) { Sortable = false },
            new("perInhabitant", "Kr per invånare", ColumnKind.Integer) { Sortable = false },
        ],
        Rows = Rows(),
        Sum = RowOf("Summa", cells, AllTold, _total, Population(cells.Select(c => c.Home)), RowLevel.Plain),
        Source = source,
        Notes = notes,
        EmptyText = "Inga köp mellan regionerna för urvalet.",
    };

    private static Told[] AllTold { get; } = [.. Enumerable.Repeat(Told.Exactly, CostMap.Levels.Count + 1)];

    /// <summary>The four regions first, in the order of the charts; then everyone else as one.</summary>
    private IEnumerable<IGrouping<string, CostCell>> Homes() => cells.GroupBy(c => Region.Find(c.Home) is null ? Others : c.Home)
        .OrderBy(g => g.Key == Others ? int.MaxValue : Region.Norra.ToList().FindIndex(r => r.Code.Code == g.Key));

    private IEnumerable<Row> Rows()
    {
        var homes = Homes().ToList();
        foreach (var (home, told) in homes.Zip(Decide(homes, home => IsOpenTo(home.Key, null))))
        {
            yield return RowOf(HomeCell(home.Key), home, told, _total, Population([home.Key]), RowLevel.Sum, home.Key);
            if (!open.Contains(home.Key)) continue;
            foreach (var row in Performers(home)) yield return row;
        }
    }

    private IEnumerable<Row> Performers(IGrouping<string, CostCell> home)
    {
        var performers = home.GroupBy(c => c.Region).OrderByDescending(g => g.Sum(c => c.Ore)).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var homeOre = home.Sum(c => c.Ore);
        foreach (var (performer, told) in performers.Zip(Decide(performers, p => IsOpenTo(home.Key, p.Key))))
        {
            var key = $"{home.Key}-{performer.Key}";
            yield return RowOf($"hos {Region.NameOf(performer.Key)}", performer, told, homeOre, Population([home.Key]), RowLevel.Sub, key);
            if (!open.Contains(key)) continue;
            foreach (var row in Areas(key, performer, IsOpenTo(home.Key, performer.Key))) yield return row;
        }
    }

    private IEnumerable<Row> Areas(string parent, IGrouping<string, CostCell> performer, bool isOpen)
    {
        var areas = Merged(performer, c => c.Rpo, "Övriga områden", isOpen).ToList();
        var parentOre = performer.Sum(c => c.Ore);
        foreach (var ((name, area), told) in areas.Zip(Decide(areas.Select(a => a.Cells), _ => isOpen)))
        {
            var key = $"{parent}-{SwedishText.Slug(name)}";
            yield return RowOf(name, area, told, parentOre, null, RowLevel.Sub2, key);
            if (!open.Contains(key)) continue;
            var rules = Merged(area, c => CostMap.NameOf(c.Rule), "Övriga regler", isOpen).ToList();
            foreach (var ((rule, part), ruleTold) in rules.Zip(Decide(rules.Select(r => r.Cells), _ => isOpen)))
                yield return RowOf("regel: " + rule, part, ruleTold, area.Sum(c => c.Ore), null, RowLevel.Sub2);
        }
    }

    /// <summary>Groups by a name; groups of fewer than five contacts are put together, with the next smallest if they are still too few.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<CostCell> Cells)> Merged(IEnumerable<CostCell> cells, Func<CostCell, string> name, string rest, bool isOpen)
    {
        var groups = cells.GroupBy(name).Select(g => (Name: g.Key, Cells: (IReadOnlyList<CostCell>)[.. g], Contacts: g.Sum(c => c.Contacts))).OrderBy(g => g.Contacts).ThenBy(g => g.Name, SwedishComparer.Instance).ToList();
        var few = isOpen ? 0 : groups.FindIndex(g => g.Contacts >= SmallNumbers.Limit);
        if (few < 0) few = groups.Count;
        while (few > 0 && few < groups.Count && (few == 1 || groups.Take(few).Sum(g => g.Contacts) < SmallNumbers.Limit)) few++;
        var shown = groups.Skip(few).OrderByDescending(g => g.Cells.Sum(c => c.Ore)).ThenBy(g => g.Name, SwedishComparer.Instance).Select(g => (g.Name, g.Cells));
        return few == 0 ? shown : shown.Append((rest, [.. groups.Take(few).SelectMany(g => g.Cells)]));
    }

    private bool IsOpenTo(string home, string? performer) => exactFor is not null && (home == exactFor || performer == exactFor);

    private static Told[][] Decide<TGroup>(IEnumerable<TGroup> groups, Func<TGroup, bool> isOpen)
        where TGroup : IEnumerable<CostCell>
    {
        var list = groups.ToList();
        return SmallNumbers.Decide([.. list.Select(g => Counts(g))], [.. list.Select(isOpen)]);
    }

    private static long[] Counts(IEnumerable<CostCell> group)
    {
        var counts = new long[CostMap.Levels.Count + 1];
        foreach (var cell in group)
        {
            counts[cell.Level - 1] += cell.Contacts;
            counts[^1] += cell.Contacts;
        }
        return counts;
    }

    private static Cell HomeCell(string key) => Region.Find(key) is { } region ? region : "Andra regioner";

    private Row RowOf(Cell name, IEnumerable<CostCell> group, Told[] told, long whole, long? people, RowLevel level, string? key = null)
    {
        var part = group.ToList();
        var ore = part.Sum(c => c.Ore);
        List<Cell> row = [name, SmallNumbers.Tell(part.Sum(c => c.Contacts), told[^1])];
        for (var i = 0; i < CostMap.Levels.Count; i++)
        {
            var ofLevel = part.Where(c => c.Level == i + 1).ToList();
            row.Add(ofLevel.Count == 0 ? Cell.NotApplicable : SmallNumbers.Tell(ofLevel.Sum(c => c.Ore), told[i]));
        }
        row.Add(SmallNumbers.Tell(ore, told[^1]));
        row.Add(told[^1] == Told.Exactly && whole > 0 ? SwedishFormat.Share(ore, whole) : Cell.NotApplicable);
        row.Add(told[^1] == Told.Exactly && people is > 0 ? Money.RoundedDivide(ore, people.Value * 100) : Cell.NotApplicable);
        return new Row(row)
        {
            Level = level,
            Id = key is null ? null : "rad-" + key,
            Toggle = key is null ? null : new RowToggle(link(open.Contains(key) ? open.Where(k => k != key) : open.Append(key)) + "#rad-" + key, open.Contains(key)),
        };
    }

    private long? Population(IEnumerable<string> homes)
    {
        var known = homes.Distinct().Where(population.ContainsKey).Sum(h => population[h]);
        return known == 0 ? null : known;
    }
}
