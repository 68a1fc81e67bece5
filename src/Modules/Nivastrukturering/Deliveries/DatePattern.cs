using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>The mapping's date form: <c>YYYYMMDD</c>, <c>YYYY-MM-DD</c>, <c>YYYY-MM-DD hh:mm</c>; any other sign stands for itself.</summary>
internal sealed class DatePattern
{
    private readonly string _pattern;
    private readonly int[] _year;
    private readonly int[] _month;
    private readonly int[] _day;
    private readonly (int Place, char Sign)[] _signs;
    private readonly (int[] Places, int Limit)[] _times;

    /// <exception cref="InvalidMappingException">Year, month or day is missing.</exception>
    public DatePattern(string pattern)
    {
        _pattern = pattern;
        (_year, _month, _day) = (PlacesOf('Y'), PlacesOf('M'), PlacesOf('D'));
        if (_year.Length != 4 || _month.Length != 2 || _day.Length != 2) throw new InvalidMappingException($"Datumformen ”{pattern}” saknar YYYY, MM eller DD.");
        _times = [(PlacesOf('h'), 24), (PlacesOf('m'), 60), (PlacesOf('s'), 60)];
        _signs = [.. pattern.Index().Where(p => !"YMDhms".Contains(p.Item)).Select(p => (p.Index, p.Item))];

        int[] PlacesOf(char part) => [.. pattern.Index().Where(p => p.Item == part).Select(p => p.Index)];
    }

    /// <summary>Reads a date of exactly this form; a real day of the years 1900–2099, a time of day only valid and dropped.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out DateOnly date)
    {
        date = default;
        if (text.Length != _pattern.Length) return false;
        foreach (var (place, sign) in _signs)
            if (text[place] != sign) return false;
        foreach (var (places, limit) in _times)
            if (NumberAt(text, places) >= limit) return false;
        var (year, month, day) = (NumberAt(text, _year), NumberAt(text, _month), NumberAt(text, _day));
        if (year is < 1900 or > 2099 || !IsReal(year, month, day)) return false;
        date = new(year, month, day);
        return true;
    }

    /// <summary>True for a day of the calendar.</summary>
    public static bool IsReal(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>More than any limit when a sign is no digit.</summary>
    private static int NumberAt(ReadOnlySpan<char> text, int[] places)
    {
        var number = 0;
        foreach (var place in places)
        {
            var digit = (uint)(text[place] - '0');
            if (digit > 9) return int.MaxValue;
            number = 10 * number + (int)digit;
        }
        return number;
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
