using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>Three scenarios for the demonstration, on its invented contacts.</summary>
internal sealed class SeedScenarios(Scenarios scenarios, ScenarioBases bases, HostSettings host, TimeProvider clock)
{
    private const string University = "24-64001", Sunderbyn = "25-65016", Sundsvall = "22-62010";

    private static readonly Guid ToCounties = Guid.Parse("01932a00-0013-7000-8000-000000000001");
    private static readonly Guid ToHome = Guid.Parse("01932a00-0013-7000-8000-000000000002");
    private static readonly Guid InSteps = Guid.Parse("01932a00-0013-7000-8000-000000000003");

    /// <summary>Does nothing before there are contacts, or when it has been done.</summary>
    public async Task Run(CancellationToken ct)
    {
        if (!host.ExampleData || !host.MayWrite(Owner.Nrf) || await bases.Latest(ct) is not { IsEmpty: false } basis) return;
        var from = new DateOnly(clock.Today().Year + 1, 1, 1);
        await Make(
            InSteps, "Hjärtablation till Sunderbyn, sedan Sundsvall (exempel)",
            new(CareKey.OfService("NRF-031"), University, [Sunderbyn], ToLevel: 2, 4_000, PriceOre: null, 6_000, 10_000, -90_000),
            new(CareKey.OfService("NRF-031"), University, [Sundsvall], ToLevel: 2, 5_000, PriceOre: null, 6_000, 10_000, 0, from.AddMonths(18)));
        await Make(ToCounties, "Hjärtablation till Sunderbyn och Sundsvall (exempel)", new Move(CareKey.OfService("NRF-031"), University, [Sunderbyn, Sundsvall], ToLevel: 2, 7_000, PriceOre: null, 6_000, 10_000, -120_000));
        await Make(ToHome, "Kataraktoperation i hemregionen (exempel)", new Move(CareKey.OfService("NRF-019"), University, [Places.Home], ToLevel: null, 9_000, PriceOre: null, 7_000, 9_500, -85_000));

        async Task Make(Guid key, string name, params IReadOnlyList<Move> moves)
        {
            Assumptions assumptions = new(from, moves, 2_000);
            await scenarios.Make(key, name, assumptions, ScenarioAnswer.Of(basis, assumptions), ct);
        }
    }
}
