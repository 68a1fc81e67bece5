namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Many small pieces of bytes in few large blocks: no object per piece, nothing is moved when it grows.</summary>
internal sealed class ByteArena
{
    private const int BlockShift = 20;
    private readonly List<byte[]> _blocks = [];
    private int _used = 1 << BlockShift;

    /// <summary>Makes room for a piece.</summary>
    /// <param name="length">At most 1 MiB.</param>
    /// <param name="place">Where it lies: for <see cref="At"/>.</param>
    public Span<byte> Allocate(int length, out uint place)
    {
        if (_used + length > 1 << BlockShift)
        {
            _blocks.Add(new byte[1 << BlockShift]);
            _used = 0;
        }
        place = checked((uint)(_blocks.Count - 1) << BlockShift | (uint)_used);
        var piece = _blocks[^1].AsSpan(_used, length);
        _used += length;
        return piece;
    }

    /// <summary>The bytes from a place to the end of its block.</summary>
    public ReadOnlySpan<byte> At(uint place) => _blocks[(int)(place >> BlockShift)].AsSpan((int)(place & (1u << BlockShift) - 1));
}
