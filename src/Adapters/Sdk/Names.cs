using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>
/// Names as the formats compare them (formats/README.md): after NFC, trimming and collapsing runs of blanks to one, case ignored.
/// Blanks are U+0020, U+0009 and U+00A0.
/// </summary>
public static class Names
{
    /// <summary>Compares names in dictionaries and sets; answers look-ups by span without making a string.</summary>
    public static NameComparer Comparer { get; } = new();

    /// <summary>True for U+0020, U+0009 and U+00A0.</summary>
    public static bool IsBlank(char c) => c is ' ' or '\t' or '\u00a0';

    /// <summary>The text without blanks at its ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsBlank(text[0])) text = text[1..];
        while (text.Length > 0 && IsBlank(text[^1])) text = text[..^1];
        return text;
    }

    /// <summary>The name for people: NFC, trimmed, runs of blanks collapsed to one space, case as it stood.</summary>
    public static string Tidy(string name)
    {
        var text = new char[FoldedLength(name)];
        return new string(text, 0, Fold(name, text, upper: false));
    }

    /// <summary>True when both are the same name.</summary>
    public static bool Same(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = Trim(left);
        right = Trim(right);
        for (var i = 0; ; i++) // nearly always decided here
        {
            if (i == left.Length && i == right.Length) return true;
            if (i == left.Length || i == right.Length || !IsPlain(left[i]) || !IsPlain(right[i])) break;
            if (char.ToUpperInvariant(left[i]) != char.ToUpperInvariant(right[i])) return false;
        }
        Span<char> a = FoldedLength(left) is <= Small and var l ? stackalloc char[l] : new char[FoldedLength(left)];
        Span<char> b = FoldedLength(right) is <= Small and var r ? stackalloc char[r] : new char[FoldedLength(right)];
        return a[..Fold(left, a)].SequenceEqual(b[..Fold(right, b)]);
    }

    internal static int Hash(ReadOnlySpan<char> name)
    {
        Span<char> text = FoldedLength(name) is <= Small and var length ? stackalloc char[length] : new char[FoldedLength(name)];
        return string.GetHashCode(text[..Fold(name, text)], StringComparison.Ordinal);
    }

    private const int Small = 256;

    private static bool IsPlain(char c) => char.IsAscii(c) && !IsBlank(c);

    // NFC makes a text at most three times as long; below U+0300 every text is in NFC already.
    private static bool IsComposed(ReadOnlySpan<char> name) => !name.ContainsAnyInRange('\u0300', '\uffff');

    private static int FoldedLength(ReadOnlySpan<char> name) => IsComposed(name) ? name.Length : 3 * name.Length;

    private static int Fold(ReadOnlySpan<char> name, Span<char> target, bool upper = true)
    {
        var length = IsComposed(name) ? 0 : Compose(name, target);
        if (length == 0)
        {
            name.CopyTo(target);
            length = name.Length;
        }

        var to = 0;
        var blank = false;
        foreach (var c in target[..length])
        {
            if (IsBlank(c))
            {
                blank = to > 0;
                continue;
            }
            if (blank) target[to++] = ' ';
            blank = false;
            target[to++] = upper ? char.ToUpperInvariant(c) : c;
        }
        return to;
    }

    private static int Compose(ReadOnlySpan<char> name, Span<char> target)
    {
        try
        {
            return name.TryNormalize(target, out var length, NormalizationForm.FormC) ? length : 0;
        }
        catch (ArgumentException) // not Unicode text (a lone surrogate, U+FFFE): compared as it stands
        {
            return 0;
        }
    }
}

/// <summary>Equality of names; see <see cref="Names"/>.</summary>
public sealed class NameComparer : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
{
    internal NameComparer()
    {
    }

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Names.Same(x, y);

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] string obj) => Names.Hash(obj);

    /// <inheritdoc/>
    public bool Equals(ReadOnlySpan<char> alternate, string other) => Names.Same(alternate, other);

    /// <inheritdoc/>
    public int GetHashCode(ReadOnlySpan<char> alternate) => Names.Hash(alternate);

    /// <inheritdoc/>
    public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();
}
