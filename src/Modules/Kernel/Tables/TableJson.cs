using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>
/// Writes a table as JSON for machines: the columns' English keys; amounts in whole öre, days as ISO, regions by code, null for what is missing,
/// not applicable or not told.
/// </summary>
public static class TableJson
{
    private const int FlushAt = 32 * 1024;

    /// <summary><c>{"title":…,"source":…,"notes":[…],"columns":[…],"rows":[{…}],"sum":{…}}</c>; the stream is left open.</summary>
    public static async Task Write(Table table, Stream output, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var columns = table.Columns.Index().Where(c => c.Item.Kind != ColumnKind.Bar).ToArray();
        json.WriteStartObject();
        json.WriteString("title", table.Title);
        json.WriteString("source", table.Source);
        json.WriteStartArray("notes");
        foreach (var note in table.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (var (_, column) in columns)
        {
            json.WriteStartObject();
            json.WriteString("key", column.Key);
            json.WriteString("title", column.Title);
            json.WriteString("kind", column.Kind == ColumnKind.Money ? "ore" : JsonNamingPolicy.CamelCase.ConvertName(column.Kind.ToString()));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in table.Rows)
        {
            Write(row);
            if (json.BytesPending > FlushAt) await json.FlushAsync(ct);
        }
        json.WriteEndArray();
        if (table.Sum is { } sum)
        {
            json.WritePropertyName("sum");
            Write(sum);
        }
        json.WriteEndObject();

        void Write(Row row)
        {
            json.WriteStartObject();
            foreach (var (index, column) in columns)
            {
                var cell = row.Cells[index];
                json.WritePropertyName(column.Key);
                switch (cell.Display is null || !column.IsNumeric ? cell.Value : null)
                {
                    case long number: json.WriteNumberValue(number); break;
                    case decimal number: json.WriteNumberValue(number); break;
                    case Region region: json.WriteStringValue(region.Code.Code); break;
                    case null: json.WriteNullValue(); break;
                    default: json.WriteStringValue(cell.Text(column)); break;
                }
            }
            json.WriteEndObject();
        }
    }
}
