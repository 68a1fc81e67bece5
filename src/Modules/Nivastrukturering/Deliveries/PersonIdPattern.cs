using System.Text.RegularExpressions;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>What a person id was, without the id.</summary>
/// <param name="IsReadable">A known form with a real date; else KST-107.</param>
/// <param name="HasRightCheckDigit">False = KST-108. True for a reservnummer, which has none.</param>
/// <param name="Born">The day of birth, when readable.</param>
/// <param name="SexDigitIsOdd">The digit before the check digit; null for a reservnummer.</param>
internal readonly record struct PersonFacts(bool IsReadable, bool HasRightCheckDigit, DateOnly Born, bool? SexDigitIsOdd);

/// <summary>
/// The mapping's form of person ids (formats/VARDKONTAKT.md, "Person ids"): brings one to its twelve characters and judges it.
/// The twelve characters live in the caller's buffer only.
/// </summary>
internal sealed class PersonIdPattern
{
    /// <summary>Length of the normal form.</summary>
    public const int Length = 12;

    private readonly bool _shortYear;
    private readonly bool _hyphen;
    private readonly Regex _reserve;

    /// <exception cref="InvalidMappingException">The mapping has another form than the three that are known, or its reservnummer is no pattern.</exception>
    public PersonIdPattern(Mapping mapping)
    {
        (_shortYear, _hyphen) = mapping.Personnummer switch
        {
            "YYYYMMDDNNNC" => (false, false),
            "YYYYMMDD-NNNC" => (false, true),
            "yymmdd-nnnn" => (true, true),
            var other => throw new InvalidMappingException($"Personnummerformen ”{other}” är okänd. Använd YYYYMMDDNNNC, YYYYMMDD-NNNC eller yymmdd-nnnn."),
        };
        try
        {
            _reserve = new(mapping.Reservnummer, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException) // the latter: it asks for what can't be done without backtracking
        {
            throw new InvalidMappingException("Mönstret för reservnummer går inte att läsa. Skriv ett reguljärt uttryck utan bakåtreferenser.");
        }
    }

    /// <summary>True when the century follows from the contact's year.</summary>
    public bool HasShortYear => _shortYear;

    /// <summary>Normalises and judges an id.</summary>
    /// <param name="text">As it stood, trimmed, not empty.</param>
    /// <param name="year">Year of InDatum, or of the period when that is unreadable: gives a short year its century.</param>
    /// <param name="twelve">Twelve characters; filled when the answer is readable.</param>
    public PersonFacts Read(ReadOnlySpan<char> text, int year, Span<char> twelve)
    {
        if (!Complete(text, year, twelve)) return default;

        if (!TryNumber(twelve[..8], out var date)) return default;
        var (y, m, d) = (date / 10000, date / 100 % 100, date % 100);

        if (CareCodes.IsDigits(twelve) && y is >= 1800 and <= 2099)
        {
            var day = d > 60 ? d - 60 : d;
            if (DatePattern.IsReal(y, m, day)) return new(true, HasLuhn(twelve[2..]), new(y, m, day), (twelve[10] - '0') % 2 == 1);
        }
        return _reserve.IsMatch(twelve) && DatePattern.IsReal(y, m, d) ? new(true, true, new(y, m, d), null) : default;
    }

    private bool Complete(ReadOnlySpan<char> text, int year, Span<char> twelve)
    {
        var dateLength = _shortYear ? 6 : 8;
        if (text.Length != dateLength + 4 + (_hyphen ? 1 : 0)) return false;
        if (_hyphen && text[dateLength] != '-' && !(_shortYear && text[dateLength] == '+')) return false;
        text[^4..].CopyTo(twelve[8..]);
        text[..dateLength].CopyTo(twelve[(8 - dateLength)..]);
        if (!_shortYear) return true;

        if (!TryNumber(text[..2], out var short2)) return false;
        var full = year - (year - short2) % 100 - (text[dateLength] == '+' ? 100 : 0);
        return full.TryFormat(twelve, out var written, "0000", System.Globalization.CultureInfo.InvariantCulture) && written == 4;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c)) return false;
            number = number * 10 + (c - '0');
        }
        return true;
    }

    /// <summary>Luhn over ten digits, the check digit last.</summary>
    private static bool HasLuhn(ReadOnlySpan<char> ten)
    {
        var sum = 0;
        for (var i = 0; i < ten.Length; i++)
        {
            var digit = ten[i] - '0';
            if (i % 2 == 0 && (digit *= 2) > 9) digit -= 9;
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
