using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Finds out which cells of a stored quarantine row a code is about.</summary>
/// <param name="mapping">The mapping that the delivery was read with; null when the host has it no more: then every cell that the code may be about is named.</param>
internal sealed class QuarantineFault(Mapping? mapping)
{
    private const int MaxIdLength = 40;
    private static readonly Field[] Ids = [Field.KontaktId, Field.RemissId, Field.BetalningsforbindelseId];
    private static readonly Field[] Diagnoses = [Field.Huvuddiagnos, Field.Diagnoser, Field.Bidiagnoser];
    private readonly ContactLayout? _layout = mapping is null ? null : new(mapping);

    /// <summary>The cells of a row by field; empty when the row's structure was broken.</summary>
    public static IReadOnlyDictionary<Field, string> CellsOf(string? json) =>
        json is null ? new() : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!.ToDictionary(c => Enum.Parse<Field>(c.Key), c => c.Value);

    /// <summary>What the region calls the column; the common name when the mapping has none.</summary>
    public string ColumnOf(RowKind kind, Field field)
    {
        var columns = kind switch { RowKind.Diagnosis => mapping?.KolumnerDiagnos, RowKind.Procedure => mapping?.KolumnerAtgard, _ => mapping?.Kolumner };
        return columns?.GetValueOrDefault(field) ?? (field == Field.Atgarder ? "Åtgärder" : field.ToString());
    }

    /// <summary>The fields that the code is about, in the row's order; empty for a code about the whole row.</summary>
    public IReadOnlyList<Field> FieldsOf(Kst code, RowKind kind, IReadOnlyDictionary<Field, string> cells)
    {
        if (code < Kst.MissingField) return [];
        if (kind is RowKind.Diagnosis or RowKind.Procedure)
            return code switch { Kst.MissingField => [Field.Kod], Kst.UnknownValue => [Field.Ordning], _ => [Field.KontaktId] };
        return code switch
        {
            Kst.MissingField => Missing(cells),
            Kst.UnknownKommun => [Field.Hemkommun],
            Kst.BadDate => [.. Given(cells, Field.InDatum, Field.UtDatum).Where(f => _layout is null || !_layout.Dates.TryParse(Word(f, cells[f]), out _))],
            Kst.OutBeforeIn or Kst.FutureDate => Given(cells, Field.InDatum, Field.UtDatum),
            Kst.OutsidePeriod => Given(cells, KindOf(cells) is Kontaktslag.Sluten or Kontaktslag.Dagkir or null ? Field.UtDatum : Field.InDatum) is { Count: > 0 } day ? day : [Field.InDatum],
            Kst.UnknownUnit => [Field.Enhet],
            Kst.BadPersonId or Kst.BadCheckDigit => [Field.Person],
            Kst.BornAfterContact => [Field.Person, Field.InDatum],
            Kst.BadDiagnosis => Given(cells, Diagnoses),
            Kst.BadProcedure => [Field.Atgarder],
            Kst.BadDrg => [Field.Drg],
            Kst.BadMvo => [Field.Mvo],
            Kst.BadDrgWeight => [Field.DrgVikt],
            Kst.BadCost => [Field.Kpp],
            Kst.Duplicate or Kst.Orphan => [Field.KontaktId],
            Kst.UnknownValue => [.. Given(cells, Field.Kon, Field.Kontaktslag, Field.Besokstyp, Field.Planerad).Where(f => !IsKnown(f, cells[f]))],
            Kst.TooLongId => [.. Given(cells, Ids).Where(f => cells[f].Length > MaxIdLength)],
            _ => [],
        };
    }

    /// <summary>What counts of a cell: its first word where the mapping says so.</summary>
    public string Word(Field field, string text) => mapping!.VardenForst.Contains(field) && text.IndexOfAny([' ', '\t', '\u00a0']) is > 0 and var end ? text[..end] : text;

    private static List<Field> Given(IReadOnlyDictionary<Field, string> cells, params Field[] fields) => [.. fields.Where(cells.ContainsKey)];

    /// <summary>Where diagnoses have a file of their own, the main one is named only when nothing else explains the code.</summary>
    private List<Field> Missing(IReadOnlyDictionary<Field, string> cells)
    {
        List<Field> missing = [.. Required(cells).Where(f => !cells.ContainsKey(f))];
        if (missing.Count > 1 && _layout is { HasDetailFiles: true }) missing.Remove(Field.Huvuddiagnos);
        return missing;
    }

    /// <summary>What must be filled in for this kind of contact (formats/VARDKONTAKT.md).</summary>
    private IEnumerable<Field> Required(IReadOnlyDictionary<Field, string> cells)
    {
        var kind = KindOf(cells);
        List<Field> required = [Field.KontaktId, Field.Person, Field.Kon, Field.Enhet, Field.Kontaktslag, Field.Planerad, Field.InDatum];
        if (kind is Kontaktslag.OppenLakare or Kontaktslag.OppenAnnan) required.Add(Field.Besokstyp);
        if (kind is Kontaktslag.Sluten or Kontaktslag.Dagkir) required.Add(Field.UtDatum);
        if (_layout is not { MvoFromUnitTable: true }) required.Add(Field.Mvo);
        if (kind is Kontaktslag.Sluten or Kontaktslag.Dagkir or Kontaktslag.OppenLakare && !cells.ContainsKey(Field.Diagnoser)) required.Add(_layout is { HasMarkedMain: false } && mapping!.Kolumner.ContainsKey(Field.Diagnoser) ? Field.Diagnoser : Field.Huvuddiagnos);
        return required;
    }

    private Kontaktslag? KindOf(IReadOnlyDictionary<Field, string> cells) =>
        _layout is not null && cells.TryGetValue(Field.Kontaktslag, out var text) && _layout.Kontaktslag.TryGet(Word(Field.Kontaktslag, text), out var kind) ? kind : null;

    private bool IsKnown(Field field, string text) => _layout is not null && field switch
    {
        Field.Kon => _layout.Kon.TryGet(Word(field, text), out _),
        Field.Kontaktslag => _layout.Kontaktslag.TryGet(Word(field, text), out _),
        Field.Besokstyp => _layout.Besokstyp.TryGet(Word(field, text), out _),
        _ => _layout.Planerad.TryGet(Word(field, text), out _),
    };
}
