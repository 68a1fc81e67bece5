namespace Kunskapsstyrning.Host.Demo;

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed on every machine and in every .NET.</summary>
/// <param name="seed">Any value.</param>
internal sealed class Prng(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Bits() => Mix(_state += Step);

    /// <summary>A whole number from 0 up to, but not, <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(((Bits() >> 32) * (uint)below) >> 32);

    /// <summary>A whole number within both ends.</summary>
    public int Within(int low, int high) => low + Below(high - low + 1);

    /// <summary>True in so many cases of a thousand.</summary>
    public bool PerMille(int cases) => Below(1000) < cases;

    /// <summary>True in so many cases of a hundred.</summary>
    public bool Percent(int cases) => Below(100) < cases;

    /// <summary>One of them, each as likely.</summary>
    public T Pick<T>(T[] among) => among[Below(among.Length)];

    /// <summary>The index that a draw among weights gives.</summary>
    /// <param name="sums">Running sums of the weights, the last is above 0.</param>
    public int Weighted(int[] sums)
    {
        var at = Array.BinarySearch(sums, Below(sums[^1]) + 1);
        if (at < 0) return ~at;
        while (at > 0 && sums[at - 1] == sums[at]) at--; // what weighs nothing is never drawn
        return at;
    }

    /// <summary>Scrambles a value so that neighbours have nothing in common.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>The seed of something that has a place of its own under another seed.</summary>
    public static ulong SeedOf(ulong seed, int first, int second) => Mix(Mix(seed + Step) ^ ((ulong)(uint)first << 32) ^ (uint)second);
}
