using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Makes stored cells into a row that the checks read. The row is valid until the next call.</summary>
/// <param name="listSeparators">The characters of which any run divides a list.</param>
internal sealed class StoredRow(string listSeparators)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly (int Start, int Length)[] _slices = new (int, int)[SourceRow.FieldCount];
    private string _text = "";

    /// <summary>The row, without its person id.</summary>
    public SourceRow Of(RowKind kind, RowPosition position, IReadOnlyDictionary<Field, string> cells)
    {
        Array.Clear(_slices);
        var text = new StringBuilder();
        foreach (var (field, value) in cells)
        {
            if (field == Field.Person) continue;
            _slices[(int)field] = (text.Length, value.Length);
            text.Append(value);
        }
        _text = text.ToString();
        return new(kind, position, _text, _slices, listSeparators);
    }

    /// <summary>The cells as they are stored.</summary>
    public static string Write(IReadOnlyDictionary<Field, string> cells) => JsonSerializer.Serialize(cells.OrderBy(c => c.Key).ToDictionary(c => c.Key.ToString(), c => c.Value), Json);
}
