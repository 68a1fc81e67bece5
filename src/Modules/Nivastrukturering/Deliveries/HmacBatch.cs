using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>HMAC-SHA-256 of many short texts under one key, several at a time (docs/adr/0035). Not for several threads.</summary>
internal sealed class HmacBatch
{
    /// <summary>False when the arithmetic of our own does not give what the platform's gives on this machine: then each text is the platform's.</summary>
    internal static readonly bool IsOwn = IsAsThePlatforms();

    /// <summary>Bytes of a result.</summary>
    public const int Length = 32;

    private const int BlockBytes = 64;
    private const int MostBytes = BlockBytes - 9; // a longer text needs a second block, and is the platform's
    private readonly byte[] _key;
    private readonly bool _isByPlatform;
    private readonly Vector<uint>[] _inner = new Vector<uint>[8];
    private readonly Vector<uint>[] _outer = new Vector<uint>[8];
    private readonly uint[] _words = new uint[16 * Sha256Lanes.Count];
    private readonly int[] _places = new int[Sha256Lanes.Count];
    private byte[] _results = new byte[256 * Length];
    private int _waiting;

    /// <param name="key">Of any length.</param>
    public HmacBatch(ReadOnlySpan<byte> key)
        : this(key, isByPlatform: !IsOwn)
    {
    }

    private HmacBatch(ReadOnlySpan<byte> key, bool isByPlatform)
    {
        (_key, _isByPlatform) = (key.ToArray(), isByPlatform);
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        if (key.Length > BlockBytes) SHA256.HashData(key, block);
        else key.CopyTo(block);
        Begin(block, 0x36, _inner);
        Begin(block, 0x5c, _outer);
    }

    /// <summary>How many texts have been given.</summary>
    public int Count { get; private set; }

    /// <summary>A text's result, after <see cref="Complete"/>: 32 bytes, there until <see cref="Clear"/>.</summary>
    /// <param name="place">What <see cref="Add"/> said.</param>
    public ReadOnlySpan<byte> this[int place] => _results.AsSpan(place * Length, Length);

    /// <summary>Takes a text.</summary>
    /// <returns>Its place: 0, 1, …</returns>
    public int Add(ReadOnlySpan<byte> text)
    {
        var place = Count++;
        if (_results.Length < Count * Length) Array.Resize(ref _results, 2 * _results.Length);
        if (text.Length > MostBytes || _isByPlatform)
        {
            HMACSHA256.HashData(_key, text, _results.AsSpan(place * Length));
            return place;
        }
        Span<byte> block = stackalloc byte[BlockBytes];
        block.Clear();
        text.CopyTo(block);
        block[text.Length] = 0x80;
        BinaryPrimitives.WriteInt32BigEndian(block[^4..], 8 * (BlockBytes + text.Length));
        for (var i = 0; i < 16; i++) _words[i * Sha256Lanes.Count + _waiting] = BinaryPrimitives.ReadUInt32BigEndian(block[(4 * i)..]);
        _places[_waiting++] = place;
        if (_waiting == Sha256Lanes.Count) Finish();
        return place;
    }

    /// <summary>Makes the results of all texts.</summary>
    public void Complete()
    {
        if (_waiting > 0) Finish();
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => Count = _waiting = 0;

    private void Finish()
    {
        Span<Vector<uint>> state = stackalloc Vector<uint>[8], words = stackalloc Vector<uint>[16];
        for (var i = 0; i < words.Length; i++) words[i] = new(_words, i * Sha256Lanes.Count);
        _inner.CopyTo(state);
        Sha256Lanes.Compress(state, words);

        state.CopyTo(words);
        words[8] = new(0x80000000);
        words[9..].Clear();
        words[15] = new(8 * (BlockBytes + Length));
        _outer.CopyTo(state);
        Sha256Lanes.Compress(state, words);

        for (var i = 0; i < state.Length; i++) state[i].CopyTo(_words, i * Sha256Lanes.Count);
        for (var lane = 0; lane < _waiting; lane++)
        {
            var result = _results.AsSpan(_places[lane] * Length, Length);
            for (var i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(result[(4 * i)..], _words[i * Sha256Lanes.Count + lane]);
        }
        _waiting = 0;
    }

    private static void Begin(ReadOnlySpan<byte> key, byte pad, Span<Vector<uint>> state)
    {
        Span<Vector<uint>> words = stackalloc Vector<uint>[16];
        for (var i = 0; i < words.Length; i++) words[i] = new(BinaryPrimitives.ReadUInt32BigEndian(key[(4 * i)..]) ^ pad * 0x01010101u);
        Sha256Lanes.Start(state);
        Sha256Lanes.Compress(state, words);
    }

    private static bool IsAsThePlatforms()
    {
        var key = "kunskapsstyrning"u8;
        var batch = new HmacBatch(key, isByPlatform: false);
        Span<byte> text = stackalloc byte[MostBytes], right = stackalloc byte[Length];
        for (var i = 0; i < text.Length; i++) text[i] = (byte)(31 * i);
        for (var length = 0; length <= text.Length; length++) batch.Add(text[..length]);
        batch.Complete();
        for (var length = 0; length <= text.Length; length++)
        {
            HMACSHA256.HashData(key, text[..length], right);
            if (!batch[length].SequenceEqual(right)) return false;
        }
        return true;
    }
}
