using System.Text.RegularExpressions;

namespace Kunskapsstyrning.Kernel;

/// <summary>Finds what looks like a personnummer or samordningsnummer, so that a free text with one is refused before it is saved.</summary>
public static partial class PersonNumber
{
    /// <summary>True when the text holds ten or twelve digits whose month and day are possible.</summary>
    public static bool IsIn(string text) => Pattern().IsMatch(text);

    /// <summary>The text with every personnummer, samordningsnummer or reservnummer that it seems to hold written as <c>********</c>: rather one too many than one too few.</summary>
    public static string Mask(string text) => Wide().Replace(text, "********");

    // Also of the 1800s and with blanks or signs between. Digits that stand next to it go too: two cells that lost their separator. Then reserve numbers, a letter
    // first among the last four, which stand alone: an HSA-id may end in the same way.
    [GeneratedRegex("""
        (?<!\d)\d*\d{2}[-\s]?(?:0[1-9]|1[0-2])[-\s]?(?:[06][1-9]|[1278]\d|[39][01])\s?[-+–]?\s?\d{4}\d*
        |(?<!\d)(?:18|19|20)?\d{2}[-\s]?(?:0[1-9]|1[0-2])[-\s]?(?:[06][1-9]|[1278]\d|[39][01])\s?[-+–]?\s?[A-Za-zÅÄÖåäö][0-9A-Za-zÅÄÖåäö]{3}(?!\d)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Wide();

    [GeneratedRegex(@"(?<!\d)(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])\s?[-+]?\s?\d{4}(?!\d)")]
    private static partial Regex Pattern();
}
