using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Reads <c>katalog.json</c> with the checks NIV-001 … NIV-006 (docs/formats/NIVASTRUKTURERING.md).</summary>
/// <param name="errors">Takes what is wrong.</param>
/// <param name="rpoNames">The <c>rpo</c> column of <c>lpo-mappning.csv</c>; null = checked before.</param>
internal sealed class CatalogueFile(ReferenceErrors errors, IReadOnlyCollection<string>? rpoNames)
{
    private const int MinLevel = 1;
    private const int MaxLevel = 4;
    private const int HospitalDigits = 5;
    private readonly Dictionary<int, string> _byPriority = [];
    private readonly Dictionary<string, string> _byCode = [];

    /// <summary>Reads and checks the catalogue.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="file">Its bare name.</param>
    /// <param name="rpoNames">The <c>rpo</c> column of <c>lpo-mappning.csv</c>; null = checked before.</param>
    internal static Parsed<Catalogue> Read(Stream content, string file, IReadOnlyCollection<string>? rpoNames) =>
        JsonItem.ReadFile(content, file, (root, errors) =>
        {
            var reader = new CatalogueFile(errors, rpoNames);
            var services = root.Items("tjanster").Select(reader.ReadService).ToList();
            return new Catalogue(root.Int("version") ?? 0, root.Flag("exempel") ?? false, services);
        });

    private CareService ReadService(JsonItem item)
    {
        var (code, name) = (item.Text("kod") ?? "", item.Text("namn") ?? "");
        var told = $"{ReferenceErrors.Quote($"{code} {name}".Trim())} (rad {item.Row})";
        if (code.Length > 0 && !_byCode.TryAdd(code, told))
            errors.Add("NIV-002", item.Row, "kod", $"{_byCode[code]} och {told} har samma kod. Ge den ena en egen kod.");

        var priority = item.Int("prioritet");
        if (priority is { } p && !_byPriority.TryAdd(p, told))
            errors.Add("NIV-001", item.Row, "prioritet", $"{_byPriority[p]} och {told} har båda prioritet {p}. Ge varje tjänst en egen prioritet.");

        var rpo = item.Text("rpo") ?? "";
        if (rpo.Length > 0 && rpoNames?.Contains(rpo) == false)
            errors.Add("NIV-005", item.Row, "rpo", $"Programområdet {ReferenceErrors.Quote(rpo)} finns inte i kolumnen rpo i lpo-mappning.csv. Skriv namnet som det står där.");

        return new(
            code, name, rpo, ReadLevel(item), priority ?? 0, ReadValidity(item), item.Flag("endastPlanerad") ?? false,
            ReadRules(item), [.. item.Items("enheter").Select(ReadUnit)], ReadDecision(item));
    }

    private int ReadLevel(JsonItem item)
    {
        var level = item.IsFraction("niva") ? null : item.Int("niva");
        if (level is < MinLevel or > MaxLevel || item.IsFraction("niva"))
            errors.Add("NIV-004", item.Row, "niva", "Nivån ska vara 1, 2, 3 eller 4.");
        return level ?? 0;
    }

    private Period ReadValidity(JsonItem item)
    {
        var validity = item.Validity() ?? default;
        if (!validity.IsValid) errors.Add("NIV-006", item.Row, "giltigTill", "giltigTill ligger före giltigFran. Rätta det ena datumet.");
        return validity;
    }

    private ServiceRules ReadRules(JsonItem item)
    {
        var rules = new ServiceRules([], [], [], [], [], null, null);
        if (item.Child("regler") is { } groups)
        {
            var age = groups.Child("alder");
            rules = new(
                groups.Texts("kva"), groups.Texts("icd"), groups.Texts("drg"), groups.Mvos("mvo"), groups.Kinds("kontaktslag"),
                age?.OptionalInt("fran"), age?.OptionalInt("till"));
        }
        if (rules.AgeFrom > rules.AgeTo) errors.Add("NIV-006", item.Row, "alder", "Åldersgränsens till är lägre än fran. Rätta den ena.");
        if (rules is { Kva.Count: 0, Icd.Count: 0, Drg.Count: 0, Mvos.Count: 0, Kinds.Count: 0, AgeFrom: null, AgeTo: null })
            errors.Add("NIV-003", item.Row, "regler", "Tjänsten har ingen regel och skulle ta alla kontakter. Fyll i minst en av kva, icd, drg, mvo, kontaktslag och alder.");
        return rules;
    }

    private PermittedUnit ReadUnit(JsonItem item)
    {
        var hospital = item.Text("sjukhus") ?? "";
        if (hospital.Length > 0 && !ReferenceText.IsDigits(hospital, HospitalDigits)) item.Wrong("sjukhus", "en sjukhuskod med fem siffror");
        return new(hospital, ReadValidity(item));
    }

    private static Decision ReadDecision(JsonItem item) => item.Child("beslut") is { } decision
        ? new(decision.OptionalText("organ"), decision.OptionalText("datum"), decision.OptionalText("dnr"))
        : new("", "", "");
}
