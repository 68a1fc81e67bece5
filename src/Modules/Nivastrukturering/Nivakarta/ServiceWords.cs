using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>A service of the catalogue in plain Swedish.</summary>
internal static class ServiceWords
{
    /// <summary>Names of the levels 1–4 with their number.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["1 primärvård", "2 länssjukvård", "3 regionsjukvård", "4 nationell högspecialiserad vård (NHV)"];

    public static string LevelOf(int level) => Levels[level - 1];

    public static string NameOf(Kontaktslag kind) => kind switch
    {
        Kontaktslag.Sluten => "sluten vård",
        Kontaktslag.Dagkir => "dagkirurgi",
        Kontaktslag.OppenLakare => "läkarbesök",
        Kontaktslag.OppenAnnan => "besök hos annan än läkare",
        _ => "distanskontakt",
    };

    /// <summary>One sentence for each group of rules; all must be true of a contact.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="mvoNames">Name by code; a code without name stands alone.</param>
    public static IReadOnlyList<string> Rules(ServiceRules rules, IReadOnlyDictionary<int, string>? mvoNames = null)
    {
        List<string> lines = [];
        if (rules.Kva.Count > 0) lines.Add($"Någon åtgärdskod (KVÅ) börjar med {Or(rules.Kva)}.");
        if (rules.Icd.Count > 0) lines.Add($"Huvuddiagnosen (ICD-10) börjar med {Or(rules.Icd)}.");
        if (rules.Drg.Count > 0) lines.Add($"DRG börjar med {Or(rules.Drg)}.");
        if (rules.Mvos.Count > 0) lines.Add($"Verksamhetsområdet (MVO) är {Or([.. rules.Mvos.Select(m => mvoNames?.GetValueOrDefault(m) is { } name ? $"{m:000} {name}" : $"{m:000}")])}.");
        if (rules.Kinds.Count > 0) lines.Add($"Kontakten är {Or([.. rules.Kinds.Select(NameOf)])}.");
        if (AgeOf(rules) is { Length: > 0 } age) lines.Add($"Patienten är {age}.");
        return lines;
    }

    /// <summary>The rules on one line, for a table.</summary>
    public static string RulesInBrief(ServiceRules rules) => string.Join(" och ", Parts(rules));

    /// <summary><c>64001, 62010 till 2025-12-31</c> with the hospitals' names; "alla sjukhus" for none.</summary>
    public static string Where(IReadOnlyList<PermittedUnit> units, IReadOnlyDictionary<string, string> hospitals, DateOnly? on = null)
    {
        if (units.Count == 0) return "alla enheter";
        var shown = units.Where(u => on is not { } day || u.Validity.Contains(day)).Select(u => Hospital(u.Hospital, hospitals) + (on is null ? Dates(u.Validity) : "")).ToList();
        return shown.Count == 0 ? "ingen enhet" : string.Join(", ", shown);
    }

    public static string Hospital(string code, IReadOnlyDictionary<string, string> hospitals) => hospitals.GetValueOrDefault(code) is { } name ? name : $"sjukhus {code}";

    public static string Decision(Decision decision) =>
        string.Join(", ", new[] { decision.Body, decision.Date, decision.Dnr.Length > 0 ? $"dnr {decision.Dnr}" : "" }.Where(p => p.Length > 0)) is { Length: > 0 } text ? text : SwedishFormat.Missing;

    /// <summary><c>2024-01-01–2025-12-31</c>, <c>från 2024-01-01</c>, <c>tills vidare</c>.</summary>
    public static string Valid(Period validity) => (validity.From == DateOnly.MinValue, validity.To) switch
    {
        (true, null) => "tills vidare",
        (false, null) => $"från {SwedishFormat.Date(validity.From)}",
        (true, { } to) => $"till {SwedishFormat.Date(to)}",
        (false, { } to) => $"{SwedishFormat.Date(validity.From)}–{SwedishFormat.Date(to)}",
    };

    /// <summary>The service as messages name it: code, name.</summary>
    public static string Of(CareService service) => $"{service.Code} {service.Name}";

    private static string Dates(Period validity) => validity.To is { } to ? $" till {SwedishFormat.Date(to)}" : "";

    private static IEnumerable<string> Parts(ServiceRules rules)
    {
        if (rules.Kva.Count > 0) yield return $"KVÅ {string.Join(", ", rules.Kva)}";
        if (rules.Icd.Count > 0) yield return $"ICD {string.Join(", ", rules.Icd)}";
        if (rules.Drg.Count > 0) yield return $"DRG {string.Join(", ", rules.Drg)}";
        if (rules.Mvos.Count > 0) yield return $"MVO {string.Join(", ", rules.Mvos.Select(m => $"{m:000}"))}";
        if (rules.Kinds.Count > 0) yield return string.Join("/", rules.Kinds.Select(NameOf));
        if (AgeOf(rules) is { Length: > 0 } age) yield return age;
    }

    private static string AgeOf(ServiceRules rules) => (rules.AgeFrom, rules.AgeTo) switch
    {
        (null, null) => "",
        ({ } from, null) => $"{from} år eller äldre",
        (null, { } to) => $"högst {to} år",
        ({ } from, { } to) when from == to => $"{from} år",
        ({ } from, { } to) => $"{from}–{to} år",
    };

    private static string Or(IReadOnlyList<string> items) => items.Count == 1 ? items[0] : $"{string.Join(", ", items.SkipLast(1))} eller {items[^1]}";
}
