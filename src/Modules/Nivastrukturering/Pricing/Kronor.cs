using System.Globalization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Figures as the explanation of an amount shows them: decimal comma, groups divided by U+00A0, exact.</summary>
internal static class Kronor
{
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u00A0", NumberGroupSizes = [3] };

    /// <summary>Öre as kronor: <c>68 450,00 kr</c>.</summary>
    internal static string Show(long ore) => Decimal(ore, 2, 2) + "\u00A0kr";

    /// <summary>Hundredths of an öre as kronor, with so many decimals as it needs: <c>175 000,0225 kr</c>.</summary>
    internal static string ShowHundredthsOfOre(Int128 value) => Decimal(value, 4, 2) + "\u00A0kr";

    /// <summary>An exact decimal.</summary>
    /// <param name="scaled">≥ 0: the value × 10^<paramref name="decimals"/>.</param>
    /// <param name="decimals">1–4.</param>
    /// <param name="least">Trailing zeros are cut down to so many decimals.</param>
    internal static string Decimal(Int128 scaled, int decimals, int least)
    {
        var (whole, rest) = Int128.DivRem(scaled, PowerOfTen(decimals));
        var fraction = rest.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0').TrimEnd('0').PadRight(least, '0');
        return fraction.Length == 0 ? whole.ToString("N0", Grouped) : $"{whole.ToString("N0", Grouped)},{fraction}";
    }

    /// <summary>A validity in words: <c>2026-01-01–2026-12-31</c>, <c>från 2026-01-01</c>, <c>till 2026-12-31</c>, <c>tills vidare</c>.</summary>
    internal static string Show(Period period) => (period.From == DateOnly.MinValue, period.To) switch
    {
        (true, null) => "tills vidare",
        (true, { } to) => $"till {to:O}",
        (false, null) => $"från {period.From:O}",
        (false, { } to) => $"{period.From:O}–{to:O}",
    };

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }
}
