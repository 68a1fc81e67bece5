namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>One delimited file with a header: columns found by name, rows pushed by common field.</summary>
internal sealed class DelimitedTable
{
    private const int RowsBetweenChecks = 1000;

    private readonly string _file;
    private readonly RowKind _kind;
    private readonly Mapping _mapping;
    private readonly DelimitedReader _reader;
    private readonly string _listSeparators;
    private readonly (int Start, int Length)[] _slices = new (int, int)[SourceRow.FieldCount];

    private string[] _header = [];
    private (Field Field, int Cell)[] _columns = [];

    internal DelimitedTable(Stream content, string file, RowKind kind, Mapping mapping)
    {
        if (mapping.Separator.Length != 1) throw new NotSupportedException($"Mappningen {mapping.Region}-v{mapping.Version}: separator ska vara ett tecken.");
        _file = file;
        _kind = kind;
        _mapping = mapping;
        _reader = new DelimitedReader(content, mapping.Kodning, mapping.Separator[0], mapping.Citattecken);
        _listSeparators = string.Concat(mapping.Listseparatorer);
    }

    private IReadOnlyDictionary<Field, string> ColumnNames => _mapping.ColumnsOf(_kind);

    /// <summary>Finds the header and its columns.</summary>
    /// <param name="preambleRows">0: the first row is the header. Else: as many rows may stand before it, and it is known by its first cell, the name of <see cref="Field.KontaktId"/>'s column.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeliveryRejectedException">KST-202, KST-203.</exception>
    internal void ReadHeader(int preambleRows, CancellationToken ct)
    {
        for (var rows = 0; ; rows++)
        {
            if (rows > preambleRows || !_reader.Read(ct)) throw new DeliveryRejectedException("KST-202", _file, "Filen har ingen rubrikrad.");
            if (preambleRows == 0 || Names.Same(_reader[0], ColumnNames[Field.KontaktId])) break;
        }
        _header = new string[_reader.CellCount];
        for (var i = 0; i < _header.Length; i++) _header[i] = _reader[i].ToString();
        _reader.ExpectColumns(_header.Length);

        var names = ColumnNames;
        foreach (var name in names.Values)
            if (_header.Count(cell => Names.Same(cell, name)) > 1) throw new DeliveryRejectedException("KST-203", _file, name);
        IEnumerable<Field> required = _kind == RowKind.Contact ? _mapping.Obligatoriska : names.Keys;
        _columns = [.. names.Select(n => (n.Key, Cell: Array.FindIndex(_header, cell => Names.Same(cell, n.Value)))).Where(c => c.Cell >= 0)];
        foreach (var field in required)
            if (!_columns.Any(c => c.Field == field)) throw new DeliveryRejectedException("KST-202", _file, ColumnAdvice.Missing(field, names, _kind, _header));
    }

    /// <summary>Pushes the rows under the header.</summary>
    /// <param name="sink">Takes them, and the file's warnings.</param>
    /// <param name="totalRow">The first cell of the total row, which must be the last and tell the number of the others; null = there is none.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeliveryRejectedException">KST-208, KST-207.</exception>
    internal void ReadRows(IContactSink sink, string? totalRow, CancellationToken ct)
    {
        var held = totalRow is null ? null : new HeldRow();
        long rows = 0;
        while (_reader.Read(ct))
        {
            if (held is { IsEmpty: false }) Push(sink, held.Release(), held.Code, held.Text, held.Slices);
            if (_reader.Fault is null && IsHeader())
            {
                sink.FileWarning(_file, "KST-253");
                continue;
            }
            if (++rows % RowsBetweenChecks == 0) ct.ThrowIfCancellationRequested();
            var code = _reader.StructureFault(_header.Length);
            foreach (var (field, cell) in _columns) _slices[(int)field] = code is null ? _reader.TrimmedSlice(cell) : default;
            if (held is not null && Names.Same(_reader[0], totalRow)) held.Hold(_reader, code, _slices);
            else Push(sink, _reader.Row, code, _reader.Text, _slices);
        }
        if (_reader.BomAgainstAgreement) sink.FileWarning(_file, "KST-251");
        if (_reader.BomInside) sink.FileWarning(_file, "KST-252");
        if (held is null) return;
        if (held.IsEmpty) throw new DeliveryRejectedException("KST-208", _file, totalRow!);
        if (WholeNumber.Parse(held.Total, _mapping) != rows - 1) throw new DeliveryRejectedException("KST-207", _file, $"{rows - 1} rader lästa");
    }

    private void Push(IContactSink sink, long row, string? code, ReadOnlySpan<char> text, ReadOnlySpan<(int, int)> slices)
    {
        var position = new RowPosition(_file, row);
        if (code is null) sink.Row(new SourceRow(_kind, position, text, slices, _listSeparators));
        else if (_kind == RowKind.Unit) sink.FileWarning(_file, "KST-254");
        else sink.Broken(_kind, position, code);
    }

    private bool IsHeader()
    {
        if (_reader.CellCount != _header.Length) return false;
        for (var i = 0; i < _header.Length; i++)
            if (!Names.Same(_reader[i], _header[i])) return false;
        return true;
    }

    /// <summary>A row that is the total row if it turns out to be the last.</summary>
    private sealed class HeldRow
    {
        private readonly (int Start, int Length)[] _slices = new (int, int)[SourceRow.FieldCount];
        private char[] _text = [];
        private long _row;

        internal bool IsEmpty => _row == 0;

        internal string? Code { get; private set; }

        internal ReadOnlySpan<char> Text => _text;

        internal ReadOnlySpan<(int, int)> Slices => _slices;

        /// <summary>The second cell.</summary>
        internal string Total { get; private set; } = "";

        internal void Hold(DelimitedReader reader, string? code, ReadOnlySpan<(int Start, int Length)> slices)
        {
            (_row, Code, Total) = (reader.Row, code, reader.CellCount > 1 ? reader[1].ToString() : "");
            var length = 0;
            foreach (var slice in slices) length += slice.Length;
            if (_text.Length < length) _text = new char[length];
            length = 0;
            for (var i = 0; i < slices.Length; i++)
            {
                reader.Text.Slice(slices[i].Start, slices[i].Length).CopyTo(_text.AsSpan(length));
                _slices[i] = (length, slices[i].Length);
                length += slices[i].Length;
            }
        }

        internal long Release()
        {
            var row = _row;
            _row = 0;
            return row;
        }
    }
}
