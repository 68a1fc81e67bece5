using FsCheck;
using FsCheck.Fluent;
using Kunskapsstyrning.Nivastrukturering.Fordelning;
using Kunskapsstyrning.Nivastrukturering.Scenarier;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Scenarier;

public class ScenarioTests
{
    private const string University = "24-64001", Sunderbyn = "25-65016", Sundsvall = "22-62010";

    private static readonly CareKey Ablation = CareKey.OfService("NRF-031"), Cataract = CareKey.OfService("NRF-019");

    /// <summary>No list: everything is priced as today.</summary>
    private static readonly Func<Move, string, string, string, long?> NoList = (_, _, _, _) => null;

    private static readonly Func<Move, string, string, string, long?> SomeList = (_, region, home, service) => service == "NRF-019" && region != home ? 982_550 : null;

    private static readonly Gen<ScenarioCell> Cells =
        from home in Gen.Elements("", "01", "22", "23", "24", "25")
        from place in Gen.Elements(University, Sunderbyn, Sundsvall, "25", "23-63010")
        from service in Gen.Elements("NRF-031", "NRF-019", "")
        from rule in Gen.Elements(PriceRule.FastPris, PriceRule.Drg, PriceRule.Abonnemang, PriceRule.PrisSaknas, PriceRule.EjDebiterbar)
        from contacts in Gen.Choose(1, 2_000)
        from ore in Gen.Choose(0, int.MaxValue)
        from kpp in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, int.MaxValue))
        select Cell(home, place, service, rule, contacts, ore * 7L, kpp * 5L);

    private static readonly Gen<Move> Moves =
        from care in Gen.Elements(Ablation, Cataract, CareKey.OfLevel(3), CareKey.OfRpo("Ögonsjukdomar"))
        from fromPlace in Gen.Elements("", University, Sunderbyn, Sundsvall)
        from to in Gen.Elements<string[]>([University], [Sunderbyn], [Sunderbyn, Sundsvall], [Places.Home], [Places.Back])
        from share in Gen.Choose(0, Move.Whole)
        from own in Gen.Choose(0, int.MaxValue)
        from hasOwn in Gen.Elements(true, false)
        from variable in Gen.Choose(0, Move.Whole)
        from receiver in Gen.Choose(0, 3 * Move.Whole)
        from travel in Gen.Choose(-1_000_000, 1_000_000)
        select new Move(care, to.Contains(fromPlace) ? "" : fromPlace, to, null, share, hasOwn ? own : null, variable, receiver, travel);

    [Fact]
    public void Without_moves_or_with_share_0_every_region_is_at_its_baseline_to_the_öre() => Prop.ForAll(Cells.ArrayOf().ToArbitrary(), Moves.ArrayOf(3).ToArbitrary(), (cells, moves) =>
    {
        foreach (var result in new[] { Scenario.Of(cells, [], SomeList), Scenario.Of(cells, [.. moves.Select(m => m with { Share = 0 })], SomeList) })
        {
            Assert.All(result.Regions, r => Assert.Equal((cells.Where(c => c.Home == r.Region).Sum(c => c.Ore), cells.Where(c => c.Region == r.Region).Sum(c => c.Ore), 0L), (r.BoughtAfter, r.SoldAfter, r.Net)));
            Assert.Equal(cells.Sum(c => c.Ore), result.Regions.Sum(r => r.BoughtAfter));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void There_and_back_is_the_baseline_to_the_öre() => Prop.ForAll(Cells.ArrayOf().ToArbitrary(), Moves.ArrayOf(2).ToArbitrary(), (cells, there) =>
    {
        var back = new Move(there[0].Care, "", [Places.Back], null, Move.Whole, 1, 5_000, 12_000, 999);
        var result = Scenario.Of(cells, [there[0], there[1] with { Care = there[0].Care }, back], SomeList);
        Assert.Empty(result.Flows);
        Assert.All(result.Regions, r => Assert.Equal((r.BoughtBefore, r.SoldBefore, 0L), (r.BoughtAfter, r.SoldAfter, r.Net)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_one_region_pays_another_earns_and_what_does_not_cancel_is_named() => Prop.ForAll(Cells.ArrayOf().ToArbitrary(), Moves.ArrayOf(3).ToArbitrary(), (cells, moves) =>
    {
        var result = Scenario.Of(cells, moves, SomeList);
        Assert.Equal(0, result.Regions.Sum(r => r.Bought + r.Sold));
        Assert.Equal(result.Net, -result.StaysOre - result.DearerOre - result.TravelOre);
        Assert.Equal(result.Net, result.GoneOre - result.AddedOre - result.TravelOre);
        foreach (var months in new[] { 0, 1, 7, 12 })
        {
            var part = result.PartOf(months);
            Assert.Equal(decimal.Round(result.Net * months / 12m, MidpointRounding.AwayFromZero), part.Values.Sum());
            Assert.All(result.Regions, r => Assert.True(Math.Abs((part[r.Region] * 12m) - ((decimal)r.Net * months)) < 12));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_larger_share_moves_no_figure_the_other_way() => Prop.ForAll(Cells.ArrayOf().ToArbitrary(), Moves.ToArbitrary(), Gen.Choose(0, 3_000).ToArbitrary(), (cells, move, more) =>
    {
        var (less, most) = (Scenario.Of(cells, [move], SomeList), Scenario.Of(cells, new Assumptions(default, [move], 0).Shifted(more).Moves, SomeList));
        Assert.All(less.Flows, f =>
        {
            var larger = most.Flows.Single(o => (o.Home, o.FromPlace, o.To) == (f.Home, f.FromPlace, f.To));
            Assert.True(larger.OldOre >= f.OldOre && larger.NewOre >= f.NewOre && larger.GoneOre >= f.GoneOre && larger.AddedOre >= f.AddedOre && Math.Abs(larger.TravelOre) >= Math.Abs(f.TravelOre) && larger.Contacts >= f.Contacts);
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_moves_of_different_care_sum_to_the_effects_of_each() => Prop.ForAll(Cells.ArrayOf().ToArbitrary(), Moves.Two().ToArbitrary(), (cells, moves) =>
    {
        var (one, other) = (moves.Item1 with { Care = Ablation }, moves.Item2 with { Care = Cataract });
        var both = Scenario.Of(cells, [one, other], SomeList);
        var (first, second) = (Scenario.Of(cells, [one], SomeList), Scenario.Of(cells, [other], SomeList));
        Assert.Equal(first.TouchedOre + second.TouchedOre, both.TouchedOre);
        Assert.True(Math.Abs(both.Net - first.Net - second.Net) <= 3 * (first.Flows.Count + second.Flows.Count)); // each way is rounded once, together or apart
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_move_that_begins_later_costs_and_saves_only_from_then_on() => Prop.ForAll(Cells.ArrayOf().ToArbitrary(), Moves.Two().ToArbitrary(), Gen.Choose(2, 12).ToArbitrary(), (cells, moves, month) =>
    {
        Assumptions assumptions = new(new(2027, 1, 1), [moves.Item1, moves.Item2 with { Start = new(2028, month, 1) }], 0);
        var (first, both) = (Scenario.Of(cells, [moves.Item1], SomeList), Scenario.Of(cells, assumptions.Moves, SomeList));
        var stages = ScenarioStage.Of(assumptions, both, some => Scenario.Of(cells, some, SomeList))!;
        Assert.Equal(Nets(first), Nets(stages, 2027));
        Assert.Equal(Nets(both), Nets(stages, 2029));
        Assert.Equal(decimal.Round(((first.Net * (month - 1M)) + (both.Net * (13M - month))) / 12, MidpointRounding.AwayFromZero), ScenarioStage.InYear(stages, 2028).Values.Sum());
        Assert.Empty(Nets(stages, 2026));
        Assert.Null(ScenarioStage.Of(assumptions with { Moves = [moves.Item1, moves.Item2] }, both, _ => both)); // one day for all: no stages
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void There_in_one_year_and_back_in_the_next_is_the_baseline_from_then_on()
    {
        ScenarioCell[] cells = [Cell("25", University, "NRF-031", PriceRule.Drg, 100, 1_000_000_01, 800_000_00)];
        Assumptions assumptions = new(new(2027, 7, 1), [Given([Sunderbyn]), Given([Places.Back]) with { From = "", Start = new(2028, 12, 15) }], 0);
        var whole = Scenario.Of(cells, assumptions.Moves, NoList);
        var stages = ScenarioStage.Of(assumptions, whole, some => Scenario.Of(cells, some, NoList))!;
        Assert.Equal([100_000_00L, 200_000_01], new[] { 2027, 2028 }.Select(year => ScenarioStage.InYear(stages, year)["25"])); // half of a year's 200 000,01 kr (the odd öre is the lower code's), then a whole year: the 15th begins no whole month
        Assert.Empty(Nets(stages, 2029));
        Assert.Empty(whole.Flows);
    }

    [Fact]
    public void What_was_saved_before_moves_had_days_is_read_and_written_as_it_was()
    {
        const string Saved = """{"From":"2027-07-01","Moves":[{"Care":{"Key":"NRF-031"},"From":"24-64001","To":["25-65016"],"ToLevel":null,"Share":7000,"PriceOre":null,"Variable":6000,"Receiver":10000,"TravelOre":0}],"Spread":2000}""";
        var read = EditionJson.Read<Assumptions>(Saved);
        Assert.Equal(Saved, EditionJson.Of(read));
        Assert.Equal((new DateOnly(2027, 7, 1), 6), (read.FirstDay, Assumptions.MonthsOf(read.FirstDay, 2027)));
    }

    private static Dictionary<string, long> Nets(ScenarioResult result) => result.Regions.Where(r => r.Net != 0).ToDictionary(r => r.Region, r => r.Net);

    private static Dictionary<string, long> Nets(IReadOnlyList<ScenarioStage> stages, int year) => ScenarioStage.InYear(stages, year).Where(n => n.Value != 0).ToDictionary();

    [Fact]
    public void Groups_of_fewer_than_five_contacts_stay_and_are_told_of()
    {
        ScenarioCell[] cells = [Cell("25", University, "NRF-031", PriceRule.Drg, 4, 400_000, 300_000), Cell("22", University, "NRF-031", PriceRule.Drg, 5, 500_000, 300_000)];
        var result = Scenario.Of(cells, [Given([Sunderbyn, Sundsvall])], NoList);
        Assert.True(result.LeftOut);
        Assert.Equal(5, result.TouchedContacts);
        Assert.Equal("22", Assert.Single(result.Flows).Home);
    }

    [Fact]
    public void A_worked_example_goes_to_the_own_region_and_leaves_fixed_cost_behind()
    {
        ScenarioCell[] cells =
        [
            Cell("25", University, "NRF-031", PriceRule.Drg, 100, 1_000_000_01, 800_000_00), Cell("22", University, "NRF-031", PriceRule.Drg, 50, 500_000_00, 0),
            Cell("23", University, "NRF-031", PriceRule.Drg, 20, 200_000_00, 100_000_00), Cell("24", University, "NRF-031", PriceRule.EgenVard, 300, 0, 2_400_000_00),
        ];
        var result = Scenario.Of(cells, [Given([Sunderbyn, Sundsvall]) with { Share = 7_000, Variable = 6_000, TravelOre = -1_000_00 }], NoList);
        Assert.Equal(new RegionEffect("25", 1_000_000_01, 0, 700_000_01, 0, -560_000_00, 70_000_00), result.Of("25")); // 700 000,007 kr is 700 000,01
        Assert.Equal(new RegionEffect("22", 500_000_00, 0, 350_000_00, 0, -350_000_00, 35_000_00), result.Of("22")); // without KPP the price is the cost
        Assert.Equal(new RegionEffect("24", 0, 1_700_000_01, 0, -1_050_000_01, 546_000_00, 0), result.Of("24"));
        Assert.Equal(0, result.Of("23").Net); // has no chosen hospital: stays
        Assert.Equal((364_000_00L, 0L, -105_000_00L, 105L), (result.StaysOre, result.DearerOre, result.TravelOre, result.Flows.Sum(f => f.Contacts)));
        Assert.Equal(-259_000_00, result.Net);
    }

    [Fact]
    public void The_price_is_the_receivers_list_else_todays_else_the_average_and_own_care_has_none()
    {
        ScenarioCell[] cells = [Cell("25", University, "NRF-019", PriceRule.FastPris, 10, 1_000_00, 0), Cell("24", University, "NRF-019", PriceRule.EgenVard, 10, 0, 900_00), Cell("25", University, "NRF-031", PriceRule.Drg, 10, 2_000_00, 0)];
        Assert.Equal(98_255_00, Flow(Given([Sundsvall], Cataract), SomeList, "25").NewOre); // 10 × 9 825,50 by the list
        Assert.Equal(98_255_00, Flow(Given([Sundsvall], Cataract), SomeList, "24").NewOre);
        Assert.Equal(2_000_00, Flow(Given([Sundsvall]), SomeList, "25").NewOre); // no list price: as today
        Assert.Equal(1_000_00, Flow(Given([Sundsvall], Cataract), NoList, "24").NewOre); // was own care: the average of what is priced
        Assert.Equal(0, Flow(Given([Sunderbyn], Cataract), SomeList, "25").NewOre); // becomes own care
        Assert.Equal(70_00, Flow(Given([Sundsvall], Cataract) with { PriceOre = 7_00 }, SomeList, "25").NewOre);

        ScenarioFlow Flow(Move move, Func<Move, string, string, string, long?> list, string home) => Scenario.Of(cells, [move], list).Flows.Single(f => f.Home == home);
    }

    [Fact]
    public void Contacts_without_kpp_cost_the_mean_of_the_others_and_the_price_where_none_has_it()
    {
        var some = Cell("25", University, "NRF-031", PriceRule.Drg, 7, 70_000, 100) with { KppContacts = 6 };
        Assert.Equal(117, some.CostOre); // 116,67
        Assert.Equal(100, (some with { KppContacts = 7 }).CostOre);
        Assert.Equal(70_000, (some with { KppOre = 0, KppContacts = 0 }).CostOre);
        Assert.Equal(6, Scenario.Of([some], [Given([Sunderbyn])], NoList).TouchedKppContacts);
    }

    private static Move Given(string[] to, CareKey? care = null) => new(care ?? Ablation, University, to, null, Move.Whole, null, Move.Whole, Move.Whole, 0);

    private static ScenarioCell Cell(string home, string place, string service, PriceRule rule, long contacts, long ore, long kpp)
    {
        var region = Places.RegionOf(place);
        if (home.Length == 0) rule = PriceRule.EjRegion;
        else if (home == region) rule = PriceRule.EgenVard;
        var isPaid = rule is PriceRule.FastPris or PriceRule.Drg;
        return new(home, region, Places.HospitalOf(place), service == "NRF-031" ? 3 : 2, service, service == "NRF-019" ? "Ögonsjukdomar" : "Hjärt- och kärlsjukdomar", rule, contacts, isPaid ? ore : 0, kpp, kpp == 0 ? 0 : contacts);
    }
}
