using System.Globalization;
using System.Text.RegularExpressions;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

/// <summary>Computes an amount from the sentences that explain it, as an economist does with pencil and paper.</summary>
internal static partial class ExplanationReader
{
    /// <summary>The amount that the last sentence states, kronor.</summary>
    public static decimal Stated(IReadOnlyList<string> sentences) => First(Amount().Match(sentences[^1]));

    /// <summary>The amount that the figures of the other sentences give, kronor.</summary>
    public static decimal Kronor(IReadOnlyList<string> sentences)
    {
        var all = string.Join(' ', sentences);
        if (Days().Match(all) is { Success: true } days) return Number(days.Groups[1].Value) * Number(days.Groups[2].Value);
        if (Points().Match(all) is { Success: true } points)
        {
            var drg = ToOre(Number(points.Groups[1].Value) * Number(points.Groups[2].Value));
            if (Limit().Match(all) is not { Success: true } limit) return drg;
            var over = Number(limit.Groups[2].Value) - (Number(limit.Groups[1].Value) * drg);
            return drg + ToOre(Number(Share().Match(all).Groups[1].Value) * over);
        }
        return Row().Match(all) is { Success: true } row ? First(row) : 0;
    }

    private static decimal ToOre(decimal kronor) => Math.Round(kronor, 2, MidpointRounding.AwayFromZero);

    private static decimal First(Match match) => Number(match.Groups[1].Value);

    private static decimal Number(string text) => decimal.Parse(text.Replace("\u00A0", "", StringComparison.Ordinal), CultureInfo.GetCultureInfo("sv-SE"));

    [GeneratedRegex("^Belopp: ([\\d\u00A0,]+)\u00A0kr\\.$")]
    private static partial Regex Amount();

    [GeneratedRegex("(\\d+) vårddag(?:ar)? × ([\\d\u00A0,]+)\u00A0kr")]
    private static partial Regex Days();

    [GeneratedRegex("DRG-vikt ([\\d\u00A0,]+) × ([\\d\u00A0,]+)\u00A0kr")]
    private static partial Regex Points();

    [GeneratedRegex("Gränsen är ([\\d,]+) × .* Kostnaden är ([\\d\u00A0,]+)\u00A0kr\\.")]
    private static partial Regex Limit();

    [GeneratedRegex("Ytterfallsersättning ([\\d,]+) ×")]
    private static partial Regex Share();

    [GeneratedRegex("Prisrad .*: ([\\d\u00A0,]+)\u00A0kr per")]
    private static partial Regex Row();
}
