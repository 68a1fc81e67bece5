using System.Text;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>A text file that grows in memory, encoded as it is written.</summary>
/// <param name="utf8">UTF-8; else Windows-1252, of which only what it shares with Latin-1 is used.</param>
internal sealed class TextFile(bool utf8)
{
    /// <summary>Stands for bytes that cannot be decoded.</summary>
    public const char Undecodable = '\ufffd';

    private byte[] _bytes = new byte[1 << 16];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>The whole file.</summary>
    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>A part of what is written.</summary>
    public ReadOnlySpan<byte> this[Range range] => _bytes.AsSpan(0, Length)[range];

    /// <summary>Writes text.</summary>
    public TextFile Add(ReadOnlySpan<char> text)
    {
        var room = Room(utf8 ? 3 * text.Length : text.Length);
        if (utf8)
        {
            Length += Encoding.UTF8.GetBytes(text, room);
            return this;
        }
        for (var i = 0; i < text.Length; i++) room[i] = text[i] == Undecodable ? (byte)0x81 : checked((byte)text[i]);
        Length += text.Length;
        return this;
    }

    /// <summary>Writes one character.</summary>
    public TextFile Add(char character) => Add([character]);

    /// <summary>Writes bytes as they are.</summary>
    public TextFile Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
        return this;
    }

    /// <summary>Writes a whole number ≥ 0 with at least so many digits.</summary>
    /// <param name="number">The number.</param>
    /// <param name="digits">Zeros are put before it.</param>
    /// <param name="group">Stands between thousands, or none.</param>
    public TextFile Add(long number, int digits = 1, char group = default)
    {
        Span<char> text = stackalloc char[40];
        var at = text.Length;
        for (var written = 0; number > 0 || written < digits; written++)
        {
            if (group != default && written > 0 && written % 3 == 0) text[--at] = group;
            text[--at] = (char)('0' + (number % 10));
            number /= 10;
        }
        return Add(text[at..]);
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - Length < bytes) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + bytes));
        return _bytes.AsSpan(Length);
    }
}
