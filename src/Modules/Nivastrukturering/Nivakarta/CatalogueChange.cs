using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>
/// Writes decided changes into <c>katalog.json</c>. What a change does not touch stays as it was in the file, members that are not ours too.
/// The result is checked as every loaded catalogue is; this class only adds what the format does not ask about: overlaps.
/// </summary>
internal static class CatalogueChange
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True when the change needs a service of its own from its first day: what is told of contacts before that day must stay true.</summary>
    /// <remarks>Hospitals have periods of their own, so a change of them does not, unless all hospitals become some or some become all.</remarks>
    public static bool IsSplit(CareService was, CareService wanted) =>
        was.Level != wanted.Level || was.Rpo != wanted.Rpo || was.PlannedOnly != wanted.PlannedOnly || !SameRules(was.Rules, wanted.Rules) || (was.Units.Count == 0) != (wanted.Units.Count == 0);

    /// <summary>The hospitals after a change from a day: those that leave end the day before, those that come begin that day.</summary>
    public static IReadOnlyList<PermittedUnit> UnitsFrom(IReadOnlyList<PermittedUnit> was, IReadOnlyCollection<string> wanted, DateOnly from)
    {
        List<PermittedUnit> units = [];
        foreach (var unit in was)
        {
            var isOver = unit.Validity.To < from;
            if (isOver || wanted.Contains(unit.Hospital)) units.Add(unit);
            else if (unit.Validity.From < from) units.Add(unit with { Validity = unit.Validity.EndedBefore(from) });
        }
        units.AddRange(wanted.Where(code => !units.Exists(u => u.Hospital == code && (u.Validity.To is null || u.Validity.To >= from))).Select(code => new PermittedUnit(code, new(from))));
        return units;
    }

    /// <summary>The catalogue with a change in it, one version higher.</summary>
    /// <param name="katalog">The file in force.</param>
    /// <param name="code">The service that is changed; empty for a new one.</param>
    /// <param name="wanted">How it becomes, without code of its own; priority 0 = after all others.</param>
    /// <param name="from">First day.</param>
    /// <returns>The file, and the code that the service has from that day.</returns>
    /// <exception cref="DomainException"><c>niva.unknown</c>, <c>niva.day</c>, <c>niva.same</c>, <c>niva.overlap</c>.</exception>
    public static (byte[] Katalog, string Code) Apply(byte[] katalog, string code, CareService wanted, DateOnly from)
    {
        var before = LevelMaps.Read(katalog);
        var root = JsonNode.Parse(Encoding.UTF8.GetString(katalog).TrimStart('\uFEFF'))!.AsObject();
        var items = root["tjanster"]!.AsArray();
        var codeAfter = code.Length == 0 ? Add(items, before, wanted, from) : Change(items, before, code, wanted, from);
        root["version"] = before.Version + 1;
        var bytes = Encoding.UTF8.GetBytes(root.ToJsonString(Written) + "\n");
        if (CatalogueFile.Read(new MemoryStream(bytes), LevelMaps.File, rpoNames: null).Value is { } after && Overlaps(after).Except(Overlaps(before)).ToList() is [var first, ..])
            throw new DomainException("niva.overlap", first);
        return (bytes, codeAfter);
    }

    /// <summary>Services that say two things of the same contacts at the same time, as whole sentences that name both.</summary>
    public static IReadOnlyList<string> Overlaps(Catalogue catalogue)
    {
        List<string> found = [];
        foreach (var (i, one) in catalogue.Services.Index())
        {
            foreach (var other in catalogue.Services.Skip(i + 1).Where(o => o.Validity.Overlaps(one.Validity)))
            {
                var both = $"{ServiceWords.Of(one)} ({ServiceWords.Valid(one.Validity)}) och {ServiceWords.Of(other)} ({ServiceWords.Valid(other.Validity)})";
                if (LevelMaps.LineOf(one.Code) == LevelMaps.LineOf(other.Code)) found.Add($"{both} är samma vård och överlappar i tid. Avsluta den ena innan den andra börjar.");
                else if (one.Level != other.Level && SameRules(one.Rules, other.Rules)) found.Add($"{both} har samma regler men olika nivå under samma tid. Ändra reglerna eller avsluta den ena.");
            }
            foreach (var (a, b) in ReferenceText.Overlaps(one.Units, u => u.Hospital, u => u.Validity))
                found.Add($"{ServiceWords.Of(one)} har sjukhus {a.Hospital} två gånger under samma tid: {ServiceWords.Valid(a.Validity)} och {ServiceWords.Valid(b.Validity)}. Ta bort den ena.");
        }
        return found;
    }

    /// <summary>The service as an item of <c>katalog.json</c>.</summary>
    public static JsonObject Item(CareService service) => new()
    {
        ["kod"] = service.Code,
        ["namn"] = service.Name,
        ["rpo"] = service.Rpo,
        ["niva"] = service.Level,
        ["prioritet"] = service.Priority,
        ["giltigFran"] = Day(service.Validity.From),
        ["giltigTill"] = Day(service.Validity.To),
        ["endastPlanerad"] = service.PlannedOnly,
        ["regler"] = new JsonObject
        {
            ["kva"] = Texts(service.Rules.Kva),
            ["icd"] = Texts(service.Rules.Icd),
            ["drg"] = Texts(service.Rules.Drg),
            ["mvo"] = Texts(service.Rules.Mvos.Select(m => m.ToString("000", CultureInfo.InvariantCulture))),
            ["kontaktslag"] = Texts(service.Rules.Kinds.Select(k => k.Code())),
            ["alder"] = new JsonObject { ["fran"] = service.Rules.AgeFrom, ["till"] = service.Rules.AgeTo },
        },
        ["enheter"] = Units(service.Units),
        ["beslut"] = DecisionItem(service.Decision),
    };

    /// <summary>True when two sets of rules take the same contacts.</summary>
    public static bool SameRules(ServiceRules a, ServiceRules b) =>
        Same(a.Kva, b.Kva) && Same(a.Icd, b.Icd) && Same(a.Drg, b.Drg) && Same(a.Mvos, b.Mvos) && Same(a.Kinds, b.Kinds) && a.AgeFrom == b.AgeFrom && a.AgeTo == b.AgeTo;

    private static string Add(JsonArray items, Catalogue before, CareService wanted, DateOnly from)
    {
        var highest = before.Services.Select(s => s.Code.StartsWith("NRF-", StringComparison.Ordinal) && int.TryParse(LevelMaps.LineOf(s.Code).AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).DefaultIfEmpty().Max();
        var code = wanted.Code.Length > 0 ? wanted.Code : $"NRF-{highest + 1:000}";
        var priority = wanted.Priority != 0 ? wanted.Priority : before.Services.Select(s => s.Priority).DefaultIfEmpty().Max() + 10;
        items.Add(Item(wanted with { Code = code, Priority = priority, Validity = new(from, wanted.Validity.To) }));
        return code;
    }

    private static string Change(JsonArray items, Catalogue before, string code, CareService wanted, DateOnly from)
    {
        var at = before.Services.ToList().FindIndex(s => s.Code == code);
        if (at < 0) throw new DomainException("niva.unknown", $"{code} finns inte i kartan som gäller nu. Ladda om sidan.");
        var was = before.Services[at];
        var node = items[at]!.AsObject();
        if (was.Validity.To < from) throw new DomainException("niva.day", $"{ServiceWords.Of(was)} gäller bara till {SwedishFormat.Date(was.Validity.To.Value)}. Välj en tidigare dag, eller den tjänst som gäller då.");
        if (!IsSplit(was, wanted))
        {
            if (was.Name == wanted.Name && was.Validity.To == wanted.Validity.To && was.Units.SequenceEqual(wanted.Units)) throw new DomainException("niva.same", $"Förslaget ändrar inget i {ServiceWords.Of(was)}. Ändra något eller bekräfta tjänsten som den är.");
            node["namn"] = wanted.Name;
            node["giltigTill"] = Day(wanted.Validity.To);
            node["enheter"] = Units(wanted.Units);
            node["beslut"] = DecisionItem(wanted.Decision);
            return code;
        }
        if (from <= was.Validity.From) throw new DomainException("niva.day", $"{ServiceWords.Of(was)} började gälla {SwedishFormat.Date(was.Validity.From)}. Ändringen måste börja senare än så, annars ändras det som redan är rapporterat.");
        node["giltigTill"] = Day(from.AddDays(-1));
        var next = NextCode(before, code);
        var units = wanted.Units.Where(u => u.Validity.To is null || u.Validity.To >= from);
        items.Insert(at + 1, Item(wanted with { Code = next, Priority = PriorityAfter(items, before, at), Validity = new(from, wanted.Validity.To), Units = [.. units] }));
        return next;
    }

    /// <summary>A free priority right after that of a service; all get new numbers in the old order when there is none.</summary>
    private static int PriorityAfter(JsonArray items, Catalogue before, int at)
    {
        var own = before.Services[at].Priority;
        if (!before.Services.Any(s => s.Priority == own + 1)) return own + 1;
        var (number, after) = (0, 0);
        foreach (var (index, _) in before.Services.Index().OrderBy(s => s.Item.Priority))
        {
            items[index]!["prioritet"] = number += 10;
            if (index == at) after = number += 10;
        }
        return after;
    }

    private static string NextCode(Catalogue before, string code)
    {
        var line = LevelMaps.LineOf(code);
        var number = 2;
        while (before.Services.Any(s => s.Code == $"{line}.{number}")) number++;
        return $"{line}.{number}";
    }

    private static JsonArray Units(IReadOnlyList<PermittedUnit> units) =>
        [.. units.Select(u => new JsonObject { ["sjukhus"] = u.Hospital, ["giltigFran"] = Day(u.Validity.From), ["giltigTill"] = Day(u.Validity.To) })];

    private static JsonObject DecisionItem(Decision decision) => new() { ["organ"] = decision.Body, ["datum"] = decision.Date, ["dnr"] = decision.Dnr };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];

    private static string? Day(DateOnly? day) => day is null || day == DateOnly.MinValue ? null : SwedishFormat.Date(day.Value);

    private static bool Same<T>(IReadOnlyList<T> a, IReadOnlyList<T> b) => a.ToHashSet().SetEquals(b);
}
