using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>Reads what people type and paste (UX.md 1.3): any of the spaces and minus signs in use, comma, units. Says no rather than guesses.</summary>
public static class SwedishInput
{
    private const int LongestInput = 64;

    private static readonly (string Word, long OrePerUnit)[] Units =
    [
        ("mdkr", 100_000_000_000), ("mnkr", 100_000_000), ("mkr", 100_000_000), ("msek", 100_000_000),
        ("tkr", 100_000), ("kkr", 100_000), ("tsek", 100_000), ("sek", 100), ("kr", 100),
    ];

    /// <summary>Reads a number. A point counts as decimal sign only where it cannot divide thousands: <c>12.5</c> and <c>0.125</c>, not <c>1.234</c>.</summary>
    public static bool TryNumber([NotNullWhen(true)] string? text, out decimal value)
    {
        value = 0;
        if (text is null || text.Length > LongestInput) return false;
        var plain = Plain(text);
        if (plain.EndsWith('%')) plain = plain[..^1].TrimEnd();
        return TryPlain(plain, out value);
    }

    /// <summary>Reads a whole number.</summary>
    public static bool TryInteger([NotNullWhen(true)] string? text, out long value)
    {
        value = 0;
        if (!TryNumber(text, out var number) || number != decimal.Truncate(number) || number is < long.MinValue or > long.MaxValue) return false;
        value = (long)number;
        return true;
    }

    /// <summary>Reads an amount; a unit in the text wins over <paramref name="unit"/>. More than whole öre is refused.</summary>
    public static bool TryMoney([NotNullWhen(true)] string? text, MoneyUnit unit, out long ore)
    {
        ore = 0;
        if (text is null || text.Length > LongestInput) return false;
        var plain = Plain(text);
        var orePerUnit = SwedishFormat.OrePer(unit);
        foreach (var (word, worth) in Units)
        {
            if (!plain.EndsWith(word, StringComparison.OrdinalIgnoreCase)) continue;
            plain = plain[..^word.Length].TrimEnd();
            orePerUnit = worth;
            break;
        }
        if (!TryPlain(plain, out var number)) return false;
        if (Math.Abs(number) > long.MaxValue / orePerUnit) return false;
        var exact = number * orePerUnit;
        if (exact != decimal.Truncate(exact)) return false;
        ore = (long)exact;
        return true;
    }

    /// <summary>Reads <c>2026-11-21</c>, <c>20261121</c>, <c>2026-11-21 00:00:00</c> and <c>21 november 2026</c>; the year has four digits.</summary>
    public static bool TryDate([NotNullWhen(true)] string? text, out DateOnly day)
    {
        day = default;
        if (text is null || text.Length > LongestInput) return false;
        var plain = Plain(text);
        if (plain.EndsWith(" 00:00:00", StringComparison.Ordinal)) plain = plain[..10];
        return DateOnly.TryParseExact(plain, ["yyyy-MM-dd", "yyyyMMdd", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            || DateOnly.TryParseExact(plain, ["d MMMM yyyy", "d MMM yyyy"], SwedishFormat.Culture, DateTimeStyles.None, out day);
    }

    /// <summary>Trimmed, every space as U+0020 and every minus as ASCII.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            plain.Append(c switch
            {
                '\u2212' or '\u2013' or '\u2011' => '-',
                _ when char.IsWhiteSpace(c) => ' ',
                _ => c,
            });
        }
        return plain.ToString().Trim();
    }

    private static bool TryPlain(string text, out decimal value)
    {
        value = 0;
        var sign = text.StartsWith('-') ? -1 : 1;
        var digits = text.TrimStart('-', '+');
        if (text.Length - digits.Length > 1) return false;
        digits = digits.TrimStart();

        var mark = digits.IndexOfAny([',', '.']);
        var whole = mark < 0 ? digits : digits[..mark];
        var fraction = mark < 0 ? "" : digits[(mark + 1)..];
        if (mark >= 0 && (fraction.Length == 0 || !fraction.All(char.IsAsciiDigit))) return false;
        if (mark >= 0 && digits[mark] == '.' && fraction.Length == 3 && whole.TrimStart('0').Length is > 0 and <= 3) return false;
        if (!IsGrouped(whole)) return false;

        if (!decimal.TryParse(whole.Replace(" ", "", StringComparison.Ordinal) + "." + (fraction.Length == 0 ? "0" : fraction),
            NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)) return false;
        value *= sign;
        return true;
    }

    /// <summary>Digits, with spaces only where thousands part.</summary>
    private static bool IsGrouped(string whole)
    {
        var groups = whole.Split(' ');
        return groups.All(g => g.Length > 0 && g.All(char.IsAsciiDigit))
            && (groups.Length == 1 || (groups[0].Length <= 3 && groups.Skip(1).All(g => g.Length == 3)));
    }
}
