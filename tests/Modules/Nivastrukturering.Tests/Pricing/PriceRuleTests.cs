using Kunskapsstyrning.Kernel;
using Xunit;
using static Kunskapsstyrning.Nivastrukturering.Tests.Pricing.TestBook;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

public sealed class PriceRuleTests
{
    private static readonly Contact Inpatient = new() { Drg = "E10B", Weight = 10_000 };
    private static readonly Contact Visit = new() { Kind = Kontaktslag.OppenLakare, Visit = Besokstyp.Ny };
    private static readonly PriceRow Point = Row("DRGPOANG:64001", 6_845_000);

    [Fact]
    public void The_worked_example_of_the_page_comes_out_to_the_ore()
    {
        var priced = Book([Point]).Price(Inpatient with { Weight = 13_347, KppOre = 40_000_000 });

        Assert.Equal(PriceRule.DrgYtterfall, priced.Rule);
        Assert.Equal(9_136_022, priced.Explanation.DrgOre);
        Assert.Equal(2_284_005_500, priced.Explanation.LimitNumerator);
        Assert.Equal(13_727_956, priced.Explanation.ExtraOre);
        Assert.Equal(22_863_978, priced.AmountOre);
    }

    [Fact]
    public void No_home_region_and_own_care_come_before_a_subscription()
    {
        var book = Book([Point], Subscription("AB-1", "24", "25"));

        Assert.Equal(PriceRule.EjRegion, book.Price(Inpatient with { Home = "" }, Service).Rule);
        Assert.Equal(PriceRule.EgenVard, book.Price(Inpatient with { Home = "24" }, Service).Rule);
        Assert.Equal(PriceRule.Abonnemang, book.Price(Inpatient, Service).Rule);
    }

    [Fact]
    public void A_subscription_covers_by_service_or_mvo_participants_only_and_in_its_validity()
    {
        var book = Book([Point], Subscription("AB-1", "25"));

        Assert.Equal("AB-1", book.Price(Inpatient, Service).Explanation.SubscriptionId);
        Assert.Equal("AB-1", book.Price(Inpatient with { Mvo = 811 }).Explanation.SubscriptionId);
        Assert.Equal(PriceRule.Drg, book.Price(Inpatient).Rule);
        Assert.NotEqual(PriceRule.Abonnemang, book.Price(Inpatient with { Home = "22" }, Service).Rule);
        Assert.NotEqual(PriceRule.Abonnemang, book.Price(Inpatient with { Region = "23" }, Service).Rule);
        Assert.Equal(PriceRule.Abonnemang, book.Price(Inpatient with { Out = new(2026, 12, 31) }, Service).Rule);
        Assert.NotEqual(PriceRule.Abonnemang, book.Price(Inpatient with { Out = new(2027, 1, 1) }, Service).Rule);
    }

    [Fact]
    public void The_lowest_subscription_id_is_lowest_ordinally() =>
        Assert.Equal("AB-10", Book([], Subscription("AB-9", "25"), Subscription("AB-10", "25")).Price(Inpatient, Service).Explanation.SubscriptionId);

    [Fact]
    public void Without_an_agreement_on_the_price_date_the_deviation_says_so()
    {
        var priced = Book([Point]).Price(Inpatient with { Out = new(2027, 1, 1) });

        Assert.Equal((PriceRule.PrisSaknas, "avtal saknas", 0), (priced.Rule, priced.Deviation.Text(), priced.AmountOre));
        Assert.Null(priced.Explanation.AgreementId);
    }

    [Fact]
    public void Without_a_price_the_deviation_says_so_and_names_the_agreement()
    {
        var priced = Book([]).Price(Inpatient);

        Assert.Equal((PriceRule.PrisSaknas, "pris saknas", "AVT-24-25"), (priced.Rule, priced.Deviation.Text(), priced.Explanation.AgreementId));
    }

    [Fact]
    public void A_buyer_outside_Norra_has_the_terms_of_RIKS()
    {
        var riks = Terms with { Id = "AVT-RIKS", Buyer = Agreement.Riks, PriceList = "riks" };
        var book = new PriceBook([Point, Row("DRGPOANG:64001", 9_000_000, "riks")], [Terms, riks], [], Mvos);

        Assert.Equal(9_000_000, book.Price(Inpatient with { Home = "01" }).AmountOre);
        Assert.Equal(6_845_000, book.Price(Inpatient).AmountOre);
        Assert.Equal(PriceDeviation.AgreementMissing, book.Price(Inpatient with { Home = "22" }).Deviation);
    }

    [Fact]
    public void A_kind_that_is_not_billed_costs_nothing_whatever_prices_there_are()
    {
        var agreement = Terms with { NotBilled = [Kontaktslag.Distans, Kontaktslag.Sluten] };
        var book = new PriceBook([Point, Row("TJANST:T-1", 100)], [agreement], [], Mvos);

        Assert.Equal(PriceRule.EjDebiterbar, book.Price(Inpatient, Service).Rule);
        Assert.Equal(PriceRule.FastPris, book.Price(Inpatient with { Kind = Kontaktslag.Dagkir }, Service).Rule);
    }

    [Fact]
    public void A_fixed_price_comes_before_the_drg_price() =>
        Assert.Equal((PriceRule.FastPris, 100), RuleAndOre(Book([Point, Row("TJANST:T-1", 100)]).Price(Inpatient, Service)));

    [Fact]
    public void The_point_price_is_the_performing_hospitals()
    {
        var book = Book([Point, Row("DRGPOANG:64010", 5_000_000)]);

        Assert.Equal(5_000_000, book.Price(Inpatient with { Hospital = "64010" }).AmountOre);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(Inpatient with { Hospital = "64011" }).Rule);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(Inpatient with { Hospital = "" }).Rule);
    }

    [Fact]
    public void Open_care_is_never_priced_by_drg() =>
        Assert.Equal(PriceRule.PrisSaknas, Book([Point]).Price(Visit with { Drg = "E10B", Weight = 10_000 }).Rule);

    [Fact]
    public void Care_days_need_an_empty_drg_and_count_at_least_one()
    {
        var book = Book([Point, Row("VARDDAG:MED", 640_000)]);
        var noDrg = Inpatient with { Drg = "", Weight = null };

        Assert.Equal((PriceRule.Varddag, 1_920_000), RuleAndOre(book.Price(noDrg)));
        Assert.Equal((PriceRule.Varddag, 640_000), RuleAndOre(book.Price(noDrg with { Out = noDrg.In })));
        Assert.Equal((PriceRule.Varddag, 1_920_000), RuleAndOre(book.Price(noDrg with { Weight = 10_000 })));
        Assert.Equal(PriceRule.PrisSaknas, book.Price(Inpatient with { Weight = null }).Rule);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(noDrg with { Kind = Kontaktslag.Dagkir }).Rule);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(noDrg with { Mvo = 999 }).Rule);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(noDrg with { Mvo = 555 }).Rule);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(noDrg with { Mvo = 811 }).Rule);
    }

    [Fact]
    public void A_visit_is_priced_by_kind_type_and_group()
    {
        var book = Book([Row("BESOK:OPPEN_LAKARE:NY:MED", 1), Row("BESOK:OPPEN_LAKARE:ATER:MED", 2), Row("BESOK:OPPEN_ANNAN:NY:MED", 3), Row("BESOK:DISTANS:ATER:PRIM", 4)]);

        Assert.Equal(1, book.Price(Visit).AmountOre);
        Assert.Equal(2, book.Price(Visit with { Visit = Besokstyp.Ater }).AmountOre);
        Assert.Equal(3, book.Price(Visit with { Kind = Kontaktslag.OppenAnnan }).AmountOre);
        Assert.Equal(4, book.Price(Visit with { Kind = Kontaktslag.Distans, Visit = Besokstyp.Ater, Mvo = 811 }).AmountOre);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(Visit with { Kind = Kontaktslag.Distans }).Rule);
        Assert.Equal(PriceRule.PrisSaknas, book.Price(Visit with { Visit = null }).Rule);
    }

    [Fact]
    public void The_price_date_is_the_discharge_in_closed_care_and_the_visit_in_open()
    {
        Period first = new(new(2026, 1, 1), new(2026, 3, 3)), second = new(new(2026, 3, 4), null);
        var book = Book([
            Row("DRGPOANG:64001", 1, validity: first), Row("DRGPOANG:64001", 2, validity: second),
            Row("BESOK:OPPEN_LAKARE:NY:MED", 3, validity: first), Row("BESOK:OPPEN_LAKARE:NY:MED", 4, validity: second)]);

        Assert.Equal(2, book.Price(Inpatient).AmountOre);
        Assert.Equal(1, book.Price(Inpatient with { Out = new(2026, 3, 3) }).AmountOre);
        Assert.Equal(2, book.Price(Inpatient with { Out = new(2026, 3, 4) }).AmountOre);
        Assert.Equal(3, book.Price(Visit).AmountOre);
    }

    [Fact]
    public void The_limit_itself_is_no_outlier_and_an_unknown_cost_is_none()
    {
        var book = Book([Row("DRGPOANG:64001", 100)]);

        Assert.Equal((PriceRule.Drg, 100), RuleAndOre(book.Price(Inpatient with { KppOre = 250 })));
        Assert.Equal((PriceRule.DrgYtterfall, 101), RuleAndOre(book.Price(Inpatient with { KppOre = 251 })));
        Assert.Equal((PriceRule.Drg, 100), RuleAndOre(book.Price(Inpatient)));
    }

    [Fact]
    public void A_weight_of_zero_costs_nothing_and_any_cost_is_then_an_outlier() =>
        Assert.Equal((PriceRule.DrgYtterfall, 8), RuleAndOre(Book([Point]).Price(Inpatient with { Weight = 0, KppOre = 10 })));

    [Fact]
    public void An_amount_beyond_64_bits_is_an_error_and_never_a_wrong_sum()
    {
        var book = Book([Row("DRGPOANG:64001", 99_999_999_999_999)]);

        Assert.Throws<OverflowException>(() => book.Price(Inpatient with { Weight = 9_999_999_999_999_999 }));
    }

    private static (PriceRule Rule, long Ore) RuleAndOre(Priced priced) => (priced.Rule, priced.AmountOre);
}
