using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// A flat zip. Every entry is unpacked once when it is opened, to count the bytes that really come out (KST-212) and take their hash;
/// after that each reading unpacks again, so nothing is held or written.
/// </summary>
/// <remarks>Own reader of the directory: the framework's stops at the size that the zip states, which is what a zip bomb lies about.</remarks>
internal sealed class ZipSource : DeliverySource
{
    private const int MaxFiles = 50;
    private const long MaxBytes = 4L << 30;
    private const int MaxRatio = 200;

    private readonly string _zip;
    private readonly Func<Stream> _open;
    private readonly Dictionary<string, Entry> _entries = [];

    /// <exception cref="DeliveryRejectedException">KST-212.</exception>
    public ZipSource(string zip, Func<Stream> open)
    {
        (_zip, _open) = (zip, open);
        try
        {
            using var stream = open();
            long packed = 0, unpacked = 0;
            foreach (var entry in ReadDirectory(stream))
            {
                if (!_entries.TryAdd(entry.Name, entry)) throw Rejected("Två filer har samma namn.");
                if (entry.Packed > stream.Length - packed) throw Rejected("Filerna överlappar varandra.");
                packed += entry.Packed;
                unpacked += Measure(entry, MaxBytes - unpacked);
            }
            if (unpacked > MaxRatio * packed) throw Rejected("Innehållet är över 200 gånger större än zip-filen.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Rejected("Zip-filen går inte att läsa.");
        }
        Names = [.. _entries.Keys.Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> Names { get; }

    public override Stream Open(string name) =>
        _entries.TryGetValue(name, out var entry) ? Unpack(entry) : throw new DeliveryRejectedException("KST-201", name, "Filen finns inte i zip-filen.");

    private long Measure(Entry entry, long allowed)
    {
        using var content = Unpack(entry);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var limit = Math.Min(allowed, MaxRatio * entry.Packed);
        var crc = uint.MaxValue;
        long bytes = 0;
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            bytes += read;
            if (bytes > limit) throw Rejected("En fil är över 200 gånger större än packad, eller över 4 GiB.");
            hash.AppendData(buffer, 0, read);
            crc = Crc32.Add(crc, buffer.AsSpan(0, read));
        }
        if (~crc != entry.Crc) throw Rejected("En fil i zip-filen är skadad.");
        Remember(entry.Name, new(Convert.ToHexStringLower(hash.GetHashAndReset()), bytes));
        return bytes;
    }

    private Stream Unpack(Entry entry)
    {
        var stream = _open();
        Span<byte> header = stackalloc byte[30];
        GoTo(stream, entry.Offset);
        stream.ReadExactly(header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0x04034b50) throw new InvalidDataException();
        stream.Position = entry.Offset + 30 + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (entry.Packed > stream.Length - stream.Position) throw new InvalidDataException();
        var packed = new Slice(stream, entry.Packed);
        return entry.Stored ? packed : new DeflateStream(packed, CompressionMode.Decompress);
    }

    /// <summary>A place that the zip states; a stream in memory can't stand beyond two gigabytes.</summary>
    private static void GoTo(Stream stream, long place) => stream.Position = place <= stream.Length ? place : throw new InvalidDataException();

    private List<Entry> ReadDirectory(Stream stream)
    {
        var tail = new byte[Math.Min(stream.Length, 22 + ushort.MaxValue)];
        stream.Position = stream.Length - tail.Length;
        stream.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + 22 > tail.Length) throw new InvalidDataException();
        int count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        if (count > MaxFiles) throw Rejected($"Zip-filen har fler än {MaxFiles} filer.");

        GoTo(stream, BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16)));
        var entries = new List<Entry>(count);
        Span<byte> head = stackalloc byte[46];
        for (var i = 0; i < count; i++)
        {
            stream.ReadExactly(head);
            if (BinaryPrimitives.ReadUInt32LittleEndian(head) != 0x02014b50) throw new InvalidDataException();
            int flags = BinaryPrimitives.ReadUInt16LittleEndian(head[8..]), method = BinaryPrimitives.ReadUInt16LittleEndian(head[10..]);
            var name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head[28..])];
            stream.ReadExactly(name);
            var extra = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head[30..])];
            stream.ReadExactly(extra);
            stream.Position += BinaryPrimitives.ReadUInt16LittleEndian(head[32..]);

            var text = Decode(name);
            if (text.AsSpan().ContainsAny('/', '\\', '\0') || text.Contains("..", StringComparison.Ordinal) || text.Length == 0)
                throw Rejected("Zip-filen får inte ha mappar; filnamnen får inte innehålla / \\ eller ..");
            if ((flags & 0x2041) != 0) throw Rejected("Zip-filen är krypterad.");
            if (method is not (0 or 8)) throw Rejected("Zip-filen är packad på ett sätt som inte kan läsas. Använd vanlig zip (Deflate).");
            var (packed, offset) = Widen(head, extra);
            entries.Add(new(text, packed, offset, method == 0, BinaryPrimitives.ReadUInt32LittleEndian(head[16..])));
        }
        return entries;
    }

    /// <summary>Packed size and offset, from the zip64 field where the short ones are full.</summary>
    private static (long Packed, long Offset) Widen(ReadOnlySpan<byte> head, ReadOnlySpan<byte> extra)
    {
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(head[20..]), unpacked = BinaryPrimitives.ReadUInt32LittleEndian(head[24..]),
            offset = BinaryPrimitives.ReadUInt32LittleEndian(head[42..]);
        while (extra.Length >= 4)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (4 + size > extra.Length) throw new InvalidDataException();
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                var wide = extra.Slice(4, size);
                if (unpacked == uint.MaxValue) Next(ref wide);
                if (packed == uint.MaxValue) packed = Next(ref wide);
                if (offset == uint.MaxValue) offset = Next(ref wide);
            }
            extra = extra[(4 + size)..];
        }
        return packed >= 0 && offset >= 0 ? (packed, offset) : throw new InvalidDataException();

        static long Next(ref ReadOnlySpan<byte> wide)
        {
            if (wide.Length < 8) throw new InvalidDataException();
            var value = BinaryPrimitives.ReadInt64LittleEndian(wide);
            wide = wide[8..];
            return value;
        }
    }

    private static string Decode(byte[] name)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(name);
        }
    }

    private DeliveryRejectedException Rejected(string detail) => new("KST-212", _zip, detail);

    private sealed record Entry(string Name, long Packed, long Offset, bool Stored, uint Crc);

    private static class Crc32
    {
        private static readonly uint[] Table = MakeTable();

        public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes) crc = Table[(byte)(crc ^ b)] ^ crc >> 8;
            return crc;
        }

        private static uint[] MakeTable()
        {
            var table = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                var c = i;
                for (var k = 0; k < 8; k++) c = (c & 1) == 0 ? c >> 1 : 0xEDB88320 ^ c >> 1;
                table[i] = c;
            }
            return table;
        }
    }

    /// <summary>The next so many bytes of a stream, which it owns.</summary>
    private sealed class Slice(Stream inner, long left) : ForwardStream
    {
        private long _left = left;

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
            _left -= read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
