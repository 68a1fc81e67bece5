using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Kunskapsstyrning.Host.Adapters.Isolation;

/// <summary>What a frame between the host and an adapter's process tells.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the child: what to do (<see cref="Assignment"/>), and then the assemblies' bytes.</summary>
    Assign,

    /// <summary>To the child: more of a file, or nothing at its end.</summary>
    Chunk,

    /// <summary>To the child: the file was refused (<see cref="Told"/>).</summary>
    FileRefused,

    /// <summary>To the child: the file can't be reached just now.</summary>
    FileUnavailable,

    /// <summary>To the host: rows, see <see cref="RowPacker"/>.</summary>
    Rows,

    /// <summary>To the host: open the file of this name as the frame's stream, and send its first piece.</summary>
    Open,

    /// <summary>To the host: send the stream's next piece.</summary>
    More,

    /// <summary>To the host: let go of the stream.</summary>
    CloseFile,

    /// <summary>To the host: the delivery is read.</summary>
    Done,

    /// <summary>To the host: the structure, as JSON.</summary>
    Structure,

    /// <summary>To the host: the adapter refused the delivery (<see cref="Told"/>).</summary>
    Rejected,

    /// <summary>To the host: the source could not be reached.</summary>
    Unavailable,

    /// <summary>To the host: the adapter refused the structure (<see cref="Told"/>).</summary>
    StructureRejected,

    /// <summary>To the host: the adapter threw something else; the name of its type.</summary>
    Threw,

    /// <summary>To the host: the adapter could not be made; the name of what was thrown.</summary>
    DidNotStart,

    /// <summary>To the host: the code holds no adapter, or more than one.</summary>
    NotOne,

    /// <summary>To the host: the adapter is another region's.</summary>
    OtherRegion,
}

/// <summary>What an adapter says of a refusal.</summary>
internal sealed record Told(string Code, string File, string Detail, long Row = 0);

/// <summary>One message, in a buffer that is given back with <see cref="Free"/>.</summary>
internal readonly record struct Frame(FrameKind Kind, ushort Stream, byte[] Buffer, int Length)
{
    internal ReadOnlySpan<byte> Body => Buffer.AsSpan(0, Length);

    internal string Text => Encoding.UTF8.GetString(Body);

    /// <exception cref="NoSenseException">It is no such thing.</exception>
    internal T As<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Body) ?? throw new NoSenseException();
        }
        catch (JsonException)
        {
            throw new NoSenseException();
        }
    }

    internal void Free() => ArrayPool<byte>.Shared.Return(Buffer);
}

/// <summary>Two pipes with frames: 4 bytes length of the body, 1 kind, 1 nothing, 2 number of a stream, then the body. Little-endian.</summary>
internal sealed class Channel(Stream input, Stream output)
{
    internal const int HeaderSize = 8;
    internal const int MaxBody = 64 << 20;

    private readonly byte[] _header = new byte[HeaderSize];
    private readonly Lock _sending = new();

    /// <summary>Waits for the next frame; from one thread.</summary>
    /// <returns>Null when the other side is gone.</returns>
    /// <exception cref="NoSenseException">It can be no frame.</exception>
    internal Frame? Receive(int maxBody = MaxBody)
    {
        if (input.ReadAtLeast(_header, HeaderSize, throwOnEndOfStream: false) < HeaderSize) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_header);
        if (length < 0 || length > maxBody) throw new NoSenseException();
        var body = ArrayPool<byte>.Shared.Rent(Math.Max(1, length));
        return input.ReadAtLeast(body.AsSpan(0, length), length, throwOnEndOfStream: false) < length ? null
            : new Frame((FrameKind)_header[4], BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(6)), body, length);
    }

    /// <summary>Sends a body that lies behind room for a header.</summary>
    /// <param name="kind">What it tells.</param>
    /// <param name="stream">Of which file.</param>
    /// <param name="frame">The first <see cref="HeaderSize"/> bytes are written here.</param>
    internal void Send(FrameKind kind, ushort stream, Span<byte> frame)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeaderSize);
        frame[4] = (byte)kind;
        frame[5] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], stream);
        lock (_sending) output.Write(frame);
    }

    internal void Tell(FrameKind kind, ReadOnlySpan<byte> body = default, ushort stream = 0)
    {
        var frame = new byte[HeaderSize + body.Length];
        body.CopyTo(frame.AsSpan(HeaderSize));
        Send(kind, stream, frame);
    }

    internal void Tell(FrameKind kind, string text, ushort stream = 0) => Tell(kind, Encoding.UTF8.GetBytes(text), stream);

    internal void TellJson<T>(FrameKind kind, T data, ushort stream = 0)
        where T : class => Tell(kind, JsonSerializer.SerializeToUtf8Bytes(data), stream);
}

/// <summary>What came through the pipe is nothing that could have been sent.</summary>
internal sealed class NoSenseException : Exception;
