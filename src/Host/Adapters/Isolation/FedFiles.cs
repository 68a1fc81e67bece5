using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters.Isolation;

/// <summary>In the child: the delivery's files, whose bytes the host sends when they are asked for. A piece is on its way while the one before is read.</summary>
internal sealed class FedFiles(Channel channel, string period, IReadOnlyList<string> names) : DeliveryFiles
{
    private readonly Dictionary<ushort, Fed> _open = [];
    private ushort _last;

    public override string Period => period;

    public override IReadOnlyList<string> Names => names;

    public override Stream Open(string name)
    {
        Fed stream;
        lock (_open) _open.Add(++_last, stream = new(this, _last));
        channel.Tell(FrameKind.Open, name, stream.Number);
        stream.Begin();
        return stream;
    }

    /// <summary>Takes what the host sends, until it is gone; on a thread of its own.</summary>
    internal void Feed()
    {
        while (channel.Receive() is { } frame)
        {
            lock (_open)
            {
                if (_open.TryGetValue(frame.Stream, out var stream)) stream.Put(frame);
                else frame.Free();
            }
        }
    }

    private void Close(ushort number)
    {
        lock (_open) _open.Remove(number);
        channel.Tell(FrameKind.CloseFile, stream: number);
    }

    private sealed class Fed(FedFiles files, ushort number) : ForwardStream
    {
        private readonly SemaphoreSlim _there = new(0);
        private readonly Queue<Frame> _sent = [];
        private Frame _piece;
        private int _at;
        private bool _isEnded, _isClosed;

        public ushort Number => number;

        public void Put(Frame frame)
        {
            lock (_sent) _sent.Enqueue(frame);
            _there.Release();
        }

        public void Begin() => Next();

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            if (_at == _piece.Length && !_isEnded)
            {
                _piece.Free();
                Next();
            }
            var read = Math.Min(buffer.Length, _piece.Length - _at);
            _piece.Buffer.AsSpan(_at, read).CopyTo(buffer);
            _at += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isClosed)
            {
                _isClosed = true;
                files.Close(number);
                _there.Dispose();
            }
            base.Dispose(disposing);
        }

        private void Next()
        {
            _there.Wait();
            lock (_sent) _piece = _sent.Dequeue();
            _at = 0;
            _isEnded = _piece.Kind != FrameKind.Chunk || _piece.Length == 0;
            if (!_isEnded)
            {
                files.Ask(number);
                return;
            }
            var last = _piece;
            _piece = _piece with { Length = 0 };
            if (last.Kind == FrameKind.FileUnavailable) throw new SourceUnavailableException(last.Text);
            if (last.Kind == FrameKind.FileRefused && last.As<Told>() is var told) throw new DeliveryRejectedException(told.Code, told.File, told.Detail);
        }
    }

    private void Ask(ushort number) => channel.Tell(FrameKind.More, stream: number);
}
