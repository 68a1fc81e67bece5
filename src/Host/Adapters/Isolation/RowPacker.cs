using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Adapters.Isolation;

/// <summary>
/// In the child: packs what the adapter pushes into frames. A record is 16 bytes (what it is, the row's kind, 2 bytes the file's place among the delivery's,
/// 4 bytes which fields have a value or the code's number, 8 bytes the row's number), then for a row the values' lengths as int and their text as UTF-16.
/// </summary>
internal sealed class RowPacker(Channel channel, IReadOnlyList<string> names) : IContactSink
{
    internal const int RecordSize = 16;
    internal const byte RowRecord = 1, BrokenRecord = 2, WarningRecord = 3, SeparatorsRecord = 4;
    internal const ushort NoFile = ushort.MaxValue;

    private const int FullAt = 128 * 1024;

    private readonly Dictionary<string, ushort> _places = names.Select((name, place) => (name, place)).ToDictionary(n => n.name, n => (ushort)n.place);
    private byte[] _frame = new byte[FullAt + 8 * 1024];
    private int _length = Channel.HeaderSize;
    private string? _file;
    private ushort _place;
    private char[] _separators = [];

    public void Row(in SourceRow row)
    {
        if (!row.ListSeparators.SequenceEqual(_separators)) TellSeparators(row.ListSeparators);
        Span<int> lengths = stackalloc int[SourceRow.FieldCount];
        var (fields, count, chars) = (0u, 0, 0);
        for (var field = 0; field < SourceRow.FieldCount; field++)
        {
            var length = row[(Field)field].Length;
            if (length == 0) continue;
            fields |= 1u << field;
            lengths[count++] = length;
            chars = checked(chars + length);
        }
        var record = Begin(RowRecord, row.Kind, row.Position, fields, checked(count * sizeof(int) + chars * sizeof(char)));
        MemoryMarshal.AsBytes(lengths[..count]).CopyTo(record);
        var text = MemoryMarshal.Cast<byte, char>(record[(count * sizeof(int))..]);
        for (; fields != 0; fields &= fields - 1)
        {
            var value = row[(Field)BitOperations.TrailingZeroCount(fields)];
            value.CopyTo(text);
            text = text[value.Length..];
        }
        if (_length >= FullAt) Flush();
    }

    public void Broken(RowKind kind, RowPosition position, string code) => Begin(BrokenRecord, kind, position, NumberOf(code), 0);

    public void FileWarning(string file, string code) => Begin(WarningRecord, default, new(file, 1), NumberOf(code), 0);

    /// <summary>Sends what is left.</summary>
    internal void Flush()
    {
        if (_length > Channel.HeaderSize) channel.Send(FrameKind.Rows, 0, _frame.AsSpan(0, _length));
        _length = Channel.HeaderSize;
    }

    private void TellSeparators(ReadOnlySpan<char> separators)
    {
        _separators = separators.ToArray();
        MemoryMarshal.AsBytes(separators).CopyTo(Begin(SeparatorsRecord, default, new("", 0), (uint)separators.Length, separators.Length * sizeof(char)));
    }

    /// <returns>Room for what follows the record.</returns>
    private Span<byte> Begin(byte record, RowKind kind, RowPosition position, uint number, int more)
    {
        if (_frame.Length - _length < RecordSize + more)
        {
            Flush();
            if (_frame.Length - _length < RecordSize + more) Array.Resize(ref _frame, checked(_length + RecordSize + more));
        }
        var target = _frame.AsSpan(_length, RecordSize + more);
        _length += target.Length;
        (target[0], target[1]) = (record, (byte)kind);
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], PlaceOf(position.File));
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], number);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], position.Row);
        return target[RecordSize..];
    }

    private ushort PlaceOf(string? file)
    {
        if (ReferenceEquals(file, _file)) return _place;
        (_file, _place) = (file, file is not null && _places.TryGetValue(file, out var place) ? place : NoFile);
        return _place;
    }

    /// <summary>Of KST-nnn the number; 0 = no such code.</summary>
    private static uint NumberOf(string? code) =>
        code is ['K', 'S', 'T', '-', _, _, _] && uint.TryParse(code.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>In the host: gives packed rows to a sink, without copying their text. Believes nothing: a length that does not fit is <see cref="NoSenseException"/>.</summary>
internal sealed class RowUnpacker(IReadOnlyList<string> names)
{
    private const int RowsBetweenChecks = 256;

    private static readonly string[] Codes = [.. Enumerable.Range(0, 300).Select(n => string.Create(CultureInfo.InvariantCulture, $"KST-{n:000}"))];

    private readonly (int Start, int Length)[] _slices = new (int, int)[SourceRow.FieldCount];
    private string _separators = "";

    internal void Unpack(ReadOnlySpan<byte> body, IContactSink sink, CancellationToken ct)
    {
        for (var records = 0; !body.IsEmpty; records++)
        {
            if (records % RowsBetweenChecks == 0) ct.ThrowIfCancellationRequested();
            var record = Take(ref body, RowPacker.RecordSize);
            var kind = (RowKind)record[1];
            var place = BinaryPrimitives.ReadUInt16LittleEndian(record[2..]);
            var number = BinaryPrimitives.ReadUInt32LittleEndian(record[4..]);
            var position = new RowPosition(place < names.Count ? names[place] : "", BinaryPrimitives.ReadInt64LittleEndian(record[8..]));
            switch (record[0])
            {
                case RowPacker.RowRecord:
                    sink.Row(new SourceRow(kind, position, Values(number, ref body), _slices, _separators));
                    break;
                case RowPacker.BrokenRecord:
                    sink.Broken(kind, position, Code(number));
                    break;
                case RowPacker.WarningRecord:
                    sink.FileWarning(position.File, Code(number));
                    break;
                case RowPacker.SeparatorsRecord:
                    _separators = MemoryMarshal.Cast<byte, char>(Take(ref body, (long)number * sizeof(char))).ToString();
                    break;
                default: throw new NoSenseException();
            }
        }
    }

    private ReadOnlySpan<char> Values(uint fields, ref ReadOnlySpan<byte> body)
    {
        if (fields >> SourceRow.FieldCount != 0) throw new NoSenseException();
        var lengths = MemoryMarshal.Cast<byte, int>(Take(ref body, BitOperations.PopCount(fields) * sizeof(int)));
        Array.Clear(_slices);
        long chars = 0;
        for (var i = 0; fields != 0; fields &= fields - 1, i++)
        {
            var length = lengths[i];
            if (length < 0 || chars + length > Channel.MaxBody) throw new NoSenseException();
            _slices[BitOperations.TrailingZeroCount(fields)] = ((int)chars, length);
            chars += length;
        }
        return MemoryMarshal.Cast<byte, char>(Take(ref body, chars * sizeof(char)));
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> body, long length)
    {
        if (length > body.Length) throw new NoSenseException();
        var taken = body[..(int)length];
        body = body[(int)length..];
        return taken;
    }

    private static string Code(uint number) => number < (uint)Codes.Length ? Codes[number] : Codes[0];
}
