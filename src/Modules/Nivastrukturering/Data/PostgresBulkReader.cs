using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Takes the tuples of PostgreSQL's binary COPY apart itself, in whole buffers.</summary>
/// <remarks>Source: PostgreSQL's documentation of COPY, "Binary Format".</remarks>
internal sealed class PostgresBulkReader : BulkReader
{
    private const int HeadBytes = 19;
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private readonly NpgsqlRawCopyStream _stream;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _known;
    private readonly char[] _chars = new char[1024];
    private byte[] _buffer = new byte[1 << 18];
    private int _row;
    private int _at;
    private int _end;

    /// <param name="connection">Busy until the reader is disposed.</param>
    /// <param name="query">A SELECT.</param>
    public PostgresBulkReader(NpgsqlConnection connection, string query)
    {
        _known = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        _stream = connection.BeginRawBinaryCopy($"COPY ({query}) TO STDOUT (FORMAT BINARY)");
        Take(HeadBytes);
    }

    /// <summary>Bytes of the fields of this row that have been read, lengths and all.</summary>
    public int Length => _at - _row - 2;

    /// <summary>The first bytes of the row's fields, as a <see cref="PostgresBulkWriter"/> takes them; they live until the next row.</summary>
    public ReadOnlySpan<byte> First(int bytes) => _buffer.AsSpan(_row + 2, bytes);

    public override bool Read()
    {
        _row = _at;
        return BinaryPrimitives.ReadInt16BigEndian(Take(2)) >= 0;
    }

    public override int Whole() => BinaryPrimitives.ReadInt32BigEndian(Field(4));

    public override long Long() => BinaryPrimitives.ReadInt64BigEndian(Field(8));

    public override long? LongOrNull() => TryField(out var value) ? BinaryPrimitives.ReadInt64BigEndian(value) : null;

    public override short Small() => BinaryPrimitives.ReadInt16BigEndian(Field(2));

    public override short? SmallOrNull() => TryField(out var value) ? BinaryPrimitives.ReadInt16BigEndian(value) : null;

    public override bool Flag() => Field(1)[0] != 0;

    public override DateOnly Day() => DateOnly.FromDayNumber(Whole() + Epoch);

    public override DateOnly? DayOrNull() => TryField(out var value) ? DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32BigEndian(value) + Epoch) : null;

    public override string Text() => Encoding.UTF8.GetString(Field());

    public override string Name()
    {
        var bytes = Field();
        if (bytes.Length == 0) return "";
        if (bytes.Length > _chars.Length) return Encoding.UTF8.GetString(bytes);
        var chars = _chars.AsSpan(0, Encoding.UTF8.GetChars(bytes, _chars));
        if (_known.TryGetValue(chars, out var same)) return same;
        var text = chars.ToString();
        return _names[text] = text;
    }

    public override ReadOnlySpan<byte> Raw() => Field();

    public override byte[] Bytes() => Field().ToArray();

    /// <summary>Passes fields by.</summary>
    public void Skip(int fields)
    {
        for (var i = 0; i < fields; i++) TryField(out _);
    }

    public override void Dispose() => _stream.Dispose();

    private ReadOnlySpan<byte> Field(int length)
    {
        var field = Field();
        return field.Length == length ? field : throw new InvalidOperationException($"A column of {field.Length} bytes was read as one of {length}.");
    }

    private ReadOnlySpan<byte> Field() => TryField(out var value) ? value : throw new InvalidOperationException("A column that is never null was null.");

    private bool TryField(out ReadOnlySpan<byte> value)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        value = length > 0 ? Take(length) : default;
        return length >= 0;
    }

    /// <summary>The next bytes; what has been read of the row stays before them.</summary>
    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (_end - _at < bytes) Fill(bytes);
        var taken = _buffer.AsSpan(_at, bytes);
        _at += bytes;
        return taken;
    }

    private void Fill(int bytes)
    {
        var kept = _end - _row;
        var needed = _at - _row + bytes;
        if (needed > _buffer.Length)
        {
            var larger = new byte[Math.Max(needed, 2 * _buffer.Length)];
            Buffer.BlockCopy(_buffer, _row, larger, 0, kept);
            _buffer = larger;
        }
        else
        {
            Buffer.BlockCopy(_buffer, _row, _buffer, 0, kept);
        }
        (_at, _end, _row) = (_at - _row, kept, 0);
        while (_end - _at < bytes)
        {
            var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0) throw new InvalidOperationException("The server ended before its last row.");
            _end += read;
        }
    }
}
