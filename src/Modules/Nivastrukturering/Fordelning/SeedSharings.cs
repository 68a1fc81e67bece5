using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>Invented figures for the demonstration: a sharing of clinical genetics and an after-settlement of three years.</summary>
internal sealed class SeedSharings(Sharings sharings, HostSettings host)
{
    private const string Source = "Påhittade exempeltal";

    private static readonly Guid PoolKey = Guid.Parse("01932a00-0011-7000-8000-000000000001");
    private static readonly Guid SettlementKey = Guid.Parse("01932a00-0011-7000-8000-000000000002");

    /// <summary>Production by referrals, competence support by population; no cost per patient is known.</summary>
    internal static CostPool Genetics { get; } = new(
        [new("Vårdproduktion", 1_840_000_000, CostKeyKind.Remisser), new("Kompetensstöd", 620_000_000, CostKeyKind.Befolkning)],
        [
            Key(CostKeyKind.Befolkning, Source + ", 31 december", 242_100, 132_700, 279_400, 248_500),
            Key(CostKeyKind.Remisser, Source + ", remisser under året", 412, 203, 968, 377),
            Key(CostKeyKind.Abonnemang, Source + ", gällande abonnemang", 2_600, 1_450, 3_200, 2_750),
        ]);

    /// <summary>Total −59 mnkr, of which one third: −5,2, −15,4 and +0,9 mnkr per buyer.</summary>
    internal static AfterSettlement ThreeYears { get; } = new(new(1, 3),
    [
        Year("22", 2014, 210_000_000_00, 96_400_000_00, 302_150_000_00), Year("22", 2015, 214_000_000_00, 99_100_000_00, 307_540_000_00), Year("22", 2016, 219_000_000_00, 101_300_000_00, 314_550_000_00),
        Year("23", 2014, 151_000_000_00, 70_200_000_00, 205_900_000_00), Year("23", 2015, 154_000_000_00, 71_800_000_00, 210_350_000_00), Year("23", 2016, 158_000_000_00, 73_600_000_00, 216_200_000_00),
        Year("25", 2014, 238_000_000_00, 120_500_000_00, 359_310_000_00), Year("25", 2015, 243_000_000_00, 122_800_000_00, 366_050_000_00), Year("25", 2016, 248_000_000_00, 125_700_000_00, 375_350_000_00),
    ]);

    public async Task Run(CancellationToken ct)
    {
        if (!host.ExampleData || !host.MayWrite(Owner.Nrf)) return;
        await sharings.Make(PoolKey, "Klinisk genetik (exempel)", 2025, Genetics, ct);
        await sharings.Make(SettlementKey, "Efteravräkning 2014–2016 (exempel)", ThreeYears, ct);
    }

    private static CostKey Key(CostKeyKind kind, string source, long vasternorrland, long jamtland, long vasterbotten, long norrbotten) =>
        new(kind, source, new Dictionary<string, long> { ["22"] = vasternorrland, ["23"] = jamtland, ["24"] = vasterbotten, ["25"] = norrbotten });

    private static BuyerYear Year(string buyer, int year, long fixedOre, long variableOre, long kppOre) => new(buyer, year, fixedOre, variableOre, kppOre);
}
