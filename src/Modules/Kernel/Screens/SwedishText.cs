using System.Globalization;
using System.Text;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>Swedish order: a–z, å ä ö, v and w apart, digits by their value (<c>RPO 2</c> before <c>RPO 10</c>).</summary>
public sealed class SwedishComparer : IComparer<string?>
{
    private const CompareOptions Options = CompareOptions.NumericOrdering;

    private SwedishComparer()
    {
    }

    /// <summary>The comparer; safe for many threads.</summary>
    public static SwedishComparer Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y) => SwedishFormat.Culture.CompareInfo.Compare(x, y, Options);
}

/// <summary>Text folded for search and for addresses: what people type without marks finds what is written with them (UX.md 1.3).</summary>
public static class SwedishText
{
    /// <summary>The text with a capital first letter.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : string.Concat(char.ToUpper(text[0], CultureInfo.InvariantCulture).ToString(), text.AsSpan(1));

    /// <summary>Lower case, marks off, <c>å ä æ</c> as a, <c>ö ø</c> as o, <c>w</c> as v, Sami letters as their plain sisters; runs of white space as one blank.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            switch (c)
            {
                case 'æ': folded.Append('a'); break;
                case 'ø' or 'œ': folded.Append('o'); break;
                case 'đ' or 'ð': folded.Append('d'); break;
                case 'ŋ': folded.Append('n'); break;
                case 'ŧ' or 'þ': folded.Append('t'); break;
                case 'ß': folded.Append("ss"); break;
                case 'w': folded.Append('v'); break;
                case 'ł': folded.Append('l'); break;
                default:
                    if (char.IsWhiteSpace(c))
                    {
                        if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
                    }
                    else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark) folded.Append(c);
                    break;
            }
        }
        return folded.ToString();
    }

    /// <summary>The text as part of an address: Swedish words without å ä ö, lower case, hyphens (<c>njur--och-</c> never occurs).</summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in text.Trim().ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            var plain = c switch { 'æ' => 'a', 'ø' => 'o', 'đ' or 'ð' => 'd', 'ŋ' => 'n', 'ŧ' => 't', _ => c };
            if (char.IsAsciiLetterOrDigit(plain)) slug.Append(plain);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        return slug.ToString().Trim('-');
    }
}
