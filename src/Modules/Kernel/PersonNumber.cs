using System.Text.RegularExpressions;

namespace Kunskapsstyrning.Kernel;

/// <summary>Finds what looks like a personnummer or samordningsnummer, so that a free text with one is refused before it is saved.</summary>
public static partial class PersonNumber
{
    /// <summary>True when the text holds ten or twelve digits whose month and day are possible.</summary>
    public static bool IsIn(string text) => Pattern().IsMatch(text);

    /// <summary>The text with a mask in the place of each such number.</summary>
    public static string Mask(string text, string mask) => Pattern().Replace(text, mask);

    [GeneratedRegex(@"(?<!\d)(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])\s?[-+]?\s?\d{4}(?!\d)")]
    private static partial Regex Pattern();
}
