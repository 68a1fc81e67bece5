using Kunskapsstyrning.Nivastrukturering.Data;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>A price as the columns of a stored contact have it, in their order: names, and values written and read, stand side by side here alone.</summary>
internal readonly record struct PriceColumns(
    PriceRule Rule, PriceDeviation Deviation, long AmountOre, string AgreementId, string SubscriptionId, string PriceList, string PriceCode, DateOnly? From, DateOnly? To,
    long UnitPriceOre, long DrgOre, long LimitHundredths, long ShareHundredths, long ExtraOre)
{
    public static readonly string[] Names =
    [
        "price_rule", "price_deviation", "amount_ore", "agreement_id", "subscription_id", "price_list", "price_code", "price_from", "price_to",
        "unit_price_ore", "drg_ore", "limit_hundredths", "share_hundredths", "extra_ore",
    ];

    public static PriceColumns Of(in Priced priced)
    {
        var why = priced.Explanation;
        return new(
            priced.Rule, priced.Deviation, priced.AmountOre, why.AgreementId ?? "", why.SubscriptionId ?? "", why.PriceList ?? "", why.RowCode ?? "", why.RowValidity?.From, why.RowValidity?.To,
            why.UnitPriceOre, why.DrgOre, why.LimitHundredths, why.ShareHundredths, why.ExtraOre);
    }

    public static PriceColumns Read(BulkReader from) => new(
        (PriceRule)from.Small(), (PriceDeviation)from.Small(), from.Long(), from.Name(), from.Name(), from.Name(), from.Name(), from.DayOrNull(), from.DayOrNull(),
        from.Long(), from.Long(), from.Long(), from.Long(), from.Long());

    public void Write(BulkWriter to)
    {
        to.Small((short)Rule);
        to.Small((short)Deviation);
        to.Whole(AmountOre);
        to.Text(AgreementId);
        to.Text(SubscriptionId);
        to.Text(PriceList);
        to.Text(PriceCode);
        to.DayOrNull(From);
        to.DayOrNull(To);
        to.Whole(UnitPriceOre);
        to.Whole(DrgOre);
        to.Whole(LimitHundredths);
        to.Whole(ShareHundredths);
        to.Whole(ExtraOre);
    }
}
