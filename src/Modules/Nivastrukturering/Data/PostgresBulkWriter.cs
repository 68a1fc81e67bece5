using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Kunskapsstyrning.Kernel;
using Npgsql;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Makes the tuples of PostgreSQL's binary COPY itself and sends them in whole buffers.</summary>
/// <remarks>Source: PostgreSQL's documentation of COPY, "Binary Format".</remarks>
internal sealed class PostgresBulkWriter : BulkWriter
{
    private const int BufferBytes = 1 << 18;
    private const int MaxTextBytes = 3 * 16_384;
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly short _columns;
    private int _length;
    private bool _inRow;
    private bool _isComplete;

    /// <param name="connection">Busy until the writer is disposed.</param>
    /// <param name="table">As in SQL.</param>
    /// <param name="columns">As in SQL, in the order of the values.</param>
    public PostgresBulkWriter(NpgsqlConnection connection, string table, IReadOnlyList<string> columns)
    {
        _columns = (short)columns.Count;
        _stream = connection.BeginRawBinaryCopy($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)");
        "PGCOPY\n"u8.CopyTo(_buffer);
        ReadOnlySpan<byte> rest = [0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
        rest.CopyTo(_buffer.AsSpan(7));
        _length = 19;
    }

    public override void Whole(int value)
    {
        Field(4, 4);
        BinaryPrimitives.WriteInt32BigEndian(Take(4), value);
    }

    public override void Whole(long value)
    {
        Field(8, 8);
        BinaryPrimitives.WriteInt64BigEndian(Take(8), value);
    }

    public override void Small(short value)
    {
        Field(2, 2);
        BinaryPrimitives.WriteInt16BigEndian(Take(2), value);
    }

    public override void Flag(bool value)
    {
        Field(1, 1);
        Take(1)[0] = value ? (byte)1 : (byte)0;
    }

    public override void Day(DateOnly value) => Whole(value.DayNumber - Epoch);

    public override void Text(ReadOnlySpan<char> value)
    {
        var most = 3 * value.Length;
        if (most > MaxTextBytes)
        {
            Bytes(Encoding.UTF8.GetBytes(value.ToString()));
            return;
        }
        Field(0, most);
        if (Ascii.FromUtf16(value, _buffer.AsSpan(_length), out var written) != OperationStatus.Done) written = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_length));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_length - 4), written);
        _length += written;
    }

    public override void Bytes(ReadOnlySpan<byte> value)
    {
        Field(value.Length, Math.Min(value.Length, MaxTextBytes));
        while (value.Length > 0)
        {
            if (_length == BufferBytes) Send();
            var part = Math.Min(value.Length, BufferBytes - _length);
            value[..part].CopyTo(Take(part));
            value = value[part..];
        }
    }

    public override void Null() => Field(-1, 0);

    /// <summary>The first fields of a row as another COPY gave them, lengths and all.</summary>
    public void First(ReadOnlySpan<byte> fields)
    {
        if (_length + 2 + fields.Length > BufferBytes) Send();
        BinaryPrimitives.WriteInt16BigEndian(Take(2), _columns);
        _inRow = true;
        while (fields.Length > 0)
        {
            if (_length == BufferBytes) Send();
            var part = Math.Min(fields.Length, BufferBytes - _length);
            fields[..part].CopyTo(Take(part));
            fields = fields[part..];
        }
    }

    public override void EndRow() => _inRow = false;

    public override void Complete()
    {
        if (_length + 2 > BufferBytes) Send();
        BinaryPrimitives.WriteInt16BigEndian(Take(2), -1);
        Send();
        _stream.Dispose();
        _isComplete = true;
    }

    public override void Dispose()
    {
        if (_isComplete) return;
        _isComplete = true;
        _stream.Cancel();
        _stream.Dispose();
    }

    /// <summary>Writes the head of a field, and of a row before its first, with room for the value behind it.</summary>
    private void Field(int length, int room)
    {
        if (_length + 6 + room > BufferBytes) Send();
        if (!_inRow)
        {
            BinaryPrimitives.WriteInt16BigEndian(Take(2), _columns);
            _inRow = true;
        }
        BinaryPrimitives.WriteInt32BigEndian(Take(4), length);
    }

    private Span<byte> Take(int bytes)
    {
        var span = _buffer.AsSpan(_length, bytes);
        _length += bytes;
        return span;
    }

    private void Send()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
        Fault.Point("import.block");
    }
}
