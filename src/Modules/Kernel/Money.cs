using System.Numerics;

namespace Kunskapsstyrning.Kernel;

/// <summary>Exact arithmetic on whole öre (formats/PRICING.md): checked, half away from zero, largest remainder.</summary>
public static class Money
{
    /// <summary><paramref name="a"/> × <paramref name="b"/> ÷ <paramref name="divisor"/>, rounded half away from zero.</summary>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static long MulDiv(long a, long b, long divisor)
    {
        var product = (Int128)a * b;
        return RoundedDivide(product, divisor);
    }

    /// <summary>Quotient rounded half away from zero; <paramref name="divisor"/> &gt; 0.</summary>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static long RoundedDivide(Int128 value, Int128 divisor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(divisor, Int128.Zero);
        var magnitude = Int128.Abs(value);
        var (quotient, remainder) = Int128.DivRem(magnitude, divisor);
        if (remainder >= divisor - remainder) quotient++;
        return checked((long)(value < 0 ? -quotient : quotient));
    }

    /// <summary>
    /// Splits a sum by weights with largest remainder: floor of each share, then one öre each to the largest remainders; ties to the lower index.
    /// </summary>
    /// <param name="sumOre">What is shared, öre, ≥ 0.</param>
    /// <param name="weights">One per participant, ≥ 0, in the order that decides ties.</param>
    /// <returns>One share per weight, öre; they sum to <paramref name="sumOre"/> exactly. Null when all weights are 0.</returns>
    public static long[]? Share(long sumOre, IReadOnlyList<long> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sumOre);
        BigInteger total = 0;
        foreach (var weight in weights)
        {
            if (weight < 0) throw new ArgumentOutOfRangeException(nameof(weights), "A weight is negative.");
            total += weight;
        }
        if (total.IsZero) return null;

        var shares = new long[weights.Count];
        var remainders = new BigInteger[weights.Count];
        var left = sumOre;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = (long)BigInteger.DivRem((BigInteger)sumOre * weights[i], total, out remainders[i]);
            left -= shares[i];
        }
        foreach (var i in Enumerable.Range(0, shares.Length).OrderByDescending(i => remainders[i]).ThenBy(i => i).Take((int)left)) shares[i]++;
        return shares;
    }
}
