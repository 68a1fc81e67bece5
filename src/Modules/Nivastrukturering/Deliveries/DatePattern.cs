using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The mapping's date form: <c>YYYYMMDD</c>, <c>YYYY-MM-DD</c>, <c>YYYY-MM-DD hh:mm</c>; any other sign stands for itself.</summary>
internal sealed class DatePattern
{
    private readonly string _pattern;

    /// <exception cref="InvalidMappingException">Year, month or day is missing.</exception>
    public DatePattern(string pattern)
    {
        if (Count('Y') != 4 || Count('M') != 2 || Count('D') != 2) throw new InvalidMappingException($"Datumformen ”{pattern}” saknar YYYY, MM eller DD.");
        _pattern = pattern;

        int Count(char part) => pattern.Count(c => c == part);
    }

    /// <summary>Reads a date of exactly this form; a real day of the years 1900–2099, a time of day only valid and dropped.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text.Length != _pattern.Length) return false;
        int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var (part, c) = (_pattern[i], text[i]);
            if (part is not ('Y' or 'M' or 'D' or 'h' or 'm' or 's'))
            {
                if (c != part) return false;
                continue;
            }
            if (!char.IsAsciiDigit(c)) return false;
            ref var number = ref part == 'Y' ? ref year : ref part == 'M' ? ref month : ref part == 'D' ? ref day : ref part == 'h' ? ref hour : ref part == 'm' ? ref minute : ref second;
            number = number * 10 + (c - '0');
        }
        return year is >= 1900 and <= 2099 && hour < 24 && minute < 60 && second < 60 && IsReal(year, month, day) && Set(out date, year, month, day);
    }

    /// <summary>True for a day of the calendar.</summary>
    public static bool IsReal(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool Set(out DateOnly date, int year, int month, int day)
    {
        date = new(year, month, day);
        return true;
    }
}

/// <summary>The mapping's form of numbers: decimal sign and thousands separators.</summary>
internal sealed class NumberPattern
{
    private const int MaxWholeDigits = 12;
    private readonly char _decimal;
    private readonly string _thousands;

    /// <exception cref="InvalidMappingException">The decimal sign is not one character.</exception>
    public NumberPattern(Mapping mapping)
    {
        if (mapping.Decimal.Length != 1) throw new InvalidMappingException("Decimaltecknet ska vara ett tecken.");
        _decimal = mapping.Decimal[0];
        _thousands = string.Concat(mapping.Tusental);
    }

    /// <summary>Reads <c>[0-9]{1,12}([decimal][0-9]+)?</c> after the thousands separators are taken out.</summary>
    /// <param name="text">As it stood, trimmed.</param>
    /// <param name="decimals">At most so many decimals, zeros too.</param>
    /// <param name="scaled">The number × 10^<paramref name="decimals"/>.</param>
    public bool TryParse(ReadOnlySpan<char> text, int decimals, out long scaled)
    {
        scaled = 0;
        int whole = 0, fraction = -1;
        foreach (var c in text)
        {
            if (_thousands.Contains(c)) continue;
            if (c == _decimal && fraction < 0 && whole > 0)
            {
                fraction = 0;
                continue;
            }
            if (!char.IsAsciiDigit(c)) return false;
            if (fraction >= 0 ? ++fraction > decimals : ++whole > MaxWholeDigits) return false;
            scaled = scaled * 10 + (c - '0');
        }
        if (whole == 0 || fraction == 0) return false;
        for (var i = Math.Max(fraction, 0); i < decimals; i++) scaled *= 10;
        return true;
    }
}
