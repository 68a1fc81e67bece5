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
    private const int MaxTextLength = 1 << 14;
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly short _columns;
    private readonly int _numbers; // the most bytes that a row of numbers takes
    private int _length;
    private bool _inRow;
    private bool _isComplete;

    /// <param name="connection">Busy until the writer is disposed.</param>
    /// <param name="table">As in SQL.</param>
    /// <param name="columns">As in SQL, in the order of the values.</param>
    public PostgresBulkWriter(NpgsqlConnection connection, string table, IReadOnlyList<string> columns)
    {
        _columns = (short)columns.Count;
        _numbers = 12 * columns.Count;
        _stream = connection.BeginRawBinaryCopy($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)");
        "PGCOPY\n"u8.CopyTo(_buffer);
        ReadOnlySpan<byte> rest = [0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
        rest.CopyTo(_buffer.AsSpan(7));
        _length = 19;
    }

    public override void Whole(int value)
    {
        Begin();
        BinaryPrimitives.WriteUInt64BigEndian(Take(8), (4UL << 32) | (uint)value); // a length and its value at once
    }

    public override void Whole(long value)
    {
        Begin();
        var field = Take(12);
        BinaryPrimitives.WriteInt32BigEndian(field, 8);
        BinaryPrimitives.WriteInt64BigEndian(field[4..], value);
    }

    public override void Small(short value)
    {
        Begin();
        var field = Take(6);
        BinaryPrimitives.WriteInt32BigEndian(field, 2);
        BinaryPrimitives.WriteInt16BigEndian(field[4..], value);
    }

    public override void Flag(bool value)
    {
        Begin();
        var field = Take(5);
        BinaryPrimitives.WriteInt32BigEndian(field, 1);
        field[4] = value ? (byte)1 : (byte)0;
    }

    public override void Day(DateOnly value) => Whole(value.DayNumber - Epoch);

    public override void Text(ReadOnlySpan<char> value)
    {
        Begin();
        if (value.IsEmpty)
        {
            BinaryPrimitives.WriteInt32BigEndian(Take(4), 0);
            return;
        }
        if (value.Length > MaxTextLength)
        {
            Bytes(Encoding.UTF8.GetBytes(value.ToString()));
            return;
        }
        Room(3 * value.Length + _numbers);
        var field = _buffer.AsSpan(_length);
        if (Ascii.FromUtf16(value, field[4..], out var written) != OperationStatus.Done) written = Encoding.UTF8.GetBytes(value, field[4..]);
        BinaryPrimitives.WriteInt32BigEndian(field, written);
        _length += 4 + written;
    }

    public override void Bytes(ReadOnlySpan<byte> value)
    {
        Begin();
        BinaryPrimitives.WriteInt32BigEndian(Take(4), value.Length);
        Copy(value);
    }

    public override void Null()
    {
        Begin();
        BinaryPrimitives.WriteInt32BigEndian(Take(4), -1);
    }

    /// <summary>The first fields of a row as another COPY gave them, lengths and all.</summary>
    public void First(ReadOnlySpan<byte> fields)
    {
        Begin();
        Copy(fields);
    }

    public override void EndRow() => _inRow = false;

    public override void Complete()
    {
        Room(2);
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

    /// <summary>Writes the head of a row before its first field. From here on there is always room for the row's numbers: only what is longer asks.</summary>
    private void Begin()
    {
        if (_inRow) return;
        Room(2 + _numbers);
        BinaryPrimitives.WriteInt16BigEndian(Take(2), _columns);
        _inRow = true;
    }

    private void Room(int bytes)
    {
        if (_length + bytes > BufferBytes) Send();
    }

    private void Copy(ReadOnlySpan<byte> value)
    {
        while (value.Length > BufferBytes - _numbers - _length)
        {
            var part = Math.Min(value.Length, BufferBytes - _length);
            value[..part].CopyTo(Take(part));
            value = value[part..];
            Send();
        }
        value.CopyTo(Take(value.Length));
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
