using System.Globalization;
using System.Text;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Words about columns that a header lacks. A cell is told of only in a row that is a header, and only when it can be a column's name.</summary>
internal static class ColumnAdvice
{
    private const int MaxNameLength = 60;
    private const double AlikeEnough = 0.6;
    private const int ShortestStem = 3; // Kön, Konskod

    /// <summary>The mapping's section of a kind of row.</summary>
    internal static string Section(RowKind kind) => kind switch
    {
        RowKind.Diagnosis => "kolumnerDiagnos",
        RowKind.Procedure => "kolumnerAtgard",
        RowKind.Unit => "kolumnerEnheter",
        _ => "kolumner",
    };

    /// <summary>Tells that a column is missing, and which new one may be the same.</summary>
    /// <param name="field">The common field.</param>
    /// <param name="names">The mapping's names of the kind.</param>
    /// <param name="kind">What the file's rows tell of.</param>
    /// <param name="header">The header's cells.</param>
    internal static string Missing(Field field, IReadOnlyDictionary<Field, string> names, RowKind kind, IReadOnlyList<string> header)
    {
        if (!names.TryGetValue(field, out var missing)) return $"{field} är obligatoriskt men står inte under {Section(kind)} i mappningen.";
        var told = $"Kolumnen {missing} saknas.";
        return Alike(missing, names.Values, header) is { } alike
            ? $"{told} Den nya kolumnen {alike} liknar den: skriv \"{field}\": \"{alike}\" under {Section(kind)} i mappningen."
            : told;
    }

    /// <summary>True when enough of the mapping's names stand in the row for it to be the header and not a row of data.</summary>
    internal static bool IsHeader(IEnumerable<string> names, IReadOnlyList<string> row)
    {
        var (all, found) = (0, 0);
        foreach (var name in names)
        {
            all++;
            if (row.Any(cell => Names.Same(cell, name))) found++;
        }
        return found > 0 && 2 * found >= all;
    }

    /// <summary>True when a cell can be a column's name: short, with letters, without a long number.</summary>
    internal static bool CanBeName(string cell)
    {
        var (digits, longest, letters) = (0, 0, 0);
        foreach (var c in cell)
        {
            digits = char.IsDigit(c) ? digits + 1 : 0;
            longest = Math.Max(longest, digits);
            if (char.IsLetter(c)) letters++;
        }
        return letters > 1 && longest < 4 && cell.Length <= MaxNameLength;
    }

    /// <summary>The header's column, none of the mapping's, that a name is most like; null when none is like enough or the row is no header.</summary>
    internal static string? Alike(string missing, IEnumerable<string> names, IReadOnlyList<string> header)
    {
        List<string> known = [.. names];
        if (!IsHeader(known, header)) return null;
        var wanted = Bare(missing);
        return header.Where(cell => CanBeName(cell) && !known.Exists(name => Names.Same(name, cell)))
            .Select(cell => (Name: Names.Tidy(cell), Likeness: Likeness(wanted, Bare(cell))))
            .Where(cell => cell.Likeness >= AlikeEnough).OrderByDescending(cell => cell.Likeness).Select(cell => cell.Name).FirstOrDefault();
    }

    /// <summary>The name that a written one is most like; null when none is like enough.</summary>
    internal static string? Nearest(string written, IEnumerable<string> names) =>
        names.Select(name => (Name: name, Likeness: Likeness(Bare(written), Bare(name)))).Where(name => name.Likeness >= AlikeEnough).OrderByDescending(name => name.Likeness).Select(name => name.Name).FirstOrDefault();

    /// <summary>Letters and digits alone, lower case, without dots and rings.</summary>
    private static string Bare(string name)
    {
        var bare = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
            if (char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) bare.Append(char.ToLowerInvariant(c));
        return bare.ToString();
    }

    /// <summary>1 the same, 0 nothing alike: one less the edit distance by the longer's length; of two where one begins the other at least enough.</summary>
    private static double Likeness(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0) return 0;
        var least = Math.Min(a.Length, b.Length) >= ShortestStem && (a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)) ? AlikeEnough : 0;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var above = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (above, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), above + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return Math.Max(least, 1 - (double)row[b.Length] / Math.Max(a.Length, b.Length));
    }
}
