using Kunskapsstyrning.Nivastrukturering.Fordelning;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Fordelning;

public class AfterSettlementTests
{
    [Fact]
    public void Three_years_of_minus_59_mnkr_settle_one_third_and_each_buyer_its_own_difference()
    {
        var settlement = SeedSharings.ThreeYears;
        Assert.Equal(-59_000_000_00, settlement.DifferenceOre);
        var buyers = settlement.Settle().GroupBy(r => r.Row.Buyer).ToDictionary(g => g.Key, g => (Own: g.Sum(r => r.Row.DifferenceOre), Settled: g.Sum(r => r.SettledOre)));
        Assert.Equal((-15_560_000_00, -5_186_666_67), buyers["22"]);
        Assert.Equal((-46_150_000_00, -15_383_333_33), buyers["23"]);
        Assert.Equal((2_710_000_00, 903_333_33), buyers["25"]);
        Assert.Equal(-19_666_666_67, buyers.Values.Sum(b => b.Settled));
        Assert.Equal([-5.2m, -15.4m, 0.9m], buyers.Values.Select(b => decimal.Round(b.Settled / 100_000_000m, 1, MidpointRounding.AwayFromZero)));
    }

    [Fact]
    public void Every_row_and_buyer_lies_within_an_öre_of_its_own_part_and_all_sum_to_the_part_of_the_total()
    {
        var random = new Random(20261124);
        for (var round = 0; round < 2_000; round++)
        {
            var part = new SettledPart(random.Next(1, 8), random.Next(8, 14));
            List<BuyerYear> rows = [.. from buyer in (string[])["25", "22", "23"] from year in Enumerable.Range(2014, random.Next(1, 4)) select new BuyerYear(buyer, year, random.Next(1_000), random.Next(1_000), random.NextInt64(0, 1_000_000_000))];
            var settlement = new AfterSettlement(part, rows);
            var settled = settlement.Settle();
            Assert.Equal(settlement.SettledOre, settled.Sum(r => r.SettledOre));
            Assert.All(settled, r => AssertNear(r.SettledOre, r.Row.DifferenceOre, part));
            Assert.All(settled.GroupBy(r => r.Row.Buyer), b => AssertNear(b.Sum(r => r.SettledOre), b.Sum(r => r.Row.DifferenceOre), part));
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows));
            Assert.Equal(settled, new AfterSettlement(part, rows).Settle());
        }
    }

    private static void AssertNear(long settled, long difference, SettledPart part) => Assert.True(Math.Abs((settled * part.Denominator) - (difference * part.Numerator)) < part.Denominator);
}
