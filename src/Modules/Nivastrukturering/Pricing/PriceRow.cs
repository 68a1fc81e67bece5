using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>A row of a seller's price list (formats/PRICING.md).</summary>
/// <param name="PriceList"><c>norra</c> or <c>riks</c>.</param>
/// <param name="Seller">Län code.</param>
/// <param name="Code"><c>TJANST:…</c>, <c>DRGPOANG:…</c>, <c>VARDDAG:…</c> or <c>BESOK:…:…:…</c>.</param>
/// <param name="PriceOre">≥ 0, öre: per contact, per 1.0000 DRG point, per care day or per visit.</param>
/// <param name="Validity">Compared with prisdatum; does not overlap another row's of the same list, seller and code.</param>
/// <param name="Label">For people, or empty.</param>
internal sealed record PriceRow(string PriceList, string Seller, string Code, long PriceOre, Period Validity, string Label);

/// <summary>What a seller and a buyer have agreed (<c>avtal.json</c>).</summary>
/// <param name="Id">For people; a change is a new row, maybe of the same id, with new validity.</param>
/// <param name="Seller">Län code.</param>
/// <param name="Buyer">Län code, or <see cref="Riks"/>.</param>
/// <param name="PriceList"><c>norra</c> or <c>riks</c>.</param>
/// <param name="Validity">Compared with prisdatum.</param>
/// <param name="LimitHundredths">Ytterfall: how many times the DRG price the cost must exceed; hundredths (<c>2.5</c> = 250).</param>
/// <param name="ShareHundredths">Ytterfall: how much of what exceeds is paid; hundredths (<c>0.80</c> = 80).</param>
/// <param name="NotBilled">Kinds of contact that are not billed.</param>
internal sealed record Agreement(
    string Id, string Seller, string Buyer, string PriceList, Period Validity, long LimitHundredths, long ShareHundredths,
    IReadOnlyList<Kontaktslag> NotBilled)
{
    /// <summary>The buyer that stands for every län outside the four of Norra.</summary>
    internal const string Riks = "RIKS";
}
