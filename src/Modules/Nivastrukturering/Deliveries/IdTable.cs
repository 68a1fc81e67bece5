using System.Runtime.InteropServices;
using System.Text;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// The contact ids of one delivery: exact, case-sensitive, numbered from 0 in the order they came. About 30 bytes for an id of
/// ordinary length, no object per id.
/// </summary>
internal sealed class IdTable
{
    private const int BlockShift = 20;
    private const int HeadBytes = 6; // hash and length
    private readonly byte[] _encoded = new byte[3 * 4000];
    private readonly List<byte[]> _blocks = [];
    private int[] _slots = new int[1 << 12]; // number + 1; 0 = free
    private uint[] _places = new uint[1 << 11]; // by number: block and offset
    private int _used = 1 << BlockShift;

    /// <summary>How many ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>The id's number; a new one for an id that was not there.</summary>
    /// <param name="id">1–4 000 characters.</param>
    /// <param name="added">True when it is new.</param>
    public int GetOrAdd(ReadOnlySpan<char> id, out bool added)
    {
        var bytes = _encoded.AsSpan(0, Encoding.UTF8.GetBytes(id, _encoded));
        var hash = string.GetHashCode(id); // seeded per process: ids chosen to collide do not
        var mask = _slots.Length - 1;
        for (var i = hash & mask; ; i = i + 1 & mask)
        {
            var number = _slots[i] - 1;
            if (number < 0)
            {
                added = true;
                return Add(i, hash, bytes);
            }
            var entry = Entry(number);
            if (MemoryMarshal.Read<int>(entry) == hash && Text(entry).SequenceEqual(bytes))
            {
                added = false;
                return number;
            }
        }
    }

    /// <summary>The id of a number, as it stood.</summary>
    public string this[int number] => Encoding.UTF8.GetString(Text(Entry(number)));

    private int Add(int slot, int hash, ReadOnlySpan<byte> bytes)
    {
        var needed = bytes.Length + HeadBytes;
        if (_used + needed > 1 << BlockShift)
        {
            _blocks.Add(new byte[1 << BlockShift]);
            _used = 0;
        }
        var entry = _blocks[^1].AsSpan(_used);
        MemoryMarshal.Write(entry, hash);
        MemoryMarshal.Write(entry[4..], (ushort)bytes.Length);
        bytes.CopyTo(entry[HeadBytes..]);

        if (Count == _places.Length) Array.Resize(ref _places, 2 * _places.Length);
        _places[Count] = (uint)(_blocks.Count - 1) << BlockShift | (uint)_used;
        _used += needed;
        _slots[slot] = ++Count;
        if (4L * Count > 3L * _slots.Length) Grow();
        return Count - 1;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        var mask = _slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var i = MemoryMarshal.Read<int>(Entry(number)) & mask;
            while (_slots[i] != 0) i = i + 1 & mask;
            _slots[i] = number + 1;
        }
    }

    private ReadOnlySpan<byte> Entry(int number)
    {
        var place = _places[number];
        return _blocks[(int)(place >> BlockShift)].AsSpan((int)(place & (1u << BlockShift) - 1));
    }

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> entry) => entry.Slice(HeadBytes, MemoryMarshal.Read<ushort>(entry[4..]));
}
