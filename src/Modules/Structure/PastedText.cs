using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Structure;

/// <summary>One pasted row.</summary>
/// <param name="Line">Its number in the text, from 1.</param>
/// <param name="Rpo">As written, trimmed, without the word RPO.</param>
/// <param name="Lpo">As written, trimmed, without "delas av 7 RPO".</param>
/// <param name="Fault">What is wrong with the row and what to do; null for nothing.</param>
internal sealed record PastedRow(int Line, string Rpo, string Lpo, string? Fault);

/// <summary>Text as Excel and CSV files give it: columns parted by tab or semicolon, with or without a row of headings.</summary>
internal static partial class PastedText
{
    /// <summary>The most that is read, in characters.</summary>
    public const int Longest = 100_000;

    /// <summary>Reads the rows.</summary>
    /// <param name="text">What was pasted.</param>
    /// <param name="own">Whose column is looked for when the headings are the map's own.</param>
    public static IReadOnlyList<PastedRow> Read(string text, Region own)
    {
        List<PastedRow> rows = [];
        int? column = null;
        foreach (var (index, line) in Lines(text).Index())
        {
            var cells = Cells(line, Separator(text));
            if (cells.All(c => c.Length == 0)) continue;
            if (column is null)
            {
                column = ColumnIn(cells, own);
                if (column is not null) continue;
                column = 1;
                if (cells.Length > 2 && cells.Skip(2).Any(c => c.Length > 0)) column = -1;
            }
            if (column == 0) return [new(1, cells[0], "", $"Rubrikraden har ingen kolumn för {own.Name}. Klistra in kolumnerna RPO och LPO.")];
            if (column < 0) return [new(1, cells[0], "", "Raden har fler än två kolumner. Klistra in bara RPO och LPO, eller ta med rubrikraden.")];
            var lpo = cells.Length > column ? Shared().Replace(cells[column.Value], "") : "";
            rows.Add(new(index + 1, Without(cells[0], "RPO "), Without(lpo, "LPO "), cells[0].Length == 0 ? "RPO saknas på raden. Skriv vilket RPO det gäller." : lpo.Length == 0 ? "LPO saknas på raden. Skriv namnet, saknas eller ej kartlagt." : null));
        }
        return rows;
    }

    /// <summary>The text with another name in one cell of a row.</summary>
    /// <param name="text">What was pasted.</param>
    /// <param name="row">The row, from <see cref="Read"/>.</param>
    /// <param name="from">What stands there.</param>
    /// <param name="to">What shall stand there.</param>
    public static string Replace(string text, int row, string from, string to)
    {
        var lines = Lines(text);
        if (row < 1 || row > lines.Length) return text;
        var at = lines[row - 1].IndexOf(from, StringComparison.Ordinal);
        if (at >= 0) lines[row - 1] = lines[row - 1].Remove(at, from.Length).Insert(at, to);
        return string.Join("\r\n", lines);
    }

    private static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimStart('\uFEFF').Split('\n');

    private static char Separator(string text) => text.Contains('\t', StringComparison.Ordinal) ? '\t' : ';';

    private static string[] Cells(string line, char separator) => [.. line.Split(separator).Select(cell => Names.Clean(
        cell.Trim() is ['"', .., '"'] quoted ? quoted[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell))];

    /// <summary>Which column holds the LPO when the row is one of headings; 0 when it has none for the region, null when it is no row of headings.</summary>
    private static int? ColumnIn(string[] cells, Region own)
    {
        var folded = cells.Select(SwedishText.Fold).ToList();
        var isHeading = folded[0] is "rpo" or "regionalt programomrade" || (folded.Count > 1 && folded[1] is "lpo" or "lokalt programomrade");
        if (!isHeading) return null;
        var region = SwedishText.Fold(own.Name);
        var column = folded.FindIndex(c => c == region || c == "lpo " + region);
        return column > 0 ? column : folded.Count > 1 && !Region.Norra.Any(r => SwedishText.Fold(r.Name) == folded[1].Replace("lpo ", "", StringComparison.Ordinal)) ? 1 : 0;
    }

    private static string Without(string text, string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;

    [GeneratedRegex(@"\s+delas av \d+ RPO$")]
    private static partial Regex Shared();
}
