using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>What the moves that are made from a month on do to each region's economy in a year (docs/adr/0033).</summary>
/// <param name="From">The first day of the month.</param>
/// <param name="Nets">By län code, öre a year; above zero is better for the region.</param>
internal sealed record ScenarioStage(DateOnly From, IReadOnlyDictionary<string, long> Nets)
{
    /// <summary>One stage for each month in which a move begins, earliest first, the last of which has all moves; null when there is but one.</summary>
    /// <param name="assumptions">The moves and their days.</param>
    /// <param name="whole">The result of all moves.</param>
    /// <param name="calculate">Gives the result of some of them.</param>
    public static IReadOnlyList<ScenarioStage>? Of(Assumptions assumptions, ScenarioResult whole, Func<IReadOnlyList<Move>, ScenarioResult> calculate)
    {
        var months = assumptions.Moves.Select(FirstMonthOf).Distinct().Order().ToList();
        return months.Count < 2 ? null : [.. months.SkipLast(1).Select(m => new ScenarioStage(m, NetsOf(calculate([.. assumptions.Moves.Where(o => FirstMonthOf(o) <= m)])))), new(months[^1], NetsOf(whole))];

        DateOnly FirstMonthOf(Move move) => assumptions.StartOf(move) is { Day: > 1 } day ? new DateOnly(day.Year, day.Month, 1).AddMonths(1) : assumptions.StartOf(move);

        static Dictionary<string, long> NetsOf(ScenarioResult result) => result.Regions.ToDictionary(r => r.Region, r => r.Net);
    }

    /// <summary>What of each region's net falls in a calendar year, each month by the stage it is in.</summary>
    public static IReadOnlyDictionary<string, long> InYear(IReadOnlyList<ScenarioStage> stages, int year)
    {
        var months = stages.Select((stage, i) => (stage.Nets, Count: Assumptions.MonthsOf(stage.From, year) - (i + 1 < stages.Count ? Assumptions.MonthsOf(stages[i + 1].From, year) : 0)));
        return Split(months.SelectMany(m => m.Nets.Select(n => (n.Key, Twelfths: (Int128)n.Value * m.Count))).GroupBy(p => p.Key).Select(g => (g.Key, g.Aggregate(Int128.Zero, (sum, p) => sum + p.Twelfths))));
    }

    /// <summary>Twelfths to whole öre: the parts sum to the total's öre, rounded half away from zero (floor, then one öre each to the largest remainders, ties to the lower code).</summary>
    /// <param name="twelfths">By region, each once.</param>
    public static IReadOnlyDictionary<string, long> Split(IEnumerable<(string Region, Int128 Twelfths)> twelfths)
    {
        var parts = twelfths.Select(t => (t.Region, t.Twelfths, Floor: Floor(t.Twelfths, out var rest), Left: rest)).ToList();
        var left = Money.RoundedDivide(parts.Aggregate(Int128.Zero, (sum, p) => sum + p.Twelfths), 12) - parts.Sum(p => p.Floor);
        var more = parts.OrderByDescending(p => p.Left).ThenBy(p => p.Region, StringComparer.Ordinal).Take((int)left).Select(p => p.Region).ToHashSet();
        return parts.ToDictionary(p => p.Region, p => p.Floor + (more.Contains(p.Region) ? 1 : 0));

        static long Floor(Int128 twelfths, out Int128 rest)
        {
            rest = ((twelfths % 12) + 12) % 12;
            return (long)((twelfths - rest) / 12);
        }
    }
}
