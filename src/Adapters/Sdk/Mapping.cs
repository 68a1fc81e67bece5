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
        Converters = { new JsonStringEnumConverter<Field>() },
    };

#pragma warning disable CS1591 // each member is the JSON key of the same name; VARDKONTAKT.md gives the meaning
    public required string Region { get; init; }
    public required string Regionkod { get; init; }
    public required int Version { get; init; }
    public required DateOnly GiltigFran { get; init; }
    public DateOnly? GiltigTill { get; init; }
    public required string Format { get; init; }
    public required string Kodning { get; init; }
    public string Separator { get; init; } = "";
    public bool Citattecken { get; init; }
    public required string Datum { get; init; }
    public required string Decimal { get; init; }
    public IReadOnlyList<string> Tusental { get; init; } = [];
    public IReadOnlyList<string> Listseparatorer { get; init; } = [];
    public required string Personnummer { get; init; }
    public required string Reservnummer { get; init; }
    public required IReadOnlyDictionary<string, string> Filer { get; init; }
    public string? Totalrad { get; init; }
    public string? Namnrymd { get; init; }
    public string? Rot { get; init; }
    public string? Post { get; init; }
    public required IReadOnlyDictionary<Field, string> Kolumner { get; init; }
    public IReadOnlyDictionary<Field, string> KolumnerDiagnos { get; init; } = new Dictionary<Field, string>();
    public IReadOnlyDictionary<Field, string> KolumnerAtgard { get; init; } = new Dictionary<Field, string>();
    public IReadOnlyDictionary<Field, string> KolumnerEnheter { get; init; } = new Dictionary<Field, string>();
    public IReadOnlyList<Field> Obligatoriska { get; init; } = [];
    public IReadOnlyList<Field> VardenForst { get; init; } = [];
    public IReadOnlyDictionary<Field, IReadOnlyDictionary<string, string>> Varden { get; init; } = new Dictionary<Field, IReadOnlyDictionary<string, string>>();
#pragma warning restore CS1591

    /// <summary>Reads a mapping file.</summary>
    /// <exception cref="JsonException">Not JSON, an unknown field name, or a member is missing: the message names it.</exception>
    public static Mapping Parse(Stream json) =>
        JsonSerializer.Deserialize<Mapping>(json, Json) ?? throw new JsonException("Mappningsfilen är tom.");

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
}
