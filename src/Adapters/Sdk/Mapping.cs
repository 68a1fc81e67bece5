using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>
/// One version of a region's layout (formats/VARDKONTAKT.md, "Mapping file"): a change of names, order, code values,
/// date form or separators is a new version with a validity period, never new code.
/// </summary>
public sealed record Mapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Converters = { new JsonStringEnumConverter<Field>(namingPolicy: null, allowIntegerValues: false) },
        RespectNullableAnnotations = true,
    };

    /// <summary>The region's key, also the adapter's id: <c>norrbotten</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Län code, two digits.</summary>
    public required string Regionkod { get; init; }

    /// <summary>1, 2, …; of the versions valid on the period's first day the highest is used.</summary>
    public required int Version { get; init; }

    /// <summary>The first day on which it is valid.</summary>
    public required DateOnly GiltigFran { get; init; }

    /// <summary>The last day; null = until further notice.</summary>
    public DateOnly? GiltigTill { get; init; }

    /// <summary><c>csv</c> (delimited text) or <c>xml</c>.</summary>
    public required string Format { get; init; }

    /// <summary><c>utf-8</c> or <c>windows-1252</c>; a UTF-8 BOM overrides it (KST-251).</summary>
    public required string Kodning { get; init; }

    /// <summary>One character between cells; empty in XML.</summary>
    public string Separator { get; init; } = "";

    /// <summary>True when a cell may stand in quotes; else a quote is an ordinary character.</summary>
    public bool Citattecken { get; init; }

    /// <summary>The form of dates: <c>YYYY</c>, <c>MM</c>, <c>DD</c>, perhaps <c>hh</c>, <c>mm</c>, <c>ss</c> (dropped); other signs stand for themselves.</summary>
    public required string Datum { get; init; }

    /// <summary>One character: the decimal sign of <see cref="Field.DrgVikt"/> and <see cref="Field.Kpp"/>.</summary>
    public required string Decimal { get; init; }

    /// <summary>Characters that are taken out of numbers.</summary>
    public IReadOnlyList<string> Tusental { get; init; } = [];

    /// <summary>Characters of which any run divides the list fields; empty where lists are rows or elements.</summary>
    public IReadOnlyList<string> Listseparatorer { get; init; } = [];

    /// <summary>The form of person ids: <c>YYYYMMDDNNNC</c>, <c>YYYYMMDD-NNNC</c> or <c>yymmdd-nnnn</c>.</summary>
    public required string Personnummer { get; init; }

    /// <summary>A regular expression over the twelve characters of the region's reserve numbers.</summary>
    public required string Reservnummer { get; init; }

    /// <summary>File name patterns by role: <c>kontakt</c>, <c>enheter</c>, <c>diagnos</c>, <c>atgard</c>; <c>{period}</c> stands for YYYYMM.</summary>
    public required IReadOnlyDictionary<string, string> Filer { get; init; }

    /// <summary>First cell of the last row of the contacts' file, whose second cell is the number of rows; null = there is none.</summary>
    public string? Totalrad { get; init; }

    /// <summary>XML: the namespace.</summary>
    public string? Namnrymd { get; init; }

    /// <summary>XML: the root's name.</summary>
    public string? Rot { get; init; }

    /// <summary>XML: the name of a record.</summary>
    public string? Post { get; init; }

    /// <summary>Where each field of a contact is read from: a column's name, or in XML a path from the record.</summary>
    public required IReadOnlyDictionary<Field, string> Kolumner { get; init; }

    /// <summary>The columns of the diagnoses' file: <see cref="Field.KontaktId"/>, <see cref="Field.Ordning"/>, <see cref="Field.Kod"/>; each is obligatory.</summary>
    public IReadOnlyDictionary<Field, string> KolumnerDiagnos { get; init; } = new Dictionary<Field, string>();

    /// <summary>The columns of the procedures' file, as <see cref="KolumnerDiagnos"/>.</summary>
    public IReadOnlyDictionary<Field, string> KolumnerAtgard { get; init; } = new Dictionary<Field, string>();

    /// <summary>The columns of the unit table; each is obligatory. Keyed by <see cref="Field.Kod"/>, without it by <see cref="Field.Namn"/>.</summary>
    public IReadOnlyDictionary<Field, string> KolumnerEnheter { get; init; } = new Dictionary<Field, string>();

    /// <summary>Columns that stand in the files and are not read; null = not known, so that no column is called new.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Ovriga { get; init; }

    /// <summary>Fields of a contact without whose column the delivery is refused (KST-202).</summary>
    public IReadOnlyList<Field> Obligatoriska { get; init; } = [];

    /// <summary>Fields of which only the first word counts.</summary>
    public IReadOnlyList<Field> VardenForst { get; init; } = [];

    /// <summary>For <see cref="Field.Kon"/>, <see cref="Field.Kontaktslag"/>, <see cref="Field.Besokstyp"/> and <see cref="Field.Planerad"/>: the file's value → the common value. Compared as names.</summary>
    public IReadOnlyDictionary<Field, IReadOnlyDictionary<string, string>> Varden { get; init; } = new Dictionary<Field, IReadOnlyDictionary<string, string>>();

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown field name, or a member is missing: the message names it.</exception>
    public static Mapping Parse(Stream json) =>
        JsonSerializer.Deserialize<Mapping>(json, Json) ?? throw new JsonException("Mappningsfilen är tom.");

    /// <summary>The column names of a kind of row, in the mapping's order.</summary>
    public IReadOnlyDictionary<Field, string> ColumnsOf(RowKind kind) => kind switch
    {
        RowKind.Diagnosis => KolumnerDiagnos,
        RowKind.Procedure => KolumnerAtgard,
        RowKind.Unit => KolumnerEnheter,
        _ => Kolumner,
    };

    /// <summary>True when this version is valid on the first day of the month.</summary>
    /// <param name="period"><c>YYYY-MM</c>.</param>
    public bool ValidFor(string period)
    {
        var first = DateOnly.ParseExact(period + "-01", "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return GiltigFran <= first && (GiltigTill is null || first <= GiltigTill);
    }

    /// <summary>The bare file name of a role for a month; null when the mapping has no such role.</summary>
    /// <param name="role"><c>kontakt</c>, <c>enheter</c>, <c>diagnos</c> or <c>atgard</c>.</param>
    /// <param name="period"><c>YYYY-MM</c>; the pattern's <c>{period}</c> becomes <c>YYYYMM</c>.</param>
    public string? FileName(string role, string period) =>
        Filer.TryGetValue(role, out var pattern) ? pattern.Replace("{period}", period.Replace("-", "", StringComparison.Ordinal), StringComparison.Ordinal) : null;

    /// <summary>The month, <c>YYYY-MM</c>, that a file's name tells by a pattern with <c>{period}</c>; null when the name is another.</summary>
    /// <param name="name">A bare file name.</param>
    /// <param name="pattern">Of <see cref="Filer"/>.</param>
    public static string? PeriodIn(string name, string pattern)
    {
        const string Placeholder = "{period}";
        var at = pattern.IndexOf(Placeholder, StringComparison.Ordinal);
        if (at < 0 || name.Length != pattern.Length - Placeholder.Length + 6) return null;
        if (!name.AsSpan(0, at).SequenceEqual(pattern.AsSpan(0, at)) || !name.AsSpan(at + 6).SequenceEqual(pattern.AsSpan(at + Placeholder.Length))) return null;
        var period = $"{name.AsSpan(at, 4)}-{name.AsSpan(at + 4, 2)}";
        return DateOnly.TryParseExact(period + "-01", "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, default, out var day) && day.Year is >= 1900 and <= 2099 ? period : null;
    }
}
