using System.Globalization;
using System.Xml.Schema;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>What a value must be beside the schema (docs/formats/FAKTURAUNDERLAG.md, "What schema-valid means here"): a day is in the calendar, a number within reason.</summary>
internal static class ClaimLexis
{
    /// <summary>Of a <c>D</c>.</summary>
    public const string DayForm = "yyyyMMdd";

    // Larger numbers are schema-valid but no invoice has them: they are refused so that no sum can overflow.
    private const int MostDigits = 12;
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>The value as it is kept (numbers without the blanks around them); null when it is beyond the calendar or reason.</summary>
    /// <param name="type">Its type in the schema, which has let it through.</param>
    /// <param name="text">As it stands.</param>
    public static string? Read(XmlSchemaSimpleType type, string text) => type.TypeCode switch
    {
        XmlTypeCode.String => type.Name != ClaimSchema.Day || IsInCalendar(text) ? text : null,
        XmlTypeCode.Boolean => text.Trim(Blanks),
        _ => IsWithinReason(text.Trim(Blanks)),
    };

    /// <summary>Kronor of an amount that <see cref="Read"/> has let through.</summary>
    public static decimal Amount(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>True for an amount ≥ 0 with at most two decimals, trailing zeros counted; else UTL-00 is listed and the other rules are run.</summary>
    public static bool IsWholeOre(string amount) => Amount(amount) >= 0 && amount.Length - 1 - amount.IndexOf('.', StringComparison.Ordinal) is var decimals && (decimals <= 2 || !amount.Contains('.', StringComparison.Ordinal));

    private static bool IsInCalendar(string text) => DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string? IsWithinReason(string number) =>
        number.TrimStart('+', '-', '0').IndexOf('.', StringComparison.Ordinal) is var whole && (whole < 0 ? number.TrimStart('+', '-', '0').Length : whole) <= MostDigits ? number : null;
}
