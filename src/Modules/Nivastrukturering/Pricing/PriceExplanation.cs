using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>
/// Everything an amount rests on, as plain figures that can be stored beside it. What a rule did not use is null, empty or 0.
/// </summary>
internal readonly record struct PriceExplanation
{
    /// <summary>Which rule decided.</summary>
    public PriceRule Rule { get; init; }

    /// <summary>Set with <see cref="PriceRule.PrisSaknas"/>.</summary>
    public PriceDeviation Deviation { get; init; }

    /// <summary>The agreement, from rule 1b on.</summary>
    public string? AgreementId { get; init; }

    /// <summary>The subscription, with <see cref="PriceRule.Abonnemang"/>.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The agreement's list: <c>norra</c> or <c>riks</c>.</summary>
    public string? PriceList { get; init; }

    /// <summary>Län code of the list's seller.</summary>
    public string? Seller { get; init; }

    /// <summary>The code of the price row.</summary>
    public string? RowCode { get; init; }

    /// <summary>The row's validity; null without a row.</summary>
    public Period? RowValidity { get; init; }

    /// <summary>The row's price, öre.</summary>
    public long UnitPriceOre { get; init; }

    /// <summary>DRG weight, ten-thousandths.</summary>
    public long Weight { get; init; }

    /// <summary>Care days.</summary>
    public int Days { get; init; }

    /// <summary>P, the DRG price before any ytterfall, öre.</summary>
    public long DrgOre { get; init; }

    /// <summary>The contact's cost, öre; only with <see cref="PriceRule.DrgYtterfall"/>.</summary>
    public long KppOre { get; init; }

    /// <summary>The agreement's grans, hundredths; only with <see cref="PriceRule.DrgYtterfall"/>.</summary>
    public long LimitHundredths { get; init; }

    /// <summary>The agreement's andel, hundredths; only with <see cref="PriceRule.DrgYtterfall"/>.</summary>
    public long ShareHundredths { get; init; }

    /// <summary>E, what is paid above P, öre; only with <see cref="PriceRule.DrgYtterfall"/>.</summary>
    public long ExtraOre { get; init; }

    /// <summary>grans × P, not rounded: hundredths of an öre.</summary>
    public Int128 LimitNumerator => (Int128)LimitHundredths * DrgOre;

    /// <summary>The amount, öre, from the figures above alone.</summary>
    public long Recompute() => Rule switch
    {
        PriceRule.FastPris or PriceRule.Besok => UnitPriceOre,
        PriceRule.Varddag => checked(Days * UnitPriceOre),
        PriceRule.Drg => DrgPrice(Weight, UnitPriceOre),
        PriceRule.DrgYtterfall => checked(DrgPrice(Weight, UnitPriceOre) + Extra(KppOre, DrgPrice(Weight, UnitPriceOre), LimitHundredths, ShareHundredths)),
        _ => 0,
    };

    /// <summary>P = round(w × p / 10 000), öre.</summary>
    internal static long DrgPrice(long weight, long pointPriceOre) => Money.MulDiv(weight, pointPriceOre, 10_000);

    /// <summary>E = round(andel × (KPP − grans × P)), öre; only the whole is rounded.</summary>
    internal static long Extra(long kppOre, long drgOre, long limitHundredths, long shareHundredths) =>
        Money.RoundedDivide(shareHundredths * ((Int128)kppOre * 100 - (Int128)limitHundredths * drgOre), 10_000);
}
