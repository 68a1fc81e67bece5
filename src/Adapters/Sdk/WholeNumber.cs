namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Control counts, read by the rule for numbers (formats/VARDKONTAKT.md).</summary>
public static class WholeNumber
{
    /// <summary>The number, or null when the text is none: the mapping's <c>tusental</c> are removed, then 1-12 digits; decimals only if all are zero.</summary>
    /// <param name="text">As it stood in the file.</param>
    /// <param name="mapping">Gives the thousands separators and the decimal sign.</param>
    public static long? Parse(string text, Mapping mapping)
    {
        var digits = Names.Trim(text).ToString();
        foreach (var separator in mapping.Tusental) digits = digits.Replace(separator, "", StringComparison.Ordinal);
        if (digits.IndexOf(mapping.Decimal, StringComparison.Ordinal) is > 0 and var at && at + mapping.Decimal.Length < digits.Length
            && !digits.AsSpan(at + mapping.Decimal.Length).ContainsAnyExcept('0'))
            digits = digits[..at];
        if (digits.Length is 0 or > 12 || digits.AsSpan().ContainsAnyExceptInRange('0', '9')) return null;
        return long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }
}
