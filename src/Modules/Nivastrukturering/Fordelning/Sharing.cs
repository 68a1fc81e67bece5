using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>What is calculated. The names are stored: never rename.</summary>
internal enum SharingKind
{
    /// <summary>A cost between regions: <see cref="CostPool"/>.</summary>
    Fordelning,

    /// <summary>What was invoiced against recalculated cost: <see cref="AfterSettlement"/>.</summary>
    Efteravrakning,
}

/// <summary>A cost that is shared, or an after-settlement. Its figures stand in its editions.</summary>
internal sealed class Sharing : IOwned
{
    public const int LongestName = 120;

    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required SharingKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The year of the cost; of an after-settlement the last one.</summary>
    public required int Year { get; init; }
}

/// <summary>One edition: what went in and what came out. Editions are added, never changed; approved by someone else than the one who saved it, it is frozen.</summary>
internal sealed class SharingEdition : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid SharingId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>The figures that went in, as JSON.</summary>
    public required string Input { get; init; }

    /// <summary>What came out, as JSON: what is shown, also if the program would calculate otherwise one day.</summary>
    public required string Result { get; init; }

    /// <summary>SHA-256 of input and result, 64 hex characters.</summary>
    public required string Digest { get; init; }

    public required DateTime SavedAt { get; init; }

    /// <summary>Who saved it, as in the audit log.</summary>
    public required string SavedBy { get; init; }

    /// <summary>Null while it is a draft.</summary>
    public DateTime? ApprovedAt { get; set; }

    public string? ApprovedBy { get; set; }

    public int Version { get; init; }

    public bool IsFrozen => ApprovedAt is not null;

    /// <summary>False when input or result is not what was saved.</summary>
    public bool IsWhole => Digest == DigestOf(Input, Result);

    public static string DigestOf(string input, string result) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{input}\n{result}")));
}

/// <summary>What a sharing gave: the table side by side, in öre by län code.</summary>
/// <param name="ByKey">The whole pool by each key that can share it.</param>
/// <param name="ByPart">Each part by its own key; null when one of them cannot be shared.</param>
internal sealed record CostShares(IReadOnlyDictionary<CostKeyKind, IReadOnlyDictionary<string, long>> ByKey, IReadOnlyList<IReadOnlyDictionary<string, long>>? ByPart)
{
    /// <summary>Calculates them.</summary>
    public static CostShares Of(CostPool pool)
    {
        Dictionary<CostKeyKind, IReadOnlyDictionary<string, long>> byKey = [];
        foreach (var key in pool.Keys)
            if (pool.By(key.Kind) is { } shares) byKey.Add(key.Kind, shares);
        return new(byKey, pool.ByPart());
    }

    /// <summary>What the region pays by the combination, öre; null when the combination cannot be shared.</summary>
    public long? Combined(string region) => ByPart?.Sum(p => p[region]);
}

/// <summary>The JSON of an edition.</summary>
internal static class EditionJson
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}
