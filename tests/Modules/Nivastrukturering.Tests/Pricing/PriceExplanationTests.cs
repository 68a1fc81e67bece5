using Xunit;
using static Kunskapsstyrning.Nivastrukturering.Tests.Pricing.TestBook;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

public sealed class PriceExplanationTests
{
    private static readonly Contact Inpatient = new() { Drg = "E10B", Weight = 13_347 };

    [Fact]
    public void An_outlier_is_explained_with_every_figure()
    {
        var priced = Book([Row("DRGPOANG:64001", 6_845_000)]).Price(Inpatient with { KppOre = 40_000_000 });

        Assert.Equal(
            """
            DRG-pris med ytterfallsersättning, eftersom kostnaden är över avtalets gräns.
            Avtal AVT-24-25, prislista norra, säljare Västerbotten.
            Prisrad DRGPOANG:64001, gäller 2026-01-01–2026-12-31: 68 450,00 kr per DRG-poäng.
            DRG-vikt 1,3347 × 68 450,00 kr = 91 360,22 kr, avrundat till närmaste öre.
            Gränsen är 2,5 × 91 360,22 kr = 228 400,55 kr. Kostnaden är 400 000,00 kr.
            Ytterfallsersättning 0,80 × (400 000,00 kr − 228 400,55 kr) = 137 279,56 kr.
            Belopp: 228 639,78 kr.
            """,
            Text(priced));
    }

    [Fact]
    public void A_limit_between_two_ore_is_shown_unrounded()
    {
        var priced = Book([Row("DRGPOANG:64001", 7_000_001)]).Price(Inpatient with { Weight = 10_000, KppOre = 17_500_006 });

        Assert.Contains("= 175 000,025 kr.", Text(priced), StringComparison.Ordinal);
    }

    [Fact]
    public void Care_days_are_counted_out()
    {
        var priced = Book([Row("VARDDAG:MED", 640_000, validity: new(new(2026, 1, 1)))]).Price(Inpatient with { Drg = "", Weight = null });

        Assert.Equal(
            """
            Pris per vårddag.
            Avtal AVT-24-25, prislista norra, säljare Västerbotten.
            Prisrad VARDDAG:MED, gäller från 2026-01-01: 6 400,00 kr per vårddag.
            3 vårddagar × 6 400,00 kr = 19 200,00 kr.
            Belopp: 19 200,00 kr.
            """,
            Text(priced));
    }

    [Fact]
    public void Every_rule_has_a_text_that_ends_with_the_amount() => Assert.All(Enum.GetValues<PriceRule>(), rule =>
    {
        var lines = new PriceExplanation { Rule = rule }.ToSwedish();
        Assert.Equal("Belopp: 0,00\u00A0kr.", lines[^1]);
    });

    [Fact]
    public void What_is_missing_is_told_with_what_to_do()
    {
        Assert.Contains("Lägg in ett avtal.", Text(Book([]).Price(Inpatient with { Home = "22" })), StringComparison.Ordinal);
        Assert.Contains("Lägg in ett pris.", Text(Book([]).Price(Inpatient)), StringComparison.Ordinal);
    }

    private static string Text(Priced priced) => string.Join('\n', priced.Explanation.ToSwedish()).Replace('\u00A0', ' ');
}
