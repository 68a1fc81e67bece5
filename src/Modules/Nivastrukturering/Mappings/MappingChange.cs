using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Mappings;

/// <summary>One difference between two versions of a mapping.</summary>
/// <param name="What">What it is about: <c>Hemkommun</c>.</param>
/// <param name="Before">Empty when there was nothing.</param>
/// <param name="After">Empty when there is nothing any more.</param>
internal sealed record MappingChange(string What, string Before, string After)
{
    private static readonly RowKind[] Kinds = [RowKind.Contact, RowKind.Unit, RowKind.Diagnosis, RowKind.Procedure];

    /// <summary><c>Hemkommun: Kommunkod → Kommun_kod</c>.</summary>
    public override string ToString() => $"{What}: {Word(Before)} → {Word(After)}";

    /// <summary>Everything that differs but the version's number and its days.</summary>
    public static IReadOnlyList<MappingChange> Between(Mapping before, Mapping after) =>
    [
        .. Kinds.SelectMany(kind => Pairs(before.ColumnsOf(kind), after.ColumnsOf(kind), field => kind == RowKind.Contact ? MappingForm.LabelOf(field) : $"{FileOf(kind)}: {MappingForm.LabelOf(field)}")),
        .. before.Varden.Keys.Union(after.Varden.Keys).SelectMany(field => Pairs(ValuesOf(before, field), ValuesOf(after, field), value => $"{MappingForm.LabelOf(field)}, värdet {value}")),
        .. Different("Övriga kolumner", Listed(before.Ovriga), Listed(after.Ovriga)),
        .. Different("Obligatoriska fält", Listed([.. before.Obligatoriska.Select(MappingForm.LabelOf)]), Listed([.. after.Obligatoriska.Select(MappingForm.LabelOf)])),
        .. Different("Bara första ordet", Listed(before.VardenForst), Listed(after.VardenForst)),
        .. Different("Filer", Files(before), Files(after)),
        .. Different("Format", $"{before.Format} {before.Kodning} {before.Separator}", $"{after.Format} {after.Kodning} {after.Separator}"),
        .. Different("Datum", before.Datum, after.Datum),
        .. Different("Decimaltecken", before.Decimal, after.Decimal),
        .. Different("Personnummer", before.Personnummer, after.Personnummer),
        .. Different("Reservnummer", before.Reservnummer, after.Reservnummer),
        .. Different("Totalrad", before.Totalrad ?? "", after.Totalrad ?? ""),
        .. Different("Post", $"{before.Namnrymd} {before.Rot} {before.Post}".Trim(), $"{after.Namnrymd} {after.Rot} {after.Post}".Trim()),
        .. Different("Listseparatorer", string.Concat(before.Listseparatorer), string.Concat(after.Listseparatorer)),
        .. Different("Tusental", string.Concat(before.Tusental), string.Concat(after.Tusental)),
        .. Different("Citattecken", before.Citattecken ? "ja" : "nej", after.Citattecken ? "ja" : "nej"),
    ];

    /// <summary>What the file of a kind is called for people.</summary>
    public static string FileOf(RowKind kind) => kind switch
    {
        RowKind.Unit => "Enheter",
        RowKind.Diagnosis => "Diagnoser",
        RowKind.Procedure => "Åtgärder",
        _ => "Kontakter",
    };

    private static IReadOnlyDictionary<string, string> ValuesOf(Mapping mapping, Field field) => mapping.Varden.GetValueOrDefault(field) ?? new Dictionary<string, string>();

    private static string Listed<T>(IReadOnlyList<T>? items) => items is null ? "" : items.Count == 0 ? "inga" : string.Join(", ", items);

    private static string Files(Mapping mapping) => string.Join(", ", mapping.Filer.Select(file => $"{file.Key} {file.Value}"));

    private static IEnumerable<MappingChange> Pairs<TKey>(IReadOnlyDictionary<TKey, string> before, IReadOnlyDictionary<TKey, string> after, Func<TKey, string> name)
        where TKey : notnull => before.Keys.Union(after.Keys).SelectMany(key => Different(name(key), before.GetValueOrDefault(key, ""), after.GetValueOrDefault(key, "")));

    private static IEnumerable<MappingChange> Different(string what, string before, string after) => before == after ? [] : [new(what, before, after)];

    private static string Word(string text) => text.Length == 0 ? "inget" : text;
}
