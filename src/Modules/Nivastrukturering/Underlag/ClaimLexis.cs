using System.Globalization;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>The forms of values (docs/formats/FAKTURAUNDERLAG.md, "What schema-valid means here").</summary>
internal static class ClaimLexis
{
    /// <summary>Of a <c>D</c>.</summary>
    public const string DayForm = "yyyyMMdd";

    // Larger numbers are schema-valid but no invoice has them: they are refused so that no sum can overflow.
    private const int MostDigits = 12;
    private const string Blanks = " \t\r\n";

    /// <summary>The value as it is kept (numbers without the blanks around them); null when it has another form.</summary>
    public static string? Read(ClaimValue kind, string text) => kind switch
    {
        ClaimValue.Text => text,
        ClaimValue.Day => IsDay(text) ? text : null,
        ClaimValue.Time => IsTime(text) ? text : null,
        _ => ReadTrimmed(kind, text.Trim(Blanks.ToCharArray())),
    };

    /// <summary>Kronor of an amount that <see cref="Read"/> has let through.</summary>
    public static decimal Amount(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>True for an amount ≥ 0 with at most two decimals, trailing zeros counted; else UTL-00 is listed and the other rules are run.</summary>
    public static bool IsWholeOre(string amount) => Amount(amount) >= 0 && amount.Length - 1 - amount.IndexOf('.', StringComparison.Ordinal) is var decimals && (decimals <= 2 || !amount.Contains('.', StringComparison.Ordinal));

    private static string? ReadTrimmed(ClaimValue kind, string text) => kind switch
    {
        ClaimValue.Positive => IsWhole(text) && long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) >= 1 ? text : null,
        ClaimValue.Whole => IsWhole(text) ? text : null,
        ClaimValue.Boolean => text is "true" or "false" or "1" or "0" ? text : null,
        _ => IsAmount(text) ? text : null,
    };

    private static bool IsDay(string text) =>
        text.Length == 8 && text[..2] is "19" or "20" && DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsTime(string text) => text.Length == 6 && TimeOnly.TryParseExact(text, "HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsWhole(ReadOnlySpan<char> text)
    {
        if (text is ['+' or '-', ..]) text = text[1..];
        return !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9') && text.TrimStart('0').Length <= MostDigits;
    }

    private static bool IsAmount(ReadOnlySpan<char> text)
    {
        if (text is ['+' or '-', ..]) text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var decimals = point < 0 ? [] : text[(point + 1)..];
        return whole.Length + decimals.Length > 0
            && !whole.ContainsAnyExceptInRange('0', '9') && !decimals.ContainsAnyExceptInRange('0', '9')
            && whole.TrimStart('0').Length <= MostDigits;
    }
}
