using System.Text;

namespace Kunskapsstyrning.Structure;

/// <summary>How names are compared (formats/README.md): after NFC, trimming, collapsing runs of blanks, ignoring case.</summary>
internal static class Names
{
    private static readonly char[] Blanks = [' ', '\t', '\u00a0', '\r', '\n'];

    /// <summary>The form that equal names share.</summary>
    public static string Key(string name) => Clean(name).ToUpperInvariant();

    /// <summary>NFC, trimmed, blanks collapsed to one.</summary>
    public static string Clean(string name) => string.Join(' ', name.Normalize(NormalizationForm.FormC).Split(Blanks, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Lower case ASCII words with hyphens, for addresses: å and ä become a, ö becomes o.</summary>
    public static string Slug(string name)
    {
        var text = new StringBuilder();
        foreach (var c in Clean(name).ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c)) text.Append(c);
            else if (text.Length > 0 && text[^1] != '-' && System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark) text.Append('-');
        }
        return text.ToString().Trim('-');
    }
}
