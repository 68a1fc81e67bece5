using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>A sink that sees some hundred rows before it gets them one by one.</summary>
internal interface IForeseeingSink : IContactSink
{
    /// <summary>A readable row that will come, in order.</summary>
    void Foresee(in SourceRow row);

    /// <summary>These were all for now: they come.</summary>
    void Foreseen();
}

/// <summary>
/// Hands rows over, in order and some hundred at a time, to a sink on a thread of its own, so that the adapter reads on while they are checked and written.
/// What the sink throws reaches the adapter's thread at one of the next rows, or <see cref="Complete"/>. No allocation per row.
/// </summary>
internal sealed class RowRelay : IContactSink, IDisposable
{
    private const int Blocks = 6;
    private readonly BlockingCollection<Block> _free = [];
    private readonly BlockingCollection<Block> _full = [];
    private readonly Thread _taker;
    private volatile ExceptionDispatchInfo? _fault;
    private volatile bool _isGivenUp;
    private Block _block = new();

    /// <param name="sink">Nobody else calls it until this is disposed.</param>
    public RowRelay(IContactSink sink)
    {
        for (var i = 1; i < Blocks; i++) _free.Add(new());
        _taker = new(() => HandOn(sink)) { IsBackground = true };
        _taker.Start();
    }

    public void Row(in SourceRow row)
    {
        if (!_block.TryAdd(row)) Next().TryAdd(row);
    }

    public void Broken(RowKind kind, RowPosition position, string code)
    {
        if (!_block.TryAdd(kind, position, code)) Next().TryAdd(kind, position, code);
    }

    public void FileWarning(string file, string code)
    {
        if (!_block.TryAdd(null, new(file, 0), code)) Next().TryAdd(null, new(file, 0), code);
    }

    /// <summary>Waits until the sink has had every row.</summary>
    public void Complete()
    {
        _full.Add(_block);
        _full.CompleteAdding();
        _taker.Join();
        _fault?.Throw();
    }

    /// <summary>Ends the sink's thread: rows that wait are let go.</summary>
    public void Dispose()
    {
        _isGivenUp = true;
        _full.CompleteAdding();
        _taker.Join();
        _full.Dispose();
        _free.Dispose();
    }

    private Block Next()
    {
        _fault?.Throw();
        _full.Add(_block);
        return _block = _free.Take();
    }

    private void HandOn(IContactSink sink)
    {
        foreach (var block in _full.GetConsumingEnumerable())
        {
            try
            {
                if (_fault is null && !_isGivenUp) block.Push(sink);
            }
            catch (Exception thrown)
            {
                _fault = ExceptionDispatchInfo.Capture(thrown);
            }
            block.Clear();
            _free.Add(block);
        }
    }

    /// <summary>Rows with their texts, copied.</summary>
    private sealed class Block
    {
        private const int Rows = 256;
        private readonly Head[] _heads = new Head[Rows];
        private readonly (int Start, int Length)[] _slices = new (int, int)[Rows * SourceRow.FieldCount];
        private char[] _text = new char[1 << 16];
        private string _separators = "";
        private int _count;
        private int _used;

        /// <summary>False when there is no room.</summary>
        public bool TryAdd(in SourceRow row)
        {
            if (_count == Rows) return false;
            if (!row.ListSeparators.SequenceEqual(_separators)) _separators = row.ListSeparators.ToString();
            var slices = SlicesOf(_count);
            for (var field = 0; field < slices.Length; field++)
            {
                var value = row[(Field)field];
                if (value.Length > _text.Length - _used) Array.Resize(ref _text, Math.Max(2 * _text.Length, _used + value.Length));
                value.CopyTo(_text.AsSpan(_used));
                slices[field] = (_used, value.Length);
                _used += value.Length;
            }
            _heads[_count++] = new(row.Kind, row.Position, null, _separators);
            return true;
        }

        /// <summary>False when there is no room.</summary>
        /// <param name="kind">Null for a warning of the whole file.</param>
        /// <param name="position">Where it stood.</param>
        /// <param name="code">The row's or the file's.</param>
        public bool TryAdd(RowKind? kind, RowPosition position, string code)
        {
            if (_count == Rows) return false;
            _heads[_count++] = new(kind, position, code, "");
            return true;
        }

        public void Push(IContactSink sink)
        {
            if (sink is IForeseeingSink seer)
            {
                for (var i = 0; i < _count; i++)
                    if (_heads[i] is { Kind: not null, Code: null }) seer.Foresee(RowOf(i));
                seer.Foreseen();
            }
            for (var i = 0; i < _count; i++)
            {
                ref readonly var head = ref _heads[i];
                if (head.Kind is not { } kind) sink.FileWarning(head.Position.File, head.Code!);
                else if (head.Code is { } code) sink.Broken(kind, head.Position, code);
                else sink.Row(RowOf(i));
            }
        }

        /// <summary>Forgets the rows: person ids stood among them.</summary>
        public void Clear()
        {
            _text.AsSpan(0, _used).Clear();
            _count = _used = 0;
        }

        private SourceRow RowOf(int row) => new(_heads[row].Kind!.Value, _heads[row].Position, _text, SlicesOf(row), _heads[row].Separators);

        private Span<(int Start, int Length)> SlicesOf(int row) => _slices.AsSpan(row * SourceRow.FieldCount, SourceRow.FieldCount);

        private readonly record struct Head(RowKind? Kind, RowPosition Position, string? Code, string Separators);
    }
}
