using System.Runtime.InteropServices;
using System.Text;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// The contact ids of one delivery: exact, case-sensitive, numbered from 0 in the order they came. About 30 bytes for an id of
/// ordinary length, no object per id.
/// </summary>
internal sealed class IdTable
{
    private const int HeadBytes = 6; // hash and length
    private const int PlaceShift = 14;
    private readonly ByteArena _arena = new();
    private readonly byte[] _encoded = new byte[3 * 4000];
    private int[] _slots = new int[1 << 12]; // numbers
    private byte[] _tags = new byte[1 << 12]; // a bit of each slot's hash, so that a new id is told from the old without asking for them; 0 = free
    private readonly List<uint[]> _places = []; // by number, in blocks: nothing is moved, and no block is half empty, when it grows

    /// <summary>How many ids there are.</summary>
    public int Count { get; private set; }

    /// <summary>The id's number; a new one for an id that was not there.</summary>
    /// <param name="id">1–4 000 characters.</param>
    /// <param name="added">True when it is new.</param>
    public int GetOrAdd(ReadOnlySpan<char> id, out bool added)
    {
        var bytes = _encoded.AsSpan(0, Encoding.UTF8.GetBytes(id, _encoded));
        var hash = string.GetHashCode(id, StringComparison.Ordinal); // seeded per process: ids chosen to collide do not
        var mask = _slots.Length - 1;
        for (var i = hash & mask; ; i = i + 1 & mask)
        {
            added = _tags[i] == 0;
            if (added) return Add(i, hash, bytes);
            if (_tags[i] != TagOf(hash)) continue;

            var number = _slots[i];
            var entry = _arena.At(PlaceOf(number));
            if (MemoryMarshal.Read<int>(entry) == hash && Text(entry).SequenceEqual(bytes)) return number;
        }
    }

    /// <summary>The id of a number, as it stood.</summary>
    public string this[int number] => Encoding.UTF8.GetString(Text(_arena.At(PlaceOf(number))));

    private int Add(int slot, int hash, ReadOnlySpan<byte> bytes)
    {
        if (Count >> PlaceShift == _places.Count) _places.Add(new uint[1 << PlaceShift]);
        var entry = _arena.Allocate(HeadBytes + bytes.Length, out PlaceOf(Count));
        MemoryMarshal.Write(entry, hash);
        MemoryMarshal.Write(entry[4..], (ushort)bytes.Length);
        bytes.CopyTo(entry[HeadBytes..]);

        (_slots[slot], _tags[slot]) = (Count++, TagOf(hash));
        if (4L * Count > 3L * _slots.Length) Grow();
        return Count - 1;
    }

    private void Grow()
    {
        (_slots, _tags) = (new int[2 * _slots.Length], new byte[2 * _slots.Length]);
        var mask = _slots.Length - 1;
        for (var number = 0; number < Count; number++)
        {
            var hash = MemoryMarshal.Read<int>(_arena.At(PlaceOf(number)));
            var i = hash & mask;
            while (_tags[i] != 0) i = i + 1 & mask;
            (_slots[i], _tags[i]) = (number, TagOf(hash));
        }
    }

    private ref uint PlaceOf(int number) => ref _places[number >> PlaceShift][number & (1 << PlaceShift) - 1];

    private static byte TagOf(int hash) => (byte)(hash >> 24 | 1); // the upper bits: the lower chose the slot

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> entry) => entry.Slice(HeadBytes, MemoryMarshal.Read<ushort>(entry[4..]));
}
