namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Reads a local structure that is a delimited file with a header.</summary>
public static class StructureTable
{
    /// <summary>The file's rows in order; a row with a structural fault is given with no values.</summary>
    /// <param name="content">The file, from its first byte; not disposed here.</param>
    /// <param name="encoding"><c>utf-8</c> or <c>windows-1252</c>.</param>
    /// <param name="separator">What stands between cells.</param>
    /// <param name="quotes">Whether a cell may be quoted.</param>
    /// <param name="columns">The columns' names, found in the header by name.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>1-based line and, in the order of <paramref name="columns"/>, the trimmed values; null for a row that cannot be read.</returns>
    /// <exception cref="StructureRejectedException">LPO-002: no header, or a column is missing or stands twice.</exception>
    public static IEnumerable<(long Row, string[]? Values)> Read(Stream content, string encoding, char separator, bool quotes, string[] columns, CancellationToken ct)
    {
        var reader = new DelimitedReader(content, encoding, separator, quotes);
        if (!reader.Read(ct)) throw new StructureRejectedException("LPO-002", 0, "Filen är tom. Lämna en fil med rubrikrad: " + string.Join(", ", columns) + ".");
        var header = new string[reader.CellCount];
        for (var i = 0; i < header.Length; i++) header[i] = reader[i].ToString();
        reader.ExpectColumns(header.Length);
        var cells = columns.Select(column => CellOf(header, column, reader.Row)).ToArray();
        while (reader.Read(ct))
        {
            if (reader.StructureFault(header.Length) is null) yield return (reader.Row, [.. cells.Select(cell => Names.Trim(reader[cell]).ToString())]);
            else yield return (reader.Row, null);
        }
    }

    private static int CellOf(string[] header, string column, long row)
    {
        var first = Array.FindIndex(header, cell => Names.Same(cell, column));
        if (first < 0) throw new StructureRejectedException("LPO-002", row, $"Kolumnen {column} saknas i rubrikraden.");
        if (Array.FindIndex(header, first + 1, cell => Names.Same(cell, column)) >= 0)
            throw new StructureRejectedException("LPO-002", row, $"Kolumnen {column} står två gånger i rubrikraden.");
        return first;
    }
}
