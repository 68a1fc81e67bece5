using System.Globalization;
using System.Text;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>How the values of reference files are read: strict UTF-8, exact decimals, ISO dates.</summary>
internal static class ReferenceText
{
    private const int MaxWholeDigits = 12;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole text without byte order mark; null, and an error, when the bytes are not UTF-8.</summary>
    internal static string? Read(Stream content, ReferenceErrors errors)
    {
        try
        {
            using var reader = new StreamReader(content, Strict, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            var text = reader.ReadToEnd();
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            errors.Layout(0, "", "Filen är inte UTF-8. Spara om den som UTF-8 och läs in den igen.");
            return null;
        }
    }

    /// <summary>Reads a decimal text exactly: digits, and maybe a point with decimals. No sign, no blanks.</summary>
    /// <param name="text">At most 12 digits before the point.</param>
    /// <param name="point">The decimal character.</param>
    /// <param name="minDecimals">Fewer is an error.</param>
    /// <param name="maxDecimals">More is an error, also trailing zeros.</param>
    /// <param name="scaled">The value × 10^<paramref name="maxDecimals"/>.</param>
    internal static bool TryDecimal(ReadOnlySpan<char> text, char point, int minDecimals, int maxDecimals, out long scaled)
    {
        scaled = 0;
        var pointAt = text.IndexOf(point);
        var whole = pointAt < 0 ? text : text[..pointAt];
        var decimals = pointAt < 0 ? [] : text[(pointAt + 1)..];
        if (whole.Length is 0 or > MaxWholeDigits || decimals.Length < minDecimals || decimals.Length > maxDecimals || (pointAt >= 0 && decimals.IsEmpty)) return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || decimals.ContainsAnyExceptInRange('0', '9')) return false;

        foreach (var digit in whole) scaled = scaled * 10 + (digit - '0');
        for (var i = 0; i < maxDecimals; i++) scaled = scaled * 10 + (i < decimals.Length ? decimals[i] - '0' : 0);
        return true;
    }

    /// <summary>Reads <c>2026-03-31</c>.</summary>
    internal static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>Reads an MVO: three digits.</summary>
    internal static bool TryMvo(string text, out int mvo)
    {
        mvo = 0;
        return text.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out mvo);
    }

    /// <summary>True for the digits alone, so many.</summary>
    internal static bool IsDigits(string text, int count) => text.Length == count && text.All(char.IsAsciiDigit);

    /// <summary>The items whose validity overlaps that of an earlier item with the same key; an empty validity overlaps nothing.</summary>
    internal static IEnumerable<(T Earlier, T Later)> Overlaps<T, TKey>(IEnumerable<T> items, Func<T, TKey> key, Func<T, Period> validity)
    {
        foreach (var sameKey in items.Where(i => validity(i).IsValid).GroupBy(key))
        {
            T? longest = default;
            var first = true;
            foreach (var item in sameKey.OrderBy(i => validity(i).From))
            {
                if (!first && validity(longest!).Overlaps(validity(item))) yield return (longest!, item);
                if (first || EndsAfter(validity(item), validity(longest!))) longest = item;
                first = false;
            }
        }
    }

    private static bool EndsAfter(Period a, Period b) => b.To is { } end && (a.To is null || a.To > end);
}
