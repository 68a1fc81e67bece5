namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>
/// A reference file of rows: UTF-8, semicolon, no quotes, a header whose columns are found by name (case ignored); other columns are read past.
/// </summary>
internal sealed class CsvTable
{
    private static readonly char[] Blanks = [' ', '\t', '\u00A0'];
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(long Line, string[] Cells)> _rows = [];

    private CsvTable()
    {
    }

    /// <summary>The rows that have as many cells as the header, in file order.</summary>
    internal IEnumerable<Row> Rows => _rows.Select(r => new Row(this, r.Line, r.Cells));

    /// <summary>Reads the file to its end; null, and an error, when it has no such header.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="rowCode">The code of a row with too few or too many cells.</param>
    /// <param name="columns">Names that the header must have.</param>
    internal static CsvTable? Read(Stream content, ReferenceErrors errors, string rowCode, params ReadOnlySpan<string> columns)
    {
        if (ReferenceText.Read(content, errors) is not { } text) return null;

        var table = new CsvTable();
        using var lines = new StringReader(text);
        for (long number = 1; lines.ReadLine() is { } line; number++)
        {
            if (line.AsSpan().Trim(Blanks).IsEmpty) continue;
            var cells = line.Split(';');
            for (var i = 0; i < cells.Length; i++) cells[i] = cells[i].Trim(Blanks);

            if (table._columns.Count == 0)
            {
                if (!table.TakeHeader(cells, number, errors, columns)) return null;
            }
            else if (cells.Length != table._columns.Count)
            {
                errors.Add(rowCode, number, "", $"Raden har {cells.Length} kolumner, rubriken har {table._columns.Count}. Rätta raden.");
            }
            else
            {
                table._rows.Add((number, cells));
            }
        }
        if (table._columns.Count > 0) return table;

        errors.Layout(0, "", $"Filen är tom. Den ska börja med rubriken {string.Join(';', columns!)}.");
        return null;
    }

    private bool TakeHeader(string[] cells, long number, ReferenceErrors errors, ReadOnlySpan<string> columns)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (_columns.TryAdd(cells[i], i)) continue;
            errors.Layout(number, cells[i], $"Kolumnen {ReferenceErrors.Quote(cells[i])} står två gånger i rubriken. Ta bort den ena.");
            return false;
        }
        var complete = true;
        foreach (var column in columns)
        {
            if (_columns.ContainsKey(column)) continue;
            errors.Layout(number, column, $"Kolumnen ”{column}” saknas i rubriken. Rubriken ska vara {string.Join(';', columns!)}.");
            complete = false;
        }
        return complete;
    }

    /// <summary>One row; cells are trimmed.</summary>
    internal readonly struct Row(CsvTable table, long line, string[] cells)
    {
        /// <summary>1-based.</summary>
        internal long Line => line;

        /// <summary>The cell under a column that the header was asked for.</summary>
        internal string this[string column] => cells[table._columns[column]];
    }
}
