using System.Text;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>
/// Bytes to text by the rules of formats/VARDKONTAKT.md, "Text": a UTF-8 BOM decides, what cannot be decoded becomes U+FFFD,
/// every other U+FEFF is taken out.
/// </summary>
internal sealed class TextDecoder
{
    /// <summary>The most that one <see cref="Read"/> writes.</summary>
    internal const int MaxChars = BlockBytes + 4; // the rest of a sequence cut off by the block before can turn into U+FFFD

    private const int BlockBytes = 64 * 1024;

    // 0x80-0x9F; the five bytes that Windows-1252 leaves undefined are undecodable (.NET's own table lets them through).
    private const string Windows1252 =
        "\u20ac\ufffd\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\ufffd\u017d\ufffd" +
        "\ufffd\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\ufffd\u017e\u0178";

    private readonly Stream _content;
    private readonly bool _utf8Agreed;
    private readonly byte[] _bytes = new byte[BlockBytes];
    private Decoder? _utf8;
    private bool _begun;
    private bool _ended;

    /// <param name="content">Read from where it stands; not disposed here.</param>
    /// <param name="encoding"><c>utf-8</c> or <c>windows-1252</c>.</param>
    internal TextDecoder(Stream content, string encoding)
    {
        _content = content;
        _utf8Agreed = encoding.ToUpperInvariant() switch
        {
            "UTF-8" => true,
            "WINDOWS-1252" => false,
            _ => throw new NotSupportedException($"Teckenkodningen {encoding} stöds inte: utf-8 eller windows-1252."),
        };
    }

    /// <summary>KST-251: the file begins with a UTF-8 BOM although Windows-1252 is agreed.</summary>
    internal bool BomAgainstAgreement { get; private set; }

    /// <summary>KST-252: a U+FEFF stood inside the text.</summary>
    internal bool BomInside { get; private set; }

    /// <summary>Writes the next characters into <paramref name="target"/> (at least <see cref="MaxChars"/> long); 0 = the end.</summary>
    internal int Read(Span<char> target)
    {
        while (!_ended)
        {
            var bytes = _begun ? _bytes.AsSpan(0, _content.Read(_bytes)) : Begin();
            _ended = bytes.IsEmpty && _begun;
            _begun = true;
            var count = _utf8 is null ? DecodeWindows1252(bytes, target) : _utf8.GetChars(bytes, target, flush: _ended);
            if (_utf8 is not null) count = RemoveBoms(target[..count]);
            if (count > 0) return count;
        }
        return 0;
    }

    private ReadOnlySpan<byte> Begin()
    {
        var count = _content.ReadAtLeast(_bytes, 3, throwOnEndOfStream: false);
        var bytes = _bytes.AsSpan(0, count);
        var hasBom = bytes.StartsWith("\ufeff"u8);
        BomAgainstAgreement = hasBom && !_utf8Agreed;
        if (hasBom || _utf8Agreed) _utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
        return hasBom ? bytes[3..] : bytes;
    }

    private static int DecodeWindows1252(ReadOnlySpan<byte> bytes, Span<char> target)
    {
        var text = target[..Encoding.Latin1.GetChars(bytes, target)];
        for (int at; (at = text.IndexOfAnyInRange('\u0080', '\u009f')) >= 0; text = text[(at + 1)..])
            text[at] = Windows1252[text[at] - 0x80];
        return bytes.Length;
    }

    private int RemoveBoms(Span<char> text)
    {
        var to = text.IndexOf('\ufeff');
        if (to < 0) return text.Length;
        BomInside = true;
        foreach (var c in text[to..])
            if (c != '\ufeff') text[to++] = c;
        return to;
    }
}
