using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Structure;

/// <summary>Finds the name that someone may have meant, for a person to accept: never taken by itself.</summary>
internal static class NearestName
{
    /// <summary>The nearest of the names, after folding: the same letters, initials (ÖNH), a part of the name, or few letters wrong. Null when none is near or two are equally near.</summary>
    public static string? Of(string written, IEnumerable<string> names)
    {
        var sought = Words(written);
        if (sought.Length == 0) return null;
        var nearest = names.Select(name => (name, Distance: Distance(sought, Words(name)))).Where(n => n.Distance < double.MaxValue).OrderBy(n => n.Distance).Take(2).ToList();
        return nearest.Count == 0 || (nearest.Count == 2 && nearest[0].Distance == nearest[1].Distance) ? null : nearest[0].name;
    }

    /// <summary>Folded words without marks and without "och".</summary>
    private static string[] Words(string text) => [.. SwedishText.Fold(text)
        .Split([' ', ',', '-', '/', '&', '(', ')', '.', ':'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word != "och")];

    private static double Distance(string[] sought, string[] words)
    {
        var (a, b) = (string.Concat(sought), string.Concat(words));
        if (a == b) return 0;
        if (sought.Length == 1 && a.Length >= 2 && a == string.Concat(words.Select(w => w[0]))) return 0.1;
        if (a.Length >= 4 && words.Any(w => w.StartsWith(sought[0], StringComparison.Ordinal)) && sought.All(s => words.Any(w => w.StartsWith(s, StringComparison.Ordinal))))
            return 0.2 + ((b.Length - a.Length) / 1000d);
        var wrong = Edits(a, b) / (double)Math.Max(a.Length, b.Length);
        return wrong <= 0.34 ? 1 + wrong : double.MaxValue;
    }

    /// <summary>Levenshtein: letters to change, add or take away.</summary>
    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
