using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Nivastrukturering.Mappings;

/// <summary>A field of the common model on the form.</summary>
/// <param name="Kind">Whose file.</param>
/// <param name="Field">Which.</param>
/// <param name="Now">The column in the mapping that is changed; empty for none.</param>
/// <param name="IsRequired">True when the file can't be read without it.</param>
/// <param name="Note">Swedish: that the last delivery lacked the column, and what may have its place; null when there is nothing to say.</param>
/// <param name="Suggestion">The column to fill in before anybody has typed.</param>
internal sealed record MappedField(RowKind Kind, Field Field, string Now, bool IsRequired, string? Note, string Suggestion)
{
    /// <summary>Its name in the form.</summary>
    public string Name => $"{Kind}-{Field}";
}

/// <summary>What was typed, made into a mapping.</summary>
internal static class MappingForm
{
    public const string From = "fran", Others = "ovriga", TellOthers = "med-ovriga";

    private const int MaxNameLength = 200;
    private const int MaxYearsAhead = 2;
    private static readonly RowKind[] Kinds = [RowKind.Contact, RowKind.Unit, RowKind.Diagnosis, RowKind.Procedure];
    private static readonly Field[] AlwaysRequired = [Field.KontaktId, Field.Person, Field.InDatum];
    private static readonly Field[] Optional = [Field.Kon, Field.Hemkommun, Field.Enhet, Field.Kontaktslag, Field.Besokstyp, Field.Planerad, Field.UtDatum, Field.Mvo, Field.Drg, Field.DrgVikt, Field.Kpp, Field.RemissId, Field.BetalningsforbindelseId, Field.Vardniva];

    /// <summary>The fields with values of their own, and what the common values are.</summary>
    public static IReadOnlyDictionary<Field, string> CommonValues { get; } = new Dictionary<Field, string>
    {
        [Field.Kon] = "0 okänt, 1 man, 2 kvinna, 9 ej tillämpligt", [Field.Kontaktslag] = "SLUTEN, DAGKIR, OPPEN_LAKARE, OPPEN_ANNAN, DISTANS", [Field.Besokstyp] = "NY, ATER", [Field.Planerad] = "true planerad, false akut",
    };

    /// <summary>What a field is called for people.</summary>
    public static string LabelOf(Field field) => field switch
    {
        Field.KontaktId => "Kontaktens id",
        Field.Person => "Personnummer",
        Field.Kon => "Kön",
        Field.InDatum => "Första dag",
        Field.UtDatum => "Sista dag",
        Field.Mvo => "Medicinskt verksamhetsområde",
        Field.Atgarder => "Åtgärder",
        Field.Drg => "DRG",
        Field.DrgVikt => "DRG-vikt",
        Field.Kpp => "KPP, kronor",
        Field.RemissId => "Remissens id",
        Field.BetalningsforbindelseId => "Betalningsförbindelsens id",
        Field.Vardniva => "Vårdnivå",
        Field.HsaId => "HSA-id",
        Field.Planerad => "Planerad eller akut",
        Field.Besokstyp => "Besökstyp",
        _ => field.ToString(),
    };

    /// <summary>The form's name of a field's values.</summary>
    public static string ValuesOf(Field field) => $"varden-{field}";

    /// <summary>The fields of the form, file by file, with what the last delivery's headers say of them.</summary>
    public static IReadOnlyList<MappedField> Fields(Mapping mapping, IReadOnlyDictionary<RowKind, IReadOnlyList<string>> seen)
    {
        List<MappedField> fields = [];
        foreach (var kind in Kinds)
        {
            var (names, columns) = (mapping.ColumnsOf(kind), seen.GetValueOrDefault(kind));
            var missing = columns is null ? new Dictionary<Field, string?>() : LayoutLook.Missing(columns, kind, mapping);
            foreach (var (field, name) in names)
            {
                var alike = missing.GetValueOrDefault(field);
                var note = !missing.ContainsKey(field) ? null : alike is null ? $"Kolumnen {name} fanns inte i leveransen. Välj vad den heter nu." : $"Kolumnen {name} fanns inte i leveransen. Den heter kanske {alike} nu: det är ifyllt som förslag.";
                fields.Add(new(kind, field, name, kind != RowKind.Contact || AlwaysRequired.Contains(field) || mapping.Obligatoriska.Contains(field), note, alike ?? name));
            }
            if (kind == RowKind.Contact) fields.AddRange(Optional.Where(field => !names.ContainsKey(field)).Select(field => new MappedField(kind, field, "", false, null, "")));
        }
        return fields;
    }

    /// <summary>The seen columns that no field reads.</summary>
    public static IReadOnlyList<string> Unread(Mapping mapping, IReadOnlyDictionary<RowKind, IReadOnlyList<string>> seen) =>
        [.. seen.SelectMany(file => file.Value.Where(column => !mapping.ColumnsOf(file.Key).Values.Any(name => Names.Same(name, column)))).Distinct(Names.Comparer)];

    /// <summary>The mapping that the form means.</summary>
    /// <param name="old">What it starts from.</param>
    /// <param name="number">The new version.</param>
    /// <param name="fields">The form's fields.</param>
    /// <param name="text">What was typed under a name; empty for nothing.</param>
    /// <param name="today">In Sweden.</param>
    /// <param name="faults">By name of the form, Swedish; empty when the mapping can be saved.</param>
    public static Mapping Read(Mapping old, int number, IReadOnlyList<MappedField> fields, Func<string, string> text, DateOnly today, out IReadOnlyList<(string Name, string Message)> faults)
    {
        List<(string, string)> found = [];
        var columns = Kinds.ToDictionary(kind => kind, kind => Columns(fields.Where(field => field.Kind == kind), text, found));
        var first = FirstDay(old, text(From), today, found);
        var others = text(TellOthers).Length == 0 ? null : Lines(text(Others)).Where(name => !columns.Values.Any(kind => kind.Values.Any(read => Names.Same(read, name)))).Distinct(Names.Comparer).ToList();
        if (others is not null && others.Exists(name => !IsName(name))) found.Add((Others, "Skriv bara kolumnnamn, ett på varje rad."));
        var made = old with
        {
            Version = number,
            GiltigFran = first,
            GiltigTill = old.GiltigTill >= first ? old.GiltigTill : null,
            Kolumner = columns[RowKind.Contact],
            KolumnerEnheter = columns[RowKind.Unit],
            KolumnerDiagnos = columns[RowKind.Diagnosis],
            KolumnerAtgard = columns[RowKind.Procedure],
            Ovriga = others,
            VardenForst = [.. old.VardenForst.Where(columns[RowKind.Contact].ContainsKey)],
            Varden = old.Varden.ToDictionary(field => field.Key, field => CommonValues.ContainsKey(field.Key) ? Values(field.Key, text(ValuesOf(field.Key)), found) : field.Value),
        };
        if (found.Count == 0 && MappingChange.Between(old, made).Count == 0 && made.GiltigFran == old.GiltigFran) found.Add(("", "Inget är ändrat, så det finns ingen ny version att spara."));
        faults = found;
        return made;
    }

    private static Dictionary<Field, string> Columns(IEnumerable<MappedField> fields, Func<string, string> text, List<(string, string)> faults)
    {
        Dictionary<Field, string> columns = [];
        foreach (var field in fields)
        {
            var name = Names.Tidy(text(field.Name));
            if (name.Length == 0)
            {
                if (field.IsRequired) faults.Add((field.Name, $"Välj en kolumn för {LabelOf(field.Field)}: utan den går filen inte att läsa."));
                continue;
            }
            if (!IsName(name)) faults.Add((field.Name, $"Skriv kolumnens namn för {LabelOf(field.Field)}, inte ett värde."));
            else if (columns.FirstOrDefault(other => Names.Same(other.Value, name)) is { Value: not null } same) faults.Add((field.Name, $"Kolumnen {name} står för både {LabelOf(same.Key)} och {LabelOf(field.Field)}. En kolumn kan bara läsas till ett fält."));
            else columns[field.Field] = name;
        }
        return columns;
    }

    private static DateOnly FirstDay(Mapping old, string month, DateOnly today, List<(string, string)> faults)
    {
        if (!DateOnly.TryParseExact(month.Trim() + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)) faults.Add((From, "Skriv månaden som ÅÅÅÅ-MM, till exempel 2026-04."));
        else if (first < new DateOnly(old.GiltigFran.Year, old.GiltigFran.Month, 1)) faults.Add((From, $"Välj tidigast {old.GiltigFran.ToString("MMMM yyyy", SwedishFormat.Culture)}: version {old.Version} gäller inte före den."));
        else if (first > today.AddYears(MaxYearsAhead)) faults.Add((From, $"Välj en månad inom {MaxYearsAhead} år."));
        return first;
    }

    private static IReadOnlyDictionary<string, string> Values(Field field, string typed, List<(string, string)> faults)
    {
        Dictionary<string, string> values = [];
        var allowed = CommonValues[field].Split(", ").Select(value => value.Split(' ')[0]).ToList();
        foreach (var line in Lines(typed))
        {
            var at = line.LastIndexOf('=');
            var (value, common) = at < 1 ? ("", "") : (Names.Tidy(line[..at]), line[(at + 1)..].Trim());
            if (value.Length is 0 or > MaxNameLength || PersonNumber.IsIn(value) || !allowed.Contains(common)) faults.Add((ValuesOf(field), $"Skriv varje värde för {LabelOf(field)} på en egen rad, som filens värde = ett av {string.Join(", ", allowed)}."));
            else if (values.Keys.Any(other => Names.Same(other, value))) faults.Add((ValuesOf(field), $"Värdet {value} för {LabelOf(field)} står två gånger."));
            else values[value] = common;
        }
        if (values.Count == 0 && faults.Count == 0) faults.Add((ValuesOf(field), $"Skriv minst ett värde för {LabelOf(field)}."));
        return values;
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(Names.Tidy).Select(line => line.Trim('\r', ' ')).Where(line => line.Length > 0);

    private static bool IsName(string name) => name.Length <= MaxNameLength && !name.Any(char.IsControl) && !PersonNumber.IsIn(name);
}
