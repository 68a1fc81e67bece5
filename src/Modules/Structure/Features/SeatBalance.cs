using System.Text.Json;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>One region's seats against its part of the population.</summary>
/// <param name="Region">Whose.</param>
/// <param name="Seats">Seats held from the region. A person with two seats counts twice.</param>
/// <param name="Population">Inhabitants.</param>
/// <param name="Fair">Whole seats by population, largest remainder.</param>
internal sealed record SeatShare(Region Region, long Seats, long Population, long Fair)
{
    /// <summary>Seats above (+) or below (−) what the population gives.</summary>
    public long Deviation => Seats - Fair;
}

/// <summary>Seats per region against population. The deviations sum to 0.</summary>
internal sealed record SeatBalance(IReadOnlyList<SeatShare> Shares)
{
    /// <summary>Every seat.</summary>
    public long Seats => Shares.Sum(s => s.Seats);

    /// <summary>Every inhabitant.</summary>
    public long Population => Shares.Sum(s => s.Population);

    /// <summary>Splits the seats by population with largest remainder; ties to the region that comes first. Without inhabitants nobody is above or below.</summary>
    public static SeatBalance Of(IReadOnlyList<(Region Region, long Seats, long Population)> regions)
    {
        var fair = Money.Share(regions.Sum(r => r.Seats), [.. regions.Select(r => r.Population)]);
        return new([.. regions.Select((r, i) => new SeatShare(r.Region, r.Seats, r.Population, fair?[i] ?? r.Seats))]);
    }

    /// <summary>The 30 northern seats of 2018 in NPO, NSG and primärvårdsrådet (Reference/national.json) against the population of 2018-12-31.</summary>
    public static SeatBalance Of2018()
    {
        using var facts = JsonDocument.Parse(typeof(SeatBalance).Assembly.GetManifestResourceStream("national.json")!);
        var held = facts.RootElement.GetProperty("northernSeats2018");
        var total = held.GetProperty("total").GetInt64();
        var named = Region.Norra.ToDictionary(r => r, r => held.GetProperty("Region " + r.Name) is { ValueKind: JsonValueKind.Array } seats ? seats.GetArrayLength() : (long?)null);
        return Of([.. Region.Norra.Select(r => (r, named[r] ?? total - named.Values.Sum(n => n ?? 0), Population2018[r.Key]))]);
    }

    /// <summary>Statistics Sweden, population of the län 2018-12-31.</summary>
    private static readonly Dictionary<string, long> Population2018 = new()
    {
        ["norrbotten"] = 250_497, ["vasterbotten"] = 270_154, ["jamtland-harjedalen"] = 130_280, ["vasternorrland"] = 245_453,
    };
}
