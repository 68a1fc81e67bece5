using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>The form of a proposal: a service as people type it.</summary>
/// <param name="values">By the fields' names; several values of one field with a blank between.</param>
internal sealed class ServiceForm(IReadOnlyDictionary<string, string> values)
{
    public const int LongestName = 200;

    private static readonly char[] Between = [' ', ',', ';', '\t', '\r', '\n'];

    public string this[string field] => values.GetValueOrDefault(field, "");

    /// <summary>True when a box of several with the same name is chosen.</summary>
    public bool Has(string field, string value) => Parts(this[field]).Contains(value);

    /// <summary>What a form sent.</summary>
    public static ServiceForm Of(IFormCollection form) => new(form.ToDictionary(f => f.Key, f => string.Join(' ', f.Value.ToArray()).Trim()));

    /// <summary>The form of a service as it is on the day that the change would begin.</summary>
    public static ServiceForm Of(CareService service, DateOnly from) => new(new Dictionary<string, string>
    {
        ["Namn"] = service.Name,
        ["Rpo"] = service.Rpo,
        ["Niva"] = service.Level.ToString(CultureInfo.InvariantCulture),
        ["Fran"] = SwedishFormat.Date(from),
        ["Till"] = service.Validity.To is { } to ? SwedishFormat.Date(to) : "",
        ["Planerad"] = service.PlannedOnly ? "ja" : "",
        ["Sjukhus"] = string.Join(' ', service.Units.Where(u => u.Validity.To is null || u.Validity.To >= from).Select(u => u.Hospital)),
        ["Kva"] = string.Join(' ', service.Rules.Kva),
        ["Icd"] = string.Join(' ', service.Rules.Icd),
        ["Drg"] = string.Join(' ', service.Rules.Drg),
        ["Mvo"] = string.Join(' ', service.Rules.Mvos.Select(m => m.ToString("000", CultureInfo.InvariantCulture))),
        ["Kontaktslag"] = string.Join(' ', service.Rules.Kinds.Select(k => k.Code())),
        ["AlderFran"] = Whole(service.Rules.AgeFrom),
        ["AlderTill"] = Whole(service.Rules.AgeTo),
    });

    /// <summary>The empty form of a new service.</summary>
    public static ServiceForm Empty(string rpo, DateOnly from) => new(new Dictionary<string, string> { ["Rpo"] = rpo, ["Fran"] = SwedishFormat.Date(from) });

    /// <summary>The service and its first day, or null after the faults have been told.</summary>
    /// <param name="was">The service that is changed; null for a new one.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public (CareService Wanted, DateOnly From)? Read(CareService? was, ModelStateDictionary faults)
    {
        if (!TryDay(this["Fran"], out var from)) faults.AddModelError("Fran", "Skriv från vilken dag ändringen gäller, till exempel 2027-01-01.");
        DateOnly? to = null;
        if (this["Till"].Length > 0)
        {
            if (TryDay(this["Till"], out var last)) to = last;
            else faults.AddModelError("Till", "Skriv sista dagen, till exempel 2027-12-31, eller lämna tomt för tills vidare.");
        }
        if (to < from) faults.AddModelError("Till", "Sista dagen ligger före den första. Rätta den ena.");
        if (this["Namn"].Length is 0 or > LongestName) faults.AddModelError("Namn", $"Skriv vad vården heter, högst {LongestName} tecken.");
        if (!int.TryParse(this["Niva"], NumberStyles.None, CultureInfo.InvariantCulture, out var level) || level is < 1 or > 4) faults.AddModelError("Niva", "Välj en nivå.");
        if (this["Rpo"].Length == 0) faults.AddModelError("Rpo", "Välj ansvarigt RPO.");
        var reason = this["Skal"];
        if (reason.Length is 0 or > MapProposal.LongestText) faults.AddModelError("Skal", $"Skriv varför, högst {MapProposal.LongestText} tecken.");
        if (PersonNumber.IsIn(reason) || PersonNumber.IsIn(this["Namn"])) faults.AddModelError("Skal", "En text ser ut att innehålla ett personnummer. Ta bort det.");
        var (rules, priority) = (Rules(faults), was?.Priority ?? Priority(faults));
        if (!faults.IsValid) return null;
        var units = CatalogueChange.UnitsFrom(was?.Units ?? [], [.. Parts(this["Sjukhus"]).Distinct()], from);
        return (new("", this["Namn"], this["Rpo"], level, priority, new(was?.Validity.From ?? from, to), this["Planerad"].Length > 0, rules, units, was?.Decision ?? new("", "", "")), from);
    }

    /// <summary>Reads a day of this century: what is typed wrong must not become a map that begins in year 26.</summary>
    public static bool TryDay(string? text, out DateOnly day) => SwedishInput.TryDate(text, out day) && day.Year is >= 2000 and <= 2100;

    private int Priority(ModelStateDictionary faults)
    {
        if (this["Prioritet"].Length == 0) return 0;
        if (int.TryParse(this["Prioritet"], NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority > 0) return priority;
        faults.AddModelError("Prioritet", "Skriv prioriteten som ett heltal, eller lämna tomt: då kommer tjänsten sist.");
        return 0;
    }

    private ServiceRules Rules(ModelStateDictionary faults)
    {
        List<int> mvos = [];
        foreach (var text in Parts(this["Mvo"]))
        {
            if (ReferenceText.TryMvo(text, out var mvo)) mvos.Add(mvo);
            else faults.AddModelError("Mvo", $"”{text}” är inget MVO. Skriv tre siffror, till exempel 101.");
        }
        List<Kontaktslag> kinds = [];
        foreach (var text in Parts(this["Kontaktslag"]))
            if (ContactCodes.TryParse(text, out Kontaktslag kind)) kinds.Add(kind);
        var rules = new ServiceRules(Codes("Kva", faults), Codes("Icd", faults), Codes("Drg", faults), mvos, kinds, Age("AlderFran", faults), Age("AlderTill", faults));
        if (rules.AgeFrom > rules.AgeTo) faults.AddModelError("AlderTill", "Åldern till är lägre än åldern från. Rätta den ena.");
        if (rules is { Kva.Count: 0, Icd.Count: 0, Drg.Count: 0, Mvos.Count: 0, Kinds.Count: 0, AgeFrom: null, AgeTo: null })
            faults.AddModelError("Kva", "Fyll i minst en regel: KVÅ, ICD, DRG, MVO, kontaktslag eller ålder. Annars skulle tjänsten ta alla kontakter.");
        return rules;
    }

    private List<string> Codes(string field, ModelStateDictionary faults)
    {
        List<string> codes = [.. Parts(this[field]).Select(c => c.ToUpperInvariant().Replace(".", "", StringComparison.Ordinal)).Distinct()];
        if (codes.Find(c => c.Length > 6 || !c.All(char.IsAsciiLetterOrDigit)) is { } wrong) faults.AddModelError(field, $"”{wrong}” är ingen början på en kod. Skriv bokstäver och siffror med blanksteg mellan koderna, till exempel FNG FNA.");
        return codes;
    }

    private int? Age(string field, ModelStateDictionary faults)
    {
        if (this[field].Length == 0) return null;
        if (int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var age) && age <= 130) return age;
        faults.AddModelError(field, "Skriv åldern i hela år, till exempel 17, eller lämna tomt.");
        return null;
    }

    private static string Whole(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string[] Parts(string text) => text.Split(Between, StringSplitOptions.RemoveEmptyEntries);
}
