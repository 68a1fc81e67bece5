using System.Globalization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>An amount explained in plain Swedish.</summary>
internal static class PriceExplanationText
{
    /// <summary>Why the amount is what it is: the rule, where the price stands, the calculation with its figures and the amount. One sentence per line.</summary>
    internal static IReadOnlyList<string> ToSwedish(this in PriceExplanation explanation)
    {
        List<string> lines = [Rule(explanation)];
        if (explanation.AgreementId is { } agreement)
            lines.Add($"Avtal {agreement}, prislista {explanation.PriceList}, säljare {Region.NameOf(explanation.Seller ?? "")}.");
        if (explanation.RowCode is { } code && explanation.RowValidity is { } validity)
            lines.Add($"Prisrad {code}, gäller {Kronor.Show(validity)}: {Kronor.Show(explanation.UnitPriceOre)} {Unit(explanation.Rule)}.");
        lines.AddRange(Calculation(explanation));
        lines.Add($"Belopp: {Kronor.Show(explanation.Recompute())}.");
        return lines;
    }

    private static string Rule(in PriceExplanation explanation) => explanation.Rule switch
    {
        PriceRule.EjRegion => "Patienten har ingen hemregion. Vården ersätts på annat sätt än mellan regioner.",
        PriceRule.EgenVard => "Hemregionen har själv gett vården. Inget belopp mellan regioner.",
        PriceRule.Abonnemang => $"Kontakten ingår i abonnemang {explanation.SubscriptionId}. Inget pris per kontakt.",
        PriceRule.PrisSaknas when explanation.Deviation == PriceDeviation.AgreementMissing =>
            "Avtal saknas: inget avtal mellan säljaren och köparen gäller på prisdatum. Lägg in ett avtal.",
        PriceRule.PrisSaknas => "Pris saknas: avtalets prislista har inget pris som passar kontakten på prisdatum. Lägg in ett pris.",
        PriceRule.EjDebiterbar => "Avtalet säger att det här kontaktslaget inte debiteras.",
        PriceRule.FastPris => "Fast pris för tjänsten.",
        PriceRule.Drg => "DRG-pris: vikt gånger pris per DRG-poäng.",
        PriceRule.DrgYtterfall => "DRG-pris med ytterfallsersättning, eftersom kostnaden är över avtalets gräns.",
        PriceRule.Varddag => "Pris per vårddag.",
        PriceRule.Besok => "Pris per besök.",
        _ => throw new ArgumentOutOfRangeException(nameof(explanation)),
    };

    private static string Unit(PriceRule rule) => rule switch
    {
        PriceRule.FastPris => "per kontakt",
        PriceRule.Drg or PriceRule.DrgYtterfall => "per DRG-poäng",
        PriceRule.Varddag => "per vårddag",
        _ => "per besök",
    };

    private static IEnumerable<string> Calculation(PriceExplanation e)
    {
        if (e.Rule == PriceRule.Varddag)
        {
            var days = e.Days == 1 ? "1 vårddag" : string.Create(CultureInfo.InvariantCulture, $"{e.Days} vårddagar");
            yield return $"{days} × {Kronor.Show(e.UnitPriceOre)} = {Kronor.Show(e.Recompute())}.";
        }
        if (e.Rule is not (PriceRule.Drg or PriceRule.DrgYtterfall)) yield break;

        yield return $"DRG-vikt {Kronor.Decimal(e.Weight, 4, 4)} × {Kronor.Show(e.UnitPriceOre)} = {Kronor.Show(e.DrgOre)}{Rounding((Int128)e.Weight * e.UnitPriceOre, 10_000)}.";
        if (e.Rule == PriceRule.Drg) yield break;

        var limit = Kronor.ShowHundredthsOfOre(e.LimitNumerator);
        yield return $"Gränsen är {Kronor.Decimal(e.LimitHundredths, 2, 0)} × {Kronor.Show(e.DrgOre)} = {limit}. Kostnaden är {Kronor.Show(e.KppOre)}.";
        yield return $"Ytterfallsersättning {Kronor.Decimal(e.ShareHundredths, 2, 2)} × ({Kronor.Show(e.KppOre)} − {limit}) = {Kronor.Show(e.ExtraOre)}{Rounding(e.ShareHundredths * (((Int128)e.KppOre * 100) - e.LimitNumerator), 10_000)}.";
    }

    private static string Rounding(Int128 numerator, Int128 divisor) => numerator % divisor == 0 ? "" : ", avrundat till närmaste öre";
}
