using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>What a buyer was invoiced for a year, and what the care turned out to cost.</summary>
/// <param name="Buyer">Län code.</param>
/// <param name="Year">The year of the care.</param>
/// <param name="FixedOre">Invoiced as subscription, öre.</param>
/// <param name="VariableOre">Invoiced per contact, öre.</param>
/// <param name="KppOre">Cost per patient, calculated anew, öre.</param>
internal sealed record BuyerYear(string Buyer, int Year, long FixedOre, long VariableOre, long KppOre)
{
    /// <summary>Recalculated cost less what was invoiced, öre: below zero the buyer has paid too much and gets money back.</summary>
    public long DifferenceOre => checked(KppOre - FixedOre - VariableOre);
}

/// <summary>The part of a difference that is settled, for example one third.</summary>
/// <param name="Numerator">≥ 0, at most the denominator.</param>
/// <param name="Denominator">&gt; 0, at most 100.</param>
internal sealed record SettledPart(int Numerator, int Denominator);

/// <summary>Efteravräkning over one or several years: each buyer settles a part of its own difference, nothing moves between buyers.</summary>
/// <param name="Part">How much of the difference is settled.</param>
/// <param name="Rows">Each buyer and year at most once.</param>
internal sealed record AfterSettlement(SettledPart Part, IReadOnlyList<BuyerYear> Rows)
{
    /// <summary>Öre of all buyers and years.</summary>
    public long DifferenceOre => Rows.Aggregate(0L, (sum, row) => checked(sum + row.DifferenceOre));

    /// <summary>What is settled in all, öre: the part of the whole difference, rounded half away from zero once.</summary>
    public long SettledOre => Money.MulDiv(DifferenceOre, Part.Numerator, Part.Denominator);

    /// <summary>
    /// What each row settles, in order of buyer and year. Every buyer's years sum to the part of the buyer's own difference and the buyers to <see cref="SettledOre"/>;
    /// öre that are left by rounding down go one each to the largest remainders, ties to the lower län code and the earlier year.
    /// </summary>
    public IReadOnlyList<SettledRow> Settle()
    {
        var buyers = Rows.GroupBy(r => r.Buyer).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.OrderBy(r => r.Year).ToList()).ToList();
        var perBuyer = Round(SettledOre, [.. buyers.Select(years => years.Sum(y => y.DifferenceOre))]);
        return [.. buyers.Zip(perBuyer).SelectMany(b => b.First.Zip(Round(b.Second, [.. b.First.Select(y => y.DifferenceOre)]), (row, ore) => new SettledRow(row, ore)))];
    }

    /// <summary>Rounds each difference's part to whole öre so that they sum to <paramref name="target"/>, which is their exact sum rounded up or down.</summary>
    private long[] Round(long target, IReadOnlyList<long> differences)
    {
        var rounded = new long[differences.Count];
        var remainders = new long[differences.Count];
        for (var i = 0; i < rounded.Length; i++)
        {
            var exact = (Int128)differences[i] * Part.Numerator;
            remainders[i] = (long)(((exact % Part.Denominator) + Part.Denominator) % Part.Denominator);
            rounded[i] = checked((long)((exact - remainders[i]) / Part.Denominator));
        }
        var left = (int)(target - rounded.Sum());
        foreach (var i in Enumerable.Range(0, rounded.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i).Take(left)) rounded[i]++;
        return rounded;
    }
}

/// <summary>A row of an after-settlement with what it settles.</summary>
/// <param name="Row">What was invoiced and what it cost.</param>
/// <param name="SettledOre">Öre; below zero the buyer gets money back.</param>
internal sealed record SettledRow(BuyerYear Row, long SettledOre);
