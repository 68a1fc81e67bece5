using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Days for which a code has no price although it has one before and one after.</summary>
/// <param name="Row">The last row before the gap: its list, seller, code and label.</param>
/// <param name="Days">From the first day without price to the last.</param>
internal sealed record PriceGap(PriceRow Row, Period Days);

/// <summary>Days on which a code's price is another than before.</summary>
/// <param name="Row">The row after, or else the one before: its list, seller, code and label.</param>
/// <param name="Days">As many as have the same price before and the same after; an open end is null.</param>
/// <param name="BeforeOre">Öre; null when there was no price.</param>
/// <param name="AfterOre">Öre; null when there is no price.</param>
internal sealed record PriceChange(PriceRow Row, Period Days, long? BeforeOre, long? AfterOre)
{
    /// <summary>Öre; null for a code that is new or has ended.</summary>
    public long? DifferenceOre => AfterOre - BeforeOre;

    /// <summary>Of the price before; null for a code that is new or has ended, and when it was free.</summary>
    public decimal? Percent => DifferenceOre is { } ore && BeforeOre is > 0 and { } before ? 100m * ore / before : null;

    /// <summary>New, ended, or another price.</summary>
    public string Kind => (BeforeOre, AfterOre) switch { (null, _) => "Nytt", (_, null) => "Upphör", _ => "Ändrat" };
}

/// <summary>What a seller's lists say over time. The rows asked about have been accepted: one price at most per list, code and day.</summary>
internal static class PriceTimeline
{
    /// <summary>The gaps, in order of list, code and day.</summary>
    public static IReadOnlyList<PriceGap> Gaps(IEnumerable<PriceRow> rows)
    {
        List<PriceGap> gaps = [];
        foreach (var code in ByCode(rows))
        {
            foreach (var (earlier, later) in code.Zip(code.Skip(1)))
                if (earlier.Validity.To is { } to && to.AddDays(1) < later.Validity.From) gaps.Add(new(earlier, new(to.AddDays(1), later.Validity.From.AddDays(-1))));
        }
        return gaps;
    }

    /// <summary>Every day and code whose price differs, in order of list, code and day. A label alone is no change.</summary>
    public static IReadOnlyList<PriceChange> Changes(IEnumerable<PriceRow> before, IEnumerable<PriceRow> after)
    {
        var (was, now) = (ByCode(before).ToDictionary(g => KeyOf(g[0])), ByCode(after).ToDictionary(g => KeyOf(g[0])));
        List<PriceChange> changes = [];
        foreach (var key in was.Keys.Union(now.Keys).Order())
            Compare(was.GetValueOrDefault(key, []), now.GetValueOrDefault(key, []), changes);
        return changes;
    }

    /// <summary>The row that is valid on the day; null for none.</summary>
    public static PriceRow? On(DateOnly day, IEnumerable<PriceRow> ofCode) => ofCode.FirstOrDefault(r => r.Validity.Contains(day));

    private static void Compare(List<PriceRow> was, List<PriceRow> now, List<PriceChange> changes)
    {
        List<DateOnly> starts = [.. was.Concat(now).SelectMany(Boundaries).Distinct().Order()];
        for (var i = 0; i < starts.Count; i++)
        {
            var days = new Period(starts[i], i + 1 < starts.Count ? starts[i + 1].AddDays(-1) : null);
            var (before, after) = (On(days.From, was), On(days.From, now));
            if (before?.PriceOre == after?.PriceOre) continue;
            var change = new PriceChange(after ?? before!, days, before?.PriceOre, after?.PriceOre);
            if (changes is [.., var last] && KeyOf(last.Row) == KeyOf(change.Row) && last.Days.To?.AddDays(1) == days.From && last.BeforeOre == change.BeforeOre && last.AfterOre == change.AfterOre)
                changes[^1] = last with { Days = new(last.Days.From, days.To) };
            else changes.Add(change);
        }
    }

    private static IEnumerable<DateOnly> Boundaries(PriceRow row)
    {
        yield return row.Validity.From;
        if (row.Validity.To is { } to && to < DateOnly.MaxValue) yield return to.AddDays(1);
    }

    private static (string, string, string) KeyOf(PriceRow row) => (row.PriceList, row.Seller, row.Code);

    private static IEnumerable<List<PriceRow>> ByCode(IEnumerable<PriceRow> rows) =>
        rows.GroupBy(KeyOf).OrderBy(g => g.Key).Select(g => g.OrderBy(r => r.Validity.From).ToList());
}
