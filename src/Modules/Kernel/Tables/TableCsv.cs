using System.Globalization;
using System.Text;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>Writes a table as CSV that Swedish Excel opens: UTF-8 with BOM, semicolon, decimal comma, ASCII minus, exact figures, no thousands separators.</summary>
public static class TableCsv
{
    /// <summary>Head, rows and sum; the stream is left open.</summary>
    public static async Task Write(Table table, Stream output, CancellationToken ct)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 32 * 1024, leaveOpen: true);
        var columns = table.Columns.Index().Where(c => c.Item.Kind != ColumnKind.Bar).ToArray();
        var line = new StringBuilder();
        foreach (var (_, column) in columns) Field(line, column.Heading);
        await Flush();
        foreach (var row in table.Rows) await Write(row);
        if (table.Sum is { } sum) await Write(sum);

        async Task Write(Row row)
        {
            foreach (var (index, column) in columns)
            {
                var cell = row.Cells[index];
                if (cell.Number(column) is { } number) Raw(line, number.ToString("0.#############################", Comma));
                else Field(line, cell.Text(column));
            }
            await Flush();
        }

        async Task Flush()
        {
            line.Length--; // the last semicolon
            line.Append("\r\n");
            await writer.WriteAsync(line, ct);
            line.Clear();
        }
    }

    private static readonly NumberFormatInfo Comma = new() { NumberDecimalSeparator = "," };

    private static void Raw(StringBuilder line, string text) => line.Append(text).Append(';');

    private static void Field(StringBuilder line, string text)
    {
        var safe = Guarded(text);
        if (safe.AsSpan().IndexOfAny(";\"\r\n") < 0 && safe.AsSpan().Trim().Length == safe.Length) Raw(line, safe);
        else Raw(line, "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"");
    }

    /// <summary>A text that a spreadsheet would take for a formula, also after leading blanks, gets an apostrophe first.</summary>
    internal static string Guarded(string text)
    {
        var start = text.AsSpan().TrimStart(" \u00A0\u202F\u2009\uFEFF\0");
        return start.Length > 0 && start[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' ? "'" + text : text;
    }
}
