using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>Writes the values of a contact in the form that a region's mapping describes.</summary>
internal sealed class CellWriter
{
    private readonly Mapping _mapping;
    private readonly Dictionary<Field, Dictionary<string, string>> _words;
    private readonly Dictionary<string, string> _kommunNames;
    private readonly IReadOnlyDictionary<string, string> _mvoNames;
    private readonly char _decimal;
    private readonly char _thousands;
    private readonly bool _withNames;

    /// <summary>Prepares the words of a mapping.</summary>
    public CellWriter(DemoReference reference, Mapping mapping)
    {
        _mapping = mapping;
        _words = mapping.Varden.ToDictionary(field => field.Key, field => field.Value.DistinctBy(word => word.Value).ToDictionary(word => word.Value, word => word.Key));
        _kommunNames = reference.Kommuner.ToDictionary(k => k.Code, k => k.Name);
        _mvoNames = reference.MvoNames;
        _decimal = mapping.Decimal[0];
        _thousands = mapping.Tusental.Contains("\u00a0") ? '\u00a0' : default;
        _withNames = mapping.VardenForst.Contains(Field.Hemkommun);
    }

    /// <summary>Writes a field's text; nothing when the contact has none.</summary>
    public void Write(TextFile file, DemoContact contact, Field field)
    {
        if (contact.Spoilt is { } spoilt && spoilt.Field == field)
        {
            file.Add(spoilt.Text);
            return;
        }
        switch (field)
        {
            case Field.KontaktId: file.Add(contact.KontaktId); break;
            case Field.Person: Person(file, contact); break;
            case Field.Kon: Word(file, field, contact.Kon); break;
            case Field.Hemkommun: Named(file, contact.Hemkommun, _kommunNames); break;
            case Field.Enhet: file.Add(UnitText(contact)); break;
            case Field.Kontaktslag: Word(file, field, contact.Kontaktslag); break;
            case Field.Besokstyp: Word(file, field, contact.Besokstyp); break;
            case Field.Planerad: Word(file, field, contact.Planerad ? "true" : "false"); break;
            case Field.InDatum: Date(file, contact.InDatum, contact.Luck); break;
            case Field.UtDatum: if (!contact.HasNoUtDatum) Date(file, contact.UtDatum, contact.Luck); break;
            case Field.Mvo: Named(file, contact.Unit.Mvo, _mvoNames); break;
            case Field.Huvuddiagnos: if (contact.Diagnoses.Count > 0) Icd(file, contact.Diagnoses[0]); break;
            case Field.Bidiagnoser: Codes(file, contact.Diagnoses, 1, ", "); break;
            case Field.Diagnoser: Codes(file, contact.Diagnoses, 0, " "); break;
            case Field.Atgarder: Codes(file, contact.Procedures, 0, _mapping.Listseparatorer.Contains(",") ? ", " : " "); break;
            case Field.Drg: file.Add(contact.Drg); break;
            case Field.DrgVikt: if (contact.DrgVikt >= 0) file.Add(contact.DrgVikt / 10_000).Add(_decimal).Add(contact.DrgVikt % 10_000, 4); break;
            case Field.Kpp: if (contact.KppOre >= 0) Kronor(file, contact.KppOre); break;
            case Field.RemissId: file.Add(contact.RemissId); break;
            case Field.BetalningsforbindelseId: file.Add(contact.BetalningsforbindelseId); break;
            case Field.Vardniva: if (contact.Vardniva > 0) file.Add(contact.Vardniva); break;
            default: throw new ArgumentOutOfRangeException(nameof(field));
        }
    }

    /// <summary>Writes öre as kronor.</summary>
    public void Kronor(TextFile file, long ore) => file.Add(ore / 100, group: _thousands).Add(_decimal).Add(ore % 100, 2);

    /// <summary>Writes a day; where the form has a time, one of office hours.</summary>
    public void Date(TextFile file, DateOnly day, int luck)
    {
        var dash = _mapping.Datum.Contains('-', StringComparison.Ordinal);
        file.Add(day.Year, 4);
        if (dash) file.Add('-');
        file.Add(day.Month, 2);
        if (dash) file.Add('-');
        file.Add(day.Day, 2);
        if (_mapping.Datum.Contains("hh", StringComparison.Ordinal)) file.Add(' ').Add(7 + (luck % 10), 2).Add(':').Add(luck % 12 * 5, 2);
    }

    private void Person(TextFile file, DemoContact contact)
    {
        var id = contact.Person.Id;
        if (_mapping.Personnummer.StartsWith("yymmdd", StringComparison.Ordinal))
            file.Add(id.AsSpan(2, 6)).Add(contact.InDatum.Year - contact.Person.Birth.Year >= 100 ? '+' : '-').Add(id.AsSpan(8));
        else if (_mapping.Personnummer.Contains('-', StringComparison.Ordinal))
            file.Add(id.AsSpan(0, 8)).Add('-').Add(id.AsSpan(8));
        else
            file.Add(id);
    }

    private void Word(TextFile file, Field field, string common)
    {
        if (common.Length > 0) file.Add(_words[field][common]);
    }

    private void Named(TextFile file, string code, IReadOnlyDictionary<string, string> names)
    {
        file.Add(code);
        if (_withNames && names.TryGetValue(code, out var name)) file.Add(' ').Add(name);
    }

    private string UnitText(DemoContact contact)
    {
        var columns = _mapping.KolumnerEnheter;
        if (columns.ContainsKey(Field.Kod)) return contact.Unit.LocalCode;
        return columns.ContainsKey(Field.Namn) ? contact.Unit.Name : contact.Unit.HsaId;
    }

    private void Codes(TextFile file, List<string> codes, int from, string between)
    {
        for (var i = from; i < codes.Count; i++)
        {
            if (i > from) file.Add(between);
            if (from == 1) Icd(file, codes[i]);
            else file.Add(codes[i]);
        }
    }

    private void Icd(TextFile file, string code)
    {
        if (_withNames && code.Length > 3) file.Add(code.AsSpan(0, 3)).Add('.').Add(code.AsSpan(3)); // the layout that names codes also dots them
        else file.Add(code);
    }
}
