using FsCheck;
using FsCheck.Fluent;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Features;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.Structure.Tests;

public class SeatBalanceTests
{
    [Fact]
    public void The_seats_of_2018_are_split_by_population_to_whole_seats()
    {
        var shares = SeatBalance.Of2018().Shares;
        Assert.Equal(
            [("norrbotten", 2, 9, -7), ("vasterbotten", 23, 9, 14), ("jamtland-harjedalen", 3, 4, -1), ("vasternorrland", 2, 8, -6)],
            shares.Select(s => (s.Region.Key, (int)s.Seats, (int)s.Fair, (int)s.Deviation)));
        Assert.Equal(0, shares.Sum(s => s.Deviation));
    }

    [Fact]
    public void However_seats_and_people_are_spread_the_deviations_sum_to_0_and_no_region_is_a_seat_off_its_share() => Prop.ForAll(Spreads, spread =>
    {
        var balance = SeatBalance.Of([.. Region.Norra.Select((r, i) => (r, (long)spread[i], (long)spread[i + 4]))]);
        var whole = balance.Population == 0 || balance.Shares.All(s => Math.Abs((s.Fair * balance.Population) - (balance.Seats * s.Population)) < balance.Population);
        return balance.Shares.Sum(s => s.Deviation) == 0 && whole;
    }).QuickCheckThrowOnFailure();

    [Theory, OnEachDatabase]
    public async Task The_page_says_who_has_more_and_gives_its_table_as_a_file(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.Reader);
        var page = System.Net.WebUtility.HtmlDecode(await host.Client.GetStringAsync("/struktur/fordelning", TestContext.Current.CancellationToken));
        Assert.Contains("Västerbotten hade 14 platser mer än befolkningsandelen, Norrbotten sju färre.", page, StringComparison.Ordinal);
        var csv = await host.Client.GetStringAsync("/struktur/fordelning.csv", TestContext.Current.CancellationToken);
        Assert.Contains("Västerbotten;23;", csv, StringComparison.Ordinal);
    }

    /// <summary>Eight numbers: seats of the four regions, then their people.</summary>
    private static Arbitrary<int[]> Spreads => Gen.Choose(0, 2000).ArrayOf(8).ToArbitrary();
}
