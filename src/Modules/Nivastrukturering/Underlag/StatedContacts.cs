using System.Numerics;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>The first line that states each contact of a seller. As a dictionary, but a look-up waits for memory once: of a million lines most of the time was that.</summary>
/// <param name="lines">Those that may be added.</param>
internal sealed class StatedContacts(List<BilledLine> lines)
{
    private const ulong OfHash = ~(ulong)uint.MaxValue;
    private readonly ulong[] _slots = new ulong[(int)BitOperations.RoundUpToPowerOf2((uint)lines.Count * 3 / 2 + 1)]; // half of the tag's hash, and the line from 1; 0 = free
    private readonly KeyedHash[] _tags = new KeyedHash[lines.Count]; // by line

    /// <summary>Adds a line, unless an earlier one states the same.</summary>
    /// <returns>The first line that states it.</returns>
    public int Add(int line, string seller, KeyedHash tag)
    {
        if (TryFind(seller, tag, out var first, out var free)) return first;
        _tags[line] = tag;
        _slots[free] = tag.Hash & OfHash | (uint)line + 1;
        return line;
    }

    /// <summary>The first line that states the contact.</summary>
    public bool TryFind(string seller, KeyedHash tag, out int line) => TryFind(seller, tag, out line, out _);

    private bool TryFind(string seller, in KeyedHash tag, out int line, out int slot)
    {
        var mask = _slots.Length - 1;
        for (slot = (int)tag.Hash & mask; _slots[slot] != 0; slot = slot + 1 & mask)
        {
            line = (int)(uint)_slots[slot] - 1;
            if (((_slots[slot] ^ tag.Hash) & OfHash) == 0 && _tags[line] == tag && lines[line].Seller == seller) return true;
        }
        line = -1;
        return false;
    }
}
