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

/// <summary>A beginning, then a pattern repeated up to a length.</summary>
internal sealed class Endless(byte[] beginning, byte[] pattern, long length) : ReadOnlyStream
{
    private long _at;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - _at);
        for (var i = 0; i < count; i++, _at++) buffer[i] = _at < beginning.Length ? beginning[_at] : pattern[(_at - beginning.Length) % pattern.Length];
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
