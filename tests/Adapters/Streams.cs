namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>Gives its bytes a few at a time, as a network would.</summary>
internal sealed class Dripping(byte[] bytes, Random random) : ReadOnlyStream
{
    private readonly int _most = random.Next(4) == 0 ? 3 : 4000;
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, bytes.Length - _at), random.Next(1, _most));
        bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }
}

/// <summary>A beginning, a pattern many times over, an end.</summary>
internal sealed class Repeating(byte[] beginning, byte[] pattern, long times, byte[] end) : ReadOnlyStream
{
    private byte[] _part = beginning;
    private int _at;
    private long _begun;

    public override int Read(Span<byte> buffer)
    {
        while (_at == _part.Length)
        {
            if (_begun > times) return 0;
            (_part, _at) = (_begun++ < times ? pattern : end, 0);
        }
        var count = Math.Min(buffer.Length, _part.Length - _at);
        _part.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }
}

internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
