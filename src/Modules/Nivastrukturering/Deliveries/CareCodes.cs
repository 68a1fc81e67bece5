namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Normal forms of the clinical codes (formats/VARDKONTAKT.md, "Codes"): upper case; a code is judged where it is written.</summary>
internal static class CareCodes
{
    /// <summary>ICD-10-SE: dots out, <c>^[A-Z][0-9]{2}[0-9A-Z]{0,3}$</c>; appended after a blank when the slot has codes already.</summary>
    public static bool TryAppendIcd(ReadOnlySpan<char> text, TextSlot to)
    {
        Span<char> code = stackalloc char[6];
        var length = 0;
        foreach (var c in text)
        {
            if (c == '.') continue;
            if (length == code.Length) return false;
            code[length++] = Upper(c);
        }
        if (length < 3 || !char.IsAsciiLetterUpper(code[0]) || !char.IsAsciiDigit(code[1]) || !char.IsAsciiDigit(code[2])) return false;
        for (var i = 3; i < length; i++)
            if (!char.IsAsciiDigit(code[i]) && !char.IsAsciiLetterUpper(code[i])) return false;
        to.AppendItem(code[..length]);
        return true;
    }

    /// <summary>KVÅ: <c>^([A-Z]{3}[0-9]{2}|[A-Z]{2}[0-9]{3})$</c>; appended as <see cref="TryAppendIcd"/> does.</summary>
    public static bool TryAppendKva(ReadOnlySpan<char> text, TextSlot to)
    {
        if (text.Length != 5) return false;
        Span<char> code = stackalloc char[5];
        for (var i = 0; i < 5; i++) code[i] = Upper(text[i]);
        if (!char.IsAsciiLetterUpper(code[0]) || !char.IsAsciiLetterUpper(code[1]) || !char.IsAsciiDigit(code[3]) || !char.IsAsciiDigit(code[4])) return false;
        if (!char.IsAsciiLetterUpper(code[2]) && !char.IsAsciiDigit(code[2])) return false;
        to.AppendItem(code);
        return true;
    }

    /// <summary>DRG: <c>^[A-Z][0-9]{2}[0-9A-Z]$</c>.</summary>
    public static bool TrySetDrg(ReadOnlySpan<char> text, TextSlot to)
    {
        if (text.Length != 4) return false;
        Span<char> code = stackalloc char[4];
        for (var i = 0; i < 4; i++) code[i] = Upper(text[i]);
        if (!char.IsAsciiLetterUpper(code[0]) || !char.IsAsciiDigit(code[1]) || !char.IsAsciiDigit(code[2])) return false;
        if (!char.IsAsciiDigit(code[3]) && !char.IsAsciiLetterUpper(code[3])) return false;
        to.Set(code);
        return true;
    }

    /// <summary>MVO: three digits.</summary>
    public static bool TryMvo(ReadOnlySpan<char> text, out int mvo)
    {
        mvo = -1;
        if (text.Length != 3 || !IsDigits(text)) return false;
        mvo = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
        return true;
    }

    /// <summary>True when every character is one of 0–9; true for an empty text.</summary>
    /// <remarks>A loop, because ContainsAnyExceptInRange boxes its bounds until the runtime has compiled it anew.</remarks>
    public static bool IsDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiDigit(c)) return false;
        return true;
    }

    private static char Upper(char c) => char.IsAsciiLetterLower(c) ? (char)(c - 32) : c;
}

/// <summary>A text that is written anew for each row: one array, reused.</summary>
internal sealed class TextSlot
{
    private char[] _chars = new char[64];
    private int _length;

    public ReadOnlySpan<char> Span => _chars.AsSpan(0, _length);

    public bool IsEmpty => _length == 0;

    public void Clear() => _length = 0;

    public void Set(ReadOnlySpan<char> text)
    {
        _length = 0;
        Append(text);
    }

    /// <summary>Appends an item of a list: one blank between items.</summary>
    public void AppendItem(ReadOnlySpan<char> item)
    {
        if (_length > 0) Append(" ");
        Append(item);
    }

    /// <summary>For the tests and for what is not on the hot path.</summary>
    public override string ToString() => Span.ToString();

    private void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _chars.Length) Array.Resize(ref _chars, Math.Max(2 * _chars.Length, _length + text.Length));
        text.CopyTo(_chars.AsSpan(_length));
        _length += text.Length;
    }
}
