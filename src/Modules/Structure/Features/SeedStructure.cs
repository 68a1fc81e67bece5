using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>
/// NRF's structure of 2024 and the national level it mirrors, from the embedded facts (Reference/*.json), with periods and lineage.
/// Run at every start; its key makes it happen once.
/// </summary>
internal sealed class SeedStructure(StructureDb db, IUnitOfWork unit, HostSettings host)
{
    private static readonly Guid Key = Guid.Parse("01932a00-0001-7000-8000-000000000001");
    private static readonly DateOnly Y2018 = new(2018, 1, 1), Y2023 = new(2023, 1, 1), Y2024 = new(2024, 1, 1);

    public async Task Run(CancellationToken ct)
    {
        if (!host.MayWrite(Owner.Nrf)) return;
        await unit.Run(Key, "Läste in startstrukturen", () =>
        {
            using var national = Open("national-2024.json");
            using var earlier = Open("national.json");
            using var nrf = Open("nrf-2024.json");
            Add(national.RootElement, earlier.RootElement, nrf.RootElement);
            return Task.FromResult(true);
        }, ct);
    }

    private void Add(JsonElement national, JsonElement earlier, JsonElement nrf)
    {
        var groups = new Dictionary<string, Group>();
        var then = Texts(earlier, "npo2018").ToHashSet();

        foreach (var name in Texts(national, "npo"))
            groups["NPO " + name] = New(Level.National, GroupKind.Npo, name, then.Contains(name) ? new(Y2018) : new(Y2024), DatePrecision.KnownBy);
        foreach (var name in Texts(national, "nationalCouncils"))
            groups[name] = New(Level.National, GroupKind.PrimaryCareCouncil, name, new(Y2018), DatePrecision.KnownBy);
        foreach (var name in Texts(national, "nsg"))
            groups["NSG " + name] = New(Level.National, GroupKind.Nsg, name, Texts(earlier, "nsg2018").Contains(name) ? new(Y2018) : new(Y2024), DatePrecision.KnownBy);
        foreach (var name in Texts(nrf, "rpo"))
            groups["RPO " + name] = New(Level.Sjukvardsregional, GroupKind.Rpo, name, new(Y2023), DatePrecision.KnownBy);
        foreach (var name in Texts(nrf, "rsg"))
            groups["RSG " + name] = New(Level.Sjukvardsregional, GroupKind.Rsg, name, new(Y2023), DatePrecision.KnownBy);

        Lineages(national, groups);
        db.AddRange(groups.Values);
        Mirrors(national, nrf, groups);
    }

    private void Lineages(JsonElement national, Dictionary<string, Group> groups)
    {
        foreach (var change in national.GetProperty("lineage").EnumerateArray())
        {
            var yearOnly = change.TryGetProperty("datePrecision", out var precision) && precision.GetString() == "year";
            var text = change.GetProperty("date").GetString()!;
            var date = DateOnly.ParseExact(yearOnly ? text + "-01-01" : text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            var to = Texts(change, "to").Select(name => Successor(groups, name, date, yearOnly)).ToList();
            foreach (var from in Texts(change, "from").Select(name => Predecessor(groups, name, date)))
            {
                foreach (var successor in to)
                {
                    db.Add(new Lineage
                    {
                        Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Kind = change.GetProperty("kind").GetString()!,
                        FromId = from.Id, ToId = successor.Id, Date = date, Precision = yearOnly ? DatePrecision.Year : DatePrecision.Day,
                    });
                }
            }
        }
    }

    private static Group Successor(Dictionary<string, Group> groups, string fullName, DateOnly date, bool yearOnly)
    {
        var (kind, name) = Split(fullName);
        return groups[fullName] = New(LevelOf(kind), kind, name, new(date), yearOnly ? DatePrecision.Year : DatePrecision.Day);
    }

    private static Group Predecessor(Dictionary<string, Group> groups, string fullName, DateOnly date)
    {
        var (kind, name) = Split(fullName);
        if (!groups.TryGetValue(fullName, out var group))
            group = groups[fullName] = New(LevelOf(kind), kind, name, new(LevelOf(kind) == Level.National ? Y2018 : Y2023), DatePrecision.KnownBy);
        group.End(date);
        return group;
    }

    private void Mirrors(JsonElement national, JsonElement nrf, Dictionary<string, Group> groups)
    {
        var names = national.GetProperty("mirrors");
        foreach (var rpo in Texts(nrf, "rpo"))
        {
            var upper = names.TryGetProperty(rpo, out var other) ? other.GetString()! : rpo;
            if (groups.TryGetValue("NPO " + upper, out var group) || groups.TryGetValue(upper, out group)) Link(groups["RPO " + rpo], group);
        }
        foreach (var rsg in Texts(nrf, "rsg"))
        {
            foreach (var nsg in groups.Values.Where(g => g.Kind == GroupKind.Nsg && (g.Name == rsg || g.Name == "Läkemedel och medicinteknik" && rsg is "Läkemedel" or "Medicinsk teknik")).ToList())
                Link(groups["RSG " + rsg], nsg);
        }
        // The older RPO answered to the same national group as its successors do.
        if (groups.TryGetValue("RPO Medicinsk diagnostik", out var older)) Link(older, groups["NPO Medicinsk diagnostik"]);
    }

    private void Link(Group lower, Group upper)
    {
        var from = lower.Period.From > upper.Period.From ? lower.Period.From : upper.Period.From;
        var to = new[] { lower.Period.To, upper.Period.To }.Min() ?? lower.Period.To ?? upper.Period.To;
        db.Add(new Mirror { Id = Guid.CreateVersion7(), Owner = lower.Owner, LowerId = lower.Id, UpperId = upper.Id, Position = 0, Period = new(from, to) });
    }

    private static Group New(Level level, GroupKind kind, string name, Period period, DatePrecision precision) => new()
    {
        Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Level = level, Kind = kind, Name = name, Slug = Names.Slug($"{Group.Prefix(kind)} {name}"),
        Period = period, FromPrecision = precision, Source = level == Level.National ? "Nationella listor 2018 och 2024" : "NRF 010/25",
    };

    private static Level LevelOf(GroupKind kind) => kind is GroupKind.Rpo or GroupKind.Rsg ? Level.Sjukvardsregional : Level.National;

    private static (GroupKind Kind, string Name) Split(string fullName)
    {
        var blank = fullName.IndexOf(' ', StringComparison.Ordinal);
        return (Enum.Parse<GroupKind>(fullName[..blank], ignoreCase: true), fullName[(blank + 1)..]);
    }

    private static IEnumerable<string> Texts(JsonElement element, string property) => element.GetProperty(property).EnumerateArray().Select(e => e.GetString()!);

    private static JsonDocument Open(string name) => JsonDocument.Parse(typeof(SeedStructure).Assembly.GetManifestResourceStream(name)!);
}
