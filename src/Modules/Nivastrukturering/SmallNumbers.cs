using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>What may be told of a figure.</summary>
internal enum Told
{
    /// <summary>The figure itself.</summary>
    Exactly,

    /// <summary>"&lt; 5": one to four contacts lie behind it.</summary>
    TooFew,

    /// <summary>"..": it would give another away.</summary>
    Complementary,
}

/// <summary>Hides counts 1–4 in a table with row and column sums, and as many more figures as it takes that none can be computed from the sums.</summary>
internal static class SmallNumbers
{
    /// <summary>The smallest count that is told.</summary>
    public const int Limit = 5;

    /// <summary>What stands instead of one to four.</summary>
    public const string Few = "<\u00A05";

    /// <summary>Explains the signs, under a table.</summary>
    public const string Signs = "< 5 betyder färre än fem kontakter; .. visas inte, för att andra tal annars kan räknas ut.";

    /// <summary>As much of a figure as may be told.</summary>
    public static Cell Tell(long figure, Told told) => told switch
    {
        Told.TooFew => ((Cell)figure) with { Display = Few },
        Told.Complementary => ((Cell)figure) with { Display = SwedishFormat.Missing },
        _ => figure,
    };

    /// <summary>Decides one column of figures and the sum at its foot, which may not be told either when it is small or gives a single hidden figure away.</summary>
    /// <param name="counts">How many contacts each figure is of.</param>
    /// <param name="open">True for those that the reader may see whole.</param>
    public static (Told[] Figures, Told Sum) DecideColumn(IReadOnlyList<long> counts, bool[] open)
    {
        Told[] told = [.. Decide([.. counts.Select(c => new[] { c })], open).Select(row => row[0])];
        return (told, told.Count(t => t != Told.Exactly) switch { 0 => Told.Exactly, _ when counts.Sum() < Limit => Told.TooFew, 1 => Told.Complementary, _ => Told.Exactly });
    }

    /// <summary>Decides figure by figure.</summary>
    /// <param name="counts">Rows × columns, the row sum as last column; 0 is always told.</param>
    /// <param name="open">True for rows whose every figure the reader may see.</param>
    public static Told[][] Decide(long[][] counts, bool[] open)
    {
        var told = counts.Select((row, r) => row.Select(count => !open[r] && count is > 0 and < Limit ? Told.TooFew : Told.Exactly).ToArray()).ToArray();
        while (HideOneMore(counts, open, told))
        {
            // each round can leave another line with one hidden figure
        }
        return told;
    }

    private static bool HideOneMore(long[][] counts, bool[] open, Told[][] told)
    {
        var columns = counts.Length == 0 ? 0 : counts[0].Length;
        var lines = Enumerable.Range(0, counts.Length).Where(r => !open[r]).Select(r => Enumerable.Range(0, columns).Select(c => (Row: r, Column: c)).ToList())
            .Concat(Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, counts.Length).Where(r => !open[r]).Select(r => (Row: r, Column: c)).ToList()));
        foreach (var line in lines)
        {
            if (line.Count(p => told[p.Row][p.Column] != Told.Exactly) != 1) continue;
            var candidates = line.Where(p => told[p.Row][p.Column] == Told.Exactly && counts[p.Row][p.Column] > 0).ToList();
            if (candidates.Count == 0) continue;
            var (row, column) = candidates.MinBy(p => counts[p.Row][p.Column]);
            told[row][column] = Told.Complementary;
            return true;
        }
        return false;
    }
}
