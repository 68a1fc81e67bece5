using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// Notes, as rows go to quarantine, what their codes are about: which field is empty, which code value the mapping lacks. Of a row nothing is said but such a value,
/// and only when it can be nothing but a code: a person id or a free text may stand in any column.
/// </summary>
/// <param name="mapping">That the rows are read with.</param>
/// <param name="leastRows">In how many rows a value must stand to be told.</param>
internal sealed class FaultNotes(Mapping mapping, int leastRows)
{
    private const int MostValues = 8; // more are no codes but the wrong column
    private const int LongestValue = 20;
    private const int LongestNumber = 3;

    private static readonly Dictionary<Kst, string> Hints = new()
    {
        [Kst.Undecodable] = "är kodning rätt i mappningen?",
        [Kst.BadDate] = "är datum rätt i mappningen?",
        [Kst.OutsidePeriod] = "är det rätt månad?",
        [Kst.UnknownUnit] = "är enhetsregistret inläst, med regionens länskod?",
        [Kst.BadPersonId] = "är personnummer rätt i mappningen?",
        [Kst.BadDrgWeight] = "är decimal och tusental rätt i mappningen?",
        [Kst.BadCost] = "är decimal och tusental rätt i mappningen?",
    };

    private readonly Lazy<QuarantineFault> _fault = new(() => new(mapping));
    private readonly Lazy<ContactLayout> _layout = new(() => new(mapping));
    private readonly SortedDictionary<Kst, long> _codes = [];
    private readonly SortedDictionary<Field, long> _missing = [];
    private readonly SortedDictionary<Field, UnknownValues> _unknown = [];
    private long _rows;

    /// <summary>Passes everything on, and notes it.</summary>
    public IContactOutput Before(IContactOutput output) => new Noted(this, output);

    /// <summary>What was noted, a Swedish sentence each: what is worth mending first.</summary>
    public IReadOnlyList<string> Sentences =>
    [
        .. _missing.Select(Missing),
        .. _unknown.SelectMany(unknown => Unknown(unknown.Key, unknown.Value)),
        .. Hints.Where(hint => 5 * _codes.GetValueOrDefault(hint.Key) > _rows).Select(hint => $"{hint.Key.Name()} i {_codes[hint.Key]} av {Rows(_rows)}: {hint.Value}"),
    ];

    /// <summary><c>KST-100 i 3 rader, KST-114 i 24 rader</c>.</summary>
    public string Codes => string.Join(", ", _codes.Select(code => $"{code.Key.Name()} i {Rows(code.Value)}"));

    private void Quarantine(QuarantinedRow row)
    {
        if (row.Kind != RowKind.Contact) return;
        _rows++;
        foreach (var code in row.Codes) _codes[code] = _codes.GetValueOrDefault(code) + 1;
        if (!row.Codes.Has(Kst.MissingField) && !row.Codes.Has(Kst.UnknownValue)) return;

        var cells = QuarantineFault.CellsOf(row.Cells);
        if (row.Codes.Has(Kst.MissingField))
        {
            var fields = _fault.Value.FieldsOf(Kst.MissingField, row.Kind, cells);
            foreach (var field in fields.Count == 0 && _layout.Value.MvoFromUnitTable ? [Field.Mvo] : fields) _missing[field] = _missing.GetValueOrDefault(field) + 1;
        }
        if (!row.Codes.Has(Kst.UnknownValue)) return;
        var isShifted = row.Codes.Has(Kst.BadDate) || row.Codes.Has(Kst.BadPersonId); // then its values may stand in each other's columns
        foreach (var field in _fault.Value.FieldsOf(Kst.UnknownValue, row.Kind, cells))
        {
            if (!_unknown.TryGetValue(field, out var values)) _unknown[field] = values = new();
            values.Add(_fault.Value.Word(field, cells[field]), mayBeTold: !isShifted);
        }
    }

    private string Missing(KeyValuePair<Field, long> missing)
    {
        var (field, rows) = missing;
        if (field == Field.Huvuddiagnos && _layout.Value.HasDetailFiles) return $"Huvuddiagnos saknas i {Rows(rows)}: kontakten har ingen diagnosrad med Ordning 1.";
        if (field == Field.Mvo && _layout.Value.MvoFromUnitTable) return $"Mvo saknas i {Rows(rows)}: enheten har inget Mvo i regionens enhetstabell.";
        return mapping.Kolumner.TryGetValue(field, out var column)
            ? $"{field} saknas i {Rows(rows)}: kolumnen {column} är tom där, eller finns inte i filen."
            : $"{field} saknar kolumn i mappningen: {Rows(rows)} får KST-100. Skriv vilken kolumn det är under kolumner.";
    }

    private IEnumerable<string> Unknown(Field field, UnknownValues values)
    {
        var column = mapping.Kolumner.GetValueOrDefault(field, field.ToString());
        if (!mapping.Varden.ContainsKey(field))
        {
            yield return $"{column}: mappningen har inga värden för {field}. Skriv dem under varden, {field}.";
            yield break;
        }
        var told = values.ByValue.Count > MostValues ? [] : values.ByValue.Where(value => value.Value >= leastRows && IsCode(value.Key)).OrderByDescending(value => value.Value).ToList();
        foreach (var (value, rows) in told) yield return $"{column}: värdet {value} finns inte i mappningen ({Rows(rows)}). Lägg till det under varden, {field}.";
        if (values.Rows - told.Sum(value => value.Value) is > 0 and var others)
            yield return $"{column}: {Rows(others)} har {(told.Count > 0 ? "andra " : "")}värden som inte finns i mappningen och inte visas här. Jämför kolumnen med varden, {field}.";
    }

    private static bool IsCode(string value)
    {
        var (digits, longest) = (0, 0);
        foreach (var c in value)
        {
            digits = char.IsDigit(c) ? digits + 1 : 0;
            longest = Math.Max(longest, digits);
        }
        return value.Length <= LongestValue && longest <= LongestNumber && value.All(char.IsLetterOrDigit);
    }

    private static string Rows(long count) => count == 1 ? "1 rad" : $"{count} rader";

    private sealed class UnknownValues
    {
        public SortedDictionary<string, long> ByValue { get; } = new(StringComparer.Ordinal);

        public long Rows { get; private set; }

        public void Add(string value, bool mayBeTold)
        {
            Rows++;
            if (mayBeTold && (ByValue.Count <= MostValues || ByValue.ContainsKey(value))) ByValue[value] = ByValue.GetValueOrDefault(value) + 1;
        }
    }

    private sealed class Noted(FaultNotes notes, IContactOutput output) : IContactOutput
    {
        public void Accept(CheckedContact contact)
        {
            notes._rows++;
            output.Accept(contact);
        }

        public void Quarantine(QuarantinedRow row)
        {
            notes.Quarantine(row);
            output.Quarantine(row);
        }

        public void Unit(in LocalUnitText unit) => output.Unit(unit);
    }
}
