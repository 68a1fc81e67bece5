using System.Text;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Hostile;

/// <summary>Spoils bytes: flips, cuts, doublings, splices from elsewhere in them, and tokens that some reader treats in a way of its own.</summary>
internal sealed class Mutator(Random random)
{
    private const int MaxBytes = 1 << 18;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "\"", "\"\"", ";", "\t", ",", "\r", "\n", "\r\n\r\n", "\0", "\ufeff", "\ufffd", "\u00a0", "\u202f", "o\u0308", "😀", "Totalt", "-", "\u2212", "+", "1e999", "NaN", "9223372036854775808", "99999999999999999999", "-1", "0", "0,001",
            "<", ">", "</", "/>", "<!DOCTYPE a [", "<!ENTITY", "]]>", "<![CDATA[", "<!--", "-->", "<?x?>", "&", "&#0;", "&#xD800;", "&amp;", "&a;", "xmlns=\"\"", "<vardkontakt>", "</vardkontakter>", "<slut antal=\"1\"/>",
            "{", "}", "[", "]", "null", "true", "\"a\":", "[[[[[[[[[[[[", "{\"a\":{\"a\":", "\\ud800", "\\u0000", "1E400", "0.1", "/*", "YYYY", "{period}", "$", "(a+)+$", "\\", "[a-", "LPO", "•", "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006",
            "0000-00-00", "2026-02-30", "9999-12-31", "00000000", "99991231", "197606269996", "2026", "SE2321000206", "K1", "K2",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc3], [0xed, 0xa0, 0x80], [0x81], [0xff, 0xfe], [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    ];

    /// <summary>A spoiled copy: from one change to eight.</summary>
    public byte[] Spoil(byte[] sound)
    {
        var spoiled = sound;
        for (var left = 1 << random.Next(4); left > 0; left--) spoiled = Change(spoiled);
        return spoiled;
    }

    private byte[] Change(byte[] b)
    {
        var at = random.Next(b.Length + 1);
        var length = Math.Min(b.Length - at, 1 << random.Next(10));
        var part = b.AsSpan(at, length);
        switch (random.Next(8))
        {
            case 0 when b.Length > 0:
                byte[] flipped = [.. b];
                flipped[Math.Min(at, b.Length - 1)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1 when b.Length > 0:
                byte[] other = [.. b];
                other[Math.Min(at, b.Length - 1)] = (byte)random.Next(256);
                return other;
            case 2: return [.. b[..at], .. b[(at + length)..]];
            case 3: return b[..at];
            case 4 when b.Length < MaxBytes: return [.. b[..at], .. part, .. part, .. b[(at + length)..]];
            case 5 when b.Length < MaxBytes:
                var to = random.Next(b.Length + 1);
                return [.. b[..to], .. part, .. b[to..]];
            case 6:
                var token = Tokens[random.Next(Tokens.Length)];
                return [.. b[..at], .. token, .. b[Math.Min(b.Length, at + token.Length)..]];
            default: return [.. b[..at], .. Tokens[random.Next(Tokens.Length)], .. b[at..]];
        }
    }
}
