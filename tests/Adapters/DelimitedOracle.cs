using System.Text;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The reading rules of VARDKONTAKT.md, written character by character over a whole text: what the reader must agree with.</summary>
internal static class DelimitedOracle
{
    public sealed record Row(long Line, List<string> Cells, string? Fault)
    {
        public string? StructureFault(int columns) =>
            Fault ?? (Cells.Count < columns ? "KST-001" : Cells.Count > columns ? "KST-002" : Cells.Any(cell => cell.EnumerateRunes().Count() > 4000) ? "KST-005" : null);
    }

    public static List<Row> Read(string text, char separator, bool quotes)
    {
        text = text.Replace("\ufeff", "", StringComparison.Ordinal);
        List<Row> rows = [];
        var line = 1L;
        for (var at = 0; at < text.Length;)
        {
            var (start, begins) = (at, line);
            List<string> cells = [];
            var (isOver, hasFault, wasQuoted) = (false, false, false);
            while (!isOver)
            {
                var cell = new StringBuilder();
                if (quotes && at < text.Length && text[at] == '"')
                {
                    (wasQuoted, at) = (true, at + 1);
                    while (true)
                    {
                        if (at == text.Length)
                        {
                            hasFault = true;
                            break;
                        }
                        if (text[at] == '"' && (at + 1 == text.Length || text[at + 1] != '"'))
                        {
                            at++;
                            break;
                        }
                        if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'))) line++;
                        cell.Append(text[at]);
                        at += text[at] == '"' ? 2 : 1;
                    }
                    hasFault |= at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n');
                }
                while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n')) cell.Append(text[at++]);
                cells.Add(cell.ToString());
                isOver = at == text.Length || text[at] != separator;
                if (!isOver) at++;
            }
            var row = text[start..at];
            if (at < text.Length)
            {
                at += text.AsSpan(at).StartsWith("\r\n") ? 2 : 1;
                line++;
            }
            if (cells.Count == 1 && !wasQuoted && cells[0].All(c => c is ' ' or '\t' or '\u00a0')) continue;
            rows.Add(new(begins, cells, row.Contains('\0') ? "KST-003" : row.Contains('\ufffd') ? "KST-004" : hasFault ? "KST-006" : null));
        }
        return rows;
    }
}
