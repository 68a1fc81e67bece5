using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>What a cost is shared by. The names are stored: never rename.</summary>
internal enum CostKeyKind
{
    /// <summary>Inhabitants on a stated day.</summary>
    Befolkning,

    /// <summary>Number of referrals.</summary>
    Remisser,

    /// <summary>Cost per patient, öre.</summary>
    Kpp,

    /// <summary>Shares of a subscription that is agreed already, hundredths of a percent.</summary>
    Abonnemang,

    /// <summary>Shares agreed for this pool, hundredths of a percent.</summary>
    Fast,
}

/// <summary>A key with its figures, as they were when the sharing was saved.</summary>
/// <param name="Kind">What the weights are.</param>
/// <param name="Source">Where they come from and of which day or year; for people.</param>
/// <param name="Weights">≥ 0 by län code, the same regions in every key of a pool.</param>
internal sealed record CostKey(CostKeyKind Kind, string Source, IReadOnlyDictionary<string, long> Weights);

/// <summary>A part of a pool.</summary>
/// <param name="Name">For people: <c>Kompetensstöd</c>.</param>
/// <param name="Ore">Öre; negative when money goes back.</param>
/// <param name="Key">What this part is shared by in the combination.</param>
internal sealed record CostPart(string Name, long Ore, CostKeyKind Key);

/// <summary>What several regions share: parts, each with a key of its own, and every key that is known.</summary>
/// <param name="Parts">At least one, in the order of the page.</param>
/// <param name="Keys">Each kind at most once.</param>
internal sealed record CostPool(IReadOnlyList<CostPart> Parts, IReadOnlyList<CostKey> Keys)
{
    /// <summary>Öre of all parts.</summary>
    public long TotalOre => Parts.Aggregate(0L, (sum, part) => checked(sum + part.Ore));

    /// <summary>The key of that kind; null when its figures are not known.</summary>
    public CostKey? Find(CostKeyKind kind) => Keys.FirstOrDefault(k => k.Kind == kind);

    /// <summary>The whole pool by one key; null when the key is not known or every weight is 0: never split evenly by itself.</summary>
    public IReadOnlyDictionary<string, long>? By(CostKeyKind kind) => Find(kind) is { } key ? Share(TotalOre, key.Weights) : null;

    /// <summary>Each part by its own key, in the order of <see cref="Parts"/>; null when one of the keys is not known or shares nothing.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, long>>? ByPart()
    {
        List<IReadOnlyDictionary<string, long>> all = [];
        foreach (var part in Parts)
        {
            if (Find(part.Key) is not { } key || Share(part.Ore, key.Weights) is not { } shares) return null;
            all.Add(shares);
        }
        return all;
    }

    /// <summary>The sums of <see cref="ByPart"/> per region: what each region pays by the combination.</summary>
    public IReadOnlyDictionary<string, long>? Combined()
    {
        if (ByPart() is not { Count: > 0 } parts) return null;
        return parts[0].Keys.ToDictionary(r => r, r => parts.Sum(p => p[r]));
    }

    /// <summary>
    /// Splits an amount by largest remainder (docs/formats/PRICING.md): each share is rounded down, then one öre each to the largest remainders; ties to the lower län code.
    /// An amount below zero is shared as the same amount above zero and turned, so that a repayment mirrors the bill.
    /// </summary>
    /// <param name="ore">Any amount but the lowest of 64 bits.</param>
    /// <param name="weights">≥ 0 by län code; the dictionary's own order says nothing.</param>
    /// <returns>Öre by län code in order, summing to <paramref name="ore"/> exactly, each less than one öre from the exact share. Null when every weight is 0.</returns>
    public static IReadOnlyDictionary<string, long>? Share(long ore, IReadOnlyDictionary<string, long> weights)
    {
        string[] regions = [.. weights.Keys.Order(StringComparer.Ordinal)];
        var shares = Money.Share(Math.Abs(ore), [.. regions.Select(r => weights[r])]);
        return shares is null ? null : regions.Zip(shares).ToDictionary(p => p.First, p => ore < 0 ? -p.Second : p.Second);
    }
}
