namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Which rule of formats/PRICING.md decided the amount. The values are stored: never renumber.</summary>
internal enum PriceRule : byte
{
    /// <summary>No home region: billed elsewhere, not between regions.</summary>
    EjRegion,

    /// <summary>The home region performed it: no amount between regions.</summary>
    EgenVard,

    /// <summary>Covered by a subscription: nothing per contact.</summary>
    Abonnemang,

    /// <summary>No agreement, or no price: see <see cref="PriceDeviation"/>.</summary>
    PrisSaknas,

    /// <summary>The agreement does not bill that kind of contact.</summary>
    EjDebiterbar,

    /// <summary>Fixed price for the service.</summary>
    FastPris,

    /// <summary>DRG weight × price per point.</summary>
    Drg,

    /// <summary>As <see cref="Drg"/>, and a part of the cost above the limit.</summary>
    DrgYtterfall,

    /// <summary>Care days × price.</summary>
    Varddag,

    /// <summary>Price per visit.</summary>
    Besok,
}

/// <summary>Why <see cref="PriceRule.PrisSaknas"/>. The values are stored: never renumber.</summary>
internal enum PriceDeviation : byte
{
    /// <summary>Another rule decided.</summary>
    None,

    /// <summary>No agreement between seller and buyer on prisdatum.</summary>
    AgreementMissing,

    /// <summary>There is an agreement, but no price that fits.</summary>
    PriceMissing,
}

/// <summary>The answer of pricing for one contact.</summary>
/// <param name="Rule">Which rule decided.</param>
/// <param name="AmountOre">Öre, ≥ 0.</param>
/// <param name="Explanation">The figures; <see cref="PriceExplanation.Recompute"/> gives <paramref name="AmountOre"/> from them.</param>
internal readonly record struct Priced(PriceRule Rule, long AmountOre, PriceExplanation Explanation)
{
    /// <summary>Set with <see cref="PriceRule.PrisSaknas"/>.</summary>
    public PriceDeviation Deviation => Explanation.Deviation;
}

/// <summary>The code of a rule as text.</summary>
internal static class PriceRuleCodes
{
    private static readonly string[] Codes =
    [
        "EJ_REGION", "EGEN_VARD", "ABONNEMANG", "PRIS_SAKNAS", "EJ_DEBITERBAR", "FAST_PRIS", "DRG", "DRG_YTTERFALL", "VARDDAG", "BESOK",
    ];

    /// <summary>For example <c>DRG_YTTERFALL</c>.</summary>
    internal static string Code(this PriceRule rule) => Codes[(int)rule];

    /// <summary><c>avtal saknas</c>, <c>pris saknas</c>, or empty.</summary>
    internal static string Text(this PriceDeviation deviation) => deviation switch
    {
        PriceDeviation.AgreementMissing => "avtal saknas",
        PriceDeviation.PriceMissing => "pris saknas",
        _ => "",
    };
}
