using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>What has happened to a line of services between two pictures of the map.</summary>
internal enum MapChangeKind
{
    New,
    Changed,
    Ended,
}

/// <summary>A line of services that differs.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Before">Null when it is new.</param>
/// <param name="After">Null when it has ended.</param>
/// <param name="Fields">What differs, of a change: heading, from, to.</param>
internal sealed record ServiceChange(MapChangeKind Kind, CareService? Before, CareService? After, IReadOnlyList<(string Name, string From, string To)> Fields)
{
    public CareService Shown => (After ?? Before)!;
}

/// <summary>The difference between two pictures of the map: each a version on a day.</summary>
internal static class MapDifference
{
    /// <summary>What differs, in the order of the map.</summary>
    /// <param name="before">Services valid on <paramref name="dayBefore"/>.</param>
    /// <param name="dayBefore">Decides which hospitals count.</param>
    /// <param name="after">Services valid on <paramref name="dayAfter"/>.</param>
    /// <param name="dayAfter">Decides which hospitals count.</param>
    /// <param name="hospitals">Names by code.</param>
    public static IReadOnlyList<ServiceChange> Between(
        IReadOnlyList<CareService> before, DateOnly dayBefore, IReadOnlyList<CareService> after, DateOnly dayAfter, IReadOnlyDictionary<string, string> hospitals)
    {
        var old = before.ToLookup(s => LevelMaps.LineOf(s.Code));
        var now = after.ToLookup(s => LevelMaps.LineOf(s.Code));
        List<ServiceChange> changes = [];
        foreach (var line in LevelMaps.InOrder(after.Concat(before)).Select(s => LevelMaps.LineOf(s.Code)).Distinct())
        {
            var (was, becomes) = (old[line].MaxBy(s => s.Validity.From), now[line].MaxBy(s => s.Validity.From));
            if (was is null) changes.Add(new(MapChangeKind.New, null, becomes, []));
            else if (becomes is null) changes.Add(new(MapChangeKind.Ended, was, null, []));
            else if (Fields(was, becomes, (ServiceWords.Where(was.Units, hospitals, dayBefore), ServiceWords.Where(becomes.Units, hospitals, dayAfter))) is { Count: > 0 } fields) changes.Add(new(MapChangeKind.Changed, was, becomes, fields));
        }
        return changes;
    }

    /// <summary>What differs between two services.</summary>
    /// <param name="was">Before.</param>
    /// <param name="becomes">After.</param>
    /// <param name="where">Their hospitals in words, before and after.</param>
    public static IReadOnlyList<(string Name, string From, string To)> Fields(CareService was, CareService becomes, (string From, string To) where)
    {
        List<(string, string, string)> fields = [];
        Add("Namn", s => s.Name);
        Add("Nivå", s => ServiceWords.LevelOf(s.Level));
        Add("RPO", s => s.Rpo);
        if (where.From != where.To) fields.Add(("Utförs vid", where.From, where.To));
        Add("Koder", s => ServiceWords.RulesInBrief(s.Rules));
        Add("Enheten gäller", s => s.PlannedOnly ? "bara planerad vård" : "all vård");
        Add("Gäller till", s => s.Validity.To is { } to ? SwedishFormat.Date(to) : "tills vidare");
        Add("Beslut", s => ServiceWords.Decision(s.Decision));
        return fields;

        void Add(string name, Func<CareService, string> of)
        {
            var (from, to) = (of(was), of(becomes));
            if (from != to) fields.Add((name, from, to));
        }
    }
}
