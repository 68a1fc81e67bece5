using FsCheck;
using FsCheck.Fluent;
using Kunskapsstyrning.Kernel;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

public sealed class SubscriptionSharesTests
{
    private static readonly string[] Four = ["22", "23", "24", "25"];
    private static readonly HashSet<DateOnly> NoMonths = [];

    [Fact]
    public void Shares_sum_to_the_whole_and_differ_from_the_exact_part_by_less_than_one_ore() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ArrayOf(4).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(),
        (figures, sum) =>
        {
            long[] weights = [.. figures.Select(f => (long)f % 1_000_003)];
            var total = weights.Sum();
            return Share(sum, Four, weights).Shares is not { } shares
                ? total == 0
                : shares.Values.Sum() == sum && Four.Index().All(p => Int128.Abs((Int128)shares[p.Item] * total - (Int128)sum * weights[p.Index]) < total);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Shares_do_not_depend_on_the_order_of_the_participants() => Prop.ForAll(
        Gen.Choose(0, 3).ArrayOf(4).ToArbitrary(), Gen.Choose(0, 50).ToArbitrary(),
        (weights, sum) =>
        {
            var forwards = Share(sum, Four, [.. weights.Select(w => (long)w)]);
            var backwards = Share(sum, [.. Four.Reverse()], [.. weights.Reverse().Select(w => (long)w)]);
            return Four.All(p => forwards.Shares?[p] == backwards.Shares?[p]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ties_go_to_the_lower_region_code() =>
        Assert.Equal([("22", 1L), ("23", 1L), ("24", 1L), ("25", 0L)], Share(3, ["25", "24", "23", "22"], [1, 1, 1, 1]).Shares!.Select(p => (p.Key, p.Value)));

    [Fact]
    public void Without_any_weight_nothing_is_shared()
    {
        var shares = Share(100, Four, [0, 0, 0, 0]);

        Assert.Equal("AVT-003", shares.Error);
        Assert.Null(shares.Shares);
        Assert.All(shares.Weights!.Values, w => Assert.Equal(0, w));
    }

    [Fact]
    public void Population_of_another_year_is_never_used()
    {
        var subscription = Subscription(SharingKeyType.Befolkning, 2024);
        PopulationFigure[] population = [.. Four.Select(r => new PopulationFigure(2023, r, 1, "", false)), new(2024, "22", 5, "", false)];

        var shares = SubscriptionShares.Of(subscription, new Dictionary<string, ScopeTally>(), population, NoMonths);

        Assert.Equal("AVT-003", shares.Error);
        Assert.Null(shares.Weights);
    }

    [Fact]
    public void Fixed_parts_are_the_weights()
    {
        var subscription = Subscription(SharingKeyType.Fast) with { Key = new(SharingKeyType.Fast, null, Four.ToDictionary(r => r, _ => 2500L)), YearlyOre = 1_000_003 };

        var shares = SubscriptionShares.Of(subscription, new Dictionary<string, ScopeTally>(), [], NoMonths).Shares!;

        Assert.Equal([250_001, 250_001, 250_001, 250_000], shares.Values);
    }

    [Theory]
    [InlineData("2026-01-15", "2026-02-01", true, false)]
    [InlineData("2026-01-15", "2026-02-01", false, true)]
    [InlineData("2026-01-15", "2026-01-31", false, false)]
    [InlineData("2026-01-15", null, true, true)]
    public void Shares_are_preliminary_until_every_month_touched_is_delivered(string from, string? to, bool hasFebruary, bool isPreliminary)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var validity = new Period(DateOnly.Parse(from, culture), to is null ? null : DateOnly.Parse(to, culture));
        HashSet<DateOnly> months = hasFebruary ? [new(2026, 1, 1), new(2026, 2, 1)] : [new(2026, 1, 1)];

        var shares = SubscriptionShares.Of(Subscription(SharingKeyType.Kpp) with { Validity = validity }, new Dictionary<string, ScopeTally>(), [], months);

        Assert.Equal(isPreliminary, shares.IsPreliminary);
    }

    [Fact]
    public void A_contact_weighs_in_every_subscription_that_covers_it_also_the_sellers_own()
    {
        Subscription first = TestBook.Subscription("AB-1", "24", "25"), second = TestBook.Subscription("AB-2", "22", "25");
        var scope = new SubscriptionScope([first, second]);
        Add(scope, new Contact { Referral = "R1", KppOre = 100 });
        Add(scope, new Contact { Referral = "R1" });
        Add(scope, new Contact { Referral = "r1", KppOre = 1 });
        Add(scope, new Contact { Referral = "" });
        Add(scope, new Contact { Home = "24", Referral = "R1" });
        Add(scope, new Contact { Home = "23", Referral = "R9" });
        Add(scope, new Contact { Home = "", Referral = "R9" });

        Assert.Equal(new Dictionary<string, ScopeTally> { ["24"] = new(1, 1, 0), ["25"] = new(4, 2, 101) }, scope.Of("AB-1"));
        Assert.Equal(new Dictionary<string, ScopeTally> { ["25"] = new(4, 2, 101) }, scope.Of("AB-2"));
    }

    private static void Add(SubscriptionScope scope, Contact contact) =>
        scope.Add(contact.Facts(), new(TestBook.Service, 3, TestBook.Service.Rpo), contact.Referral);

    private static SubscriptionShares Share(long sumOre, string[] participants, long[] weights)
    {
        var tallies = participants.Zip(weights).ToDictionary(p => p.First, p => new ScopeTally(0, 0, p.Second));
        return SubscriptionShares.Of(Subscription(SharingKeyType.Kpp) with { YearlyOre = sumOre, Participants = participants }, tallies, [], NoMonths);
    }

    private static Subscription Subscription(SharingKeyType type, int? year = null) =>
        TestBook.Subscription("AB-1", Four) with { Key = new(type, year, new Dictionary<string, long>()) };
}
