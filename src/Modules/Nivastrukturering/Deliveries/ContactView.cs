using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>How the cells of a contact are understood, for people. What is not understood is shown only when it can be a code: a free text or a person id may stand in any column.</summary>
internal sealed class ContactView(DeliveryIdentity delivery)
{
    private const string Hidden = "(dolt)";
    private const int LongestCode = 40;
    private static readonly Field[] ListFields = [Field.Huvuddiagnos, Field.Diagnoser, Field.Bidiagnoser, Field.Atgarder];

    private readonly Mapping _mapping = delivery.Mapping;
    private readonly ContactLayout _layout = new(delivery.Mapping);

    /// <summary>The cells but diagnoses and procedures, in the mapping's order; empty ones left out.</summary>
    public IReadOnlyList<SeenValue> Of(in SourceRow row)
    {
        List<SeenValue> values = [];
        var person = row[Field.Person].ToString();
        foreach (var field in _mapping.Kolumner.Keys.Except(ListFields))
        {
            var text = _layout.Value(row, field);
            if (!text.IsEmpty) values.Add(new(field, field == Field.Person ? QuarantinedRow.Mask : Understood(field, text) ?? Raw(text.ToString(), person), null));
        }
        return values;
    }

    /// <summary>Diagnoses and procedures as they stand in a contact's own cells.</summary>
    public List<SeenValue> Lists(IReadOnlyDictionary<Field, string> cells)
    {
        var separators = string.Concat(_mapping.Listseparatorer).ToCharArray();
        List<SeenValue> lists = [];
        foreach (var field in ListFields)
        {
            if (!cells.TryGetValue(field, out var text)) continue;
            var items = field == Field.Huvuddiagnos || separators.Length == 0 ? [text] : text.Split(separators, StringSplitOptions.RemoveEmptyEntries);
            lists.Add(new(field, string.Join(' ', items.Select(item => Coded(item, field == Field.Atgarder))), null));
        }
        return lists;
    }

    /// <summary>A diagnosis or procedure row that follows its contact.</summary>
    public static SeenValue Detail(QuarantinedRow row)
    {
        var cells = QuarantineFault.CellsOf(row.Cells);
        var isMain = cells.GetValueOrDefault(Field.Ordning) == "1";
        var field = row.Kind == RowKind.Procedure ? Field.Atgarder : isMain ? Field.Huvuddiagnos : Field.Bidiagnoser;
        return new(field, Coded(cells.GetValueOrDefault(Field.Kod, ""), row.Kind == RowKind.Procedure), null);
    }

    private string? Understood(Field field, ReadOnlySpan<char> text) => field switch
    {
        Field.InDatum or Field.UtDatum => _layout.Dates.TryParse(text, out var day) ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        Field.Kpp => _layout.Numbers.TryParse(text, 2, out var ore) ? $"{(ore / 100m).ToString("0.00", SwedishFormat.Culture)} kr" : null,
        Field.DrgVikt => _layout.Numbers.TryParse(text, 4, out var weight) ? (weight / 10000m).ToString("0.0000", SwedishFormat.Culture) : null,
        Field.Kon => _layout.Kon.TryGet(text, out var sex) ? sex switch { 1 => "man", 2 => "kvinna", 9 => "ej tillämpligt", _ => "okänt" } : null,
        Field.Kontaktslag => _layout.Kontaktslag.TryGet(text, out _) ? Common(field, text.ToString()) : null,
        Field.Besokstyp => _layout.Besokstyp.TryGet(text, out _) ? Common(field, text.ToString()) : null,
        Field.Planerad => _layout.Planerad.TryGet(text, out var planned) ? planned ? "planerad" : "akut" : null,
        _ => null,
    };

    private string Common(Field field, string raw) => _mapping.Varden[field].First(value => Names.Same(value.Key, raw)).Value;

    private static string Coded(string item, bool isProcedure)
    {
        TextSlot code = new();
        return (isProcedure ? CareCodes.TryAppendKva(item, code) : CareCodes.TryAppendIcd(item, code)) ? code.Span.ToString() : Hidden;
    }

    /// <summary>The text when it is one short word with a digit, as codes, numbers and dates are and names are not, and holds no person id.</summary>
    private static string Raw(string text, string person)
    {
        if (text.Length > LongestCode || !text.Any(char.IsDigit) || text.Any(char.IsWhiteSpace)) return Hidden;
        var shown = PersonNumber.Mask(text);
        var bare = Bare(person);
        return bare.Length >= 10 && Bare(text).Contains(bare[^10..], StringComparison.OrdinalIgnoreCase) ? Hidden : shown;
    }

    private static string Bare(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
