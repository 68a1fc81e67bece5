using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>A mapping file made ready for its rows: value maps, forms of dates, numbers and person ids.</summary>
internal sealed class ContactLayout
{
    private readonly bool[] _firstWord = new bool[SourceRow.FieldCount];

    /// <exception cref="InvalidMappingException">The mapping holds something that the common model does not have.</exception>
    public ContactLayout(Mapping mapping)
    {
        foreach (var field in mapping.VardenForst) _firstWord[(int)field] = true;
        Dates = new(mapping.Datum);
        Numbers = new(mapping);
        Persons = new(mapping);
        Kon = new(mapping, Field.Kon, code => code is "0" or "1" or "2" or "9" ? (byte)(code[0] - '0') : null, "0, 1, 2 eller 9");
        Kontaktslag = new(mapping, Field.Kontaktslag, code => ContactCodes.TryParse(code, out Kontaktslag kind) ? kind : null, "SLUTEN, DAGKIR, OPPEN_LAKARE, OPPEN_ANNAN eller DISTANS");
        Besokstyp = new(mapping, Field.Besokstyp, code => ContactCodes.TryParse(code, out Besokstyp visit) ? visit : null, "NY eller ATER");
        Planerad = new(mapping, Field.Planerad, code => code switch { "true" => true, "false" => false, _ => null }, "true eller false");
        HasUnitTable = mapping.Filer.ContainsKey("enheter");
        UnitsByName = !mapping.KolumnerEnheter.ContainsKey(Field.Kod);
        MvoFromUnitTable = HasUnitTable && mapping.KolumnerEnheter.ContainsKey(Field.Mvo);
        HasDetailFiles = mapping.Filer.ContainsKey("diagnos") || mapping.Filer.ContainsKey("atgard");
        HasMarkedMain = !HasDetailFiles && mapping.Listseparatorer.Count == 0 && mapping.Kolumner.ContainsKey(Field.Diagnoser);
    }

    public DatePattern Dates { get; }

    public NumberPattern Numbers { get; }

    public PersonIdPattern Persons { get; }

    public ValueMap<byte> Kon { get; }

    public ValueMap<Kontaktslag> Kontaktslag { get; }

    public ValueMap<Besokstyp> Besokstyp { get; }

    public ValueMap<bool> Planerad { get; }

    /// <summary>True when the region names its units by a table of its own, else by HSA-id.</summary>
    public bool HasUnitTable { get; }

    /// <summary>True when the unit table is keyed by name, else by code.</summary>
    public bool UnitsByName { get; }

    /// <summary>True when a contact's MVO is its unit's.</summary>
    public bool MvoFromUnitTable { get; }

    /// <summary>True when diagnoses and procedures have files of their own.</summary>
    public bool HasDetailFiles { get; }

    /// <summary>
    /// True when each diagnosis is an item by itself and the main one is marked: the adapter then hands them over as <see cref="Field.Huvuddiagnos"/> and
    /// <see cref="Field.Bidiagnoser"/>, though the mapping names them together as <see cref="Field.Diagnoser"/>.
    /// </summary>
    public bool HasMarkedMain { get; }

    /// <summary>The value of a field, or its first word where only that counts.</summary>
    public ReadOnlySpan<char> Value(in SourceRow row, Field field)
    {
        var value = row[field];
        if (!_firstWord[(int)field]) return value;
        var end = value.IndexOfAny(' ', '\t', '\u00a0');
        return end < 0 ? value : value[..end];
    }
}

/// <summary>The mapping's value list of one field: compared as names.</summary>
internal sealed class ValueMap<T> where T : struct
{
    private readonly (string Source, T Value)[] _asWritten;
    private readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _byName;

    /// <param name="mapping">The mapping.</param>
    /// <param name="field">Whose list.</param>
    /// <param name="read">Reads a common value; null when there is no such value.</param>
    /// <param name="common">The common values, for people.</param>
    /// <exception cref="InvalidMappingException">A common value does not exist, or two source values are the same name.</exception>
    public ValueMap(Mapping mapping, Field field, Func<string, T?> read, string common)
    {
        var byName = new Dictionary<string, T>(Names.Comparer);
        foreach (var (source, becomes) in mapping.Varden.GetValueOrDefault(field) ?? new Dictionary<string, string>())
        {
            var value = read(becomes) ?? throw new InvalidMappingException($"Mappningen {mapping.Region}-v{mapping.Version}.json: värdet ”{becomes}” finns inte för {field}. Skriv {common}.");
            if (!byName.TryAdd(source, value)) throw new InvalidMappingException($"Mappningen {mapping.Region}-v{mapping.Version}.json: värdet ”{source}” står två gånger för {field}. Ta bort det ena.");
        }
        _asWritten = [.. byName.Select(v => (v.Key, v.Value))];
        _byName = byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool TryGet(ReadOnlySpan<char> source, out T value)
    {
        foreach (var (written, mapped) in _asWritten)
        {
            if (!source.SequenceEqual(written)) continue;
            value = mapped;
            return true;
        }
        return _byName.TryGetValue(source, out value);
    }
}
