using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>
/// The first of two readings where diagnoses and procedures have files of their own: keeps those rows and every contact id, so that the
/// second reading can join each contact as it comes, whatever order the files have. About 30 bytes a row; no person id.
/// </summary>
/// <remarks>Everything about the rows is behind this class: one that spills them to a sorted temporary file would change nothing else.</remarks>
internal sealed class DetailRows(IContactOutput output, DeliveryTally tally) : IContactSink
{
    private readonly IdTable _ids = new();
    private readonly BitArray _isContact = new(1 << 12);
    private readonly ByteArena _texts = new();
    private readonly List<Detail> _rows = [];
    private readonly List<string> _files = [];
    private int[] _first = [];
    private int[] _sorted = [];
    private char[] _text = new char[256];

    public void Row(in SourceRow row)
    {
        var id = row[Field.KontaktId];
        if (row.Kind == RowKind.Contact)
        {
            if (!id.IsEmpty) MarkContact(_ids.GetOrAdd(id, out _));
        }
        else if (row.Kind is RowKind.Diagnosis or RowKind.Procedure) Keep(row, id);
    }

    public void Broken(RowKind kind, RowPosition position, string code)
    {
        if (kind is not (RowKind.Diagnosis or RowKind.Procedure)) return;
        var row = QuarantinedRow.Broken(kind, position, KstCodes.Structural(code));
        tally.QuarantineDetail(row.Codes);
        output.Quarantine(row);
    }

    public void FileWarning(string file, string code)
    {
    }

    /// <summary>Ends the first reading: sends rows with codes of their own to quarantine and sorts the others under their contacts.</summary>
    public void Close()
    {
        _first = new int[_ids.Count + 1];
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(_rows))
            if (CodesOf(row).IsEmpty) _first[row.Id + 1]++;
            else Quarantine(row, CodesOf(row), counted: true);
        for (var id = 0; id < _ids.Count; id++) _first[id + 1] += _first[id];

        _sorted = new int[_first[^1]];
        var next = _first.AsSpan(0, _ids.Count).ToArray();
        for (var i = 0; i < _rows.Count; i++)
            if (CodesOf(_rows[i]).IsEmpty) _sorted[next[_rows[i].Id]++] = i;
        var order = new Comparison<int>(Compare);
        for (var id = 0; id < _ids.Count; id++)
            if (_first[id + 1] - _first[id] > 1) _sorted.AsSpan(_first[id].._first[id + 1]).Sort(order);
    }

    /// <summary>The rows of a contact: diagnoses before procedures, each by Ordning and then file order. Only after <see cref="Close"/>.</summary>
    public ReadOnlySpan<int> Of(ReadOnlySpan<char> contactId)
    {
        var id = _ids.GetOrAdd(contactId, out var added);
        return added ? [] : _sorted.AsSpan(_first[id].._first[id + 1]);
    }

    public RowKind KindOf(int row) => _rows[row].Kind;

    /// <summary>True for a row whose Ordning is 1.</summary>
    public bool IsFirst(int row) => _rows[row].Ordning == 1;

    /// <summary>The code as it stood; valid until the next call.</summary>
    public ReadOnlySpan<char> KodOf(int row)
    {
        var bytes = KodText(_rows[row]);
        if (_text.Length < bytes.Length) _text = new char[bytes.Length];
        return _text.AsSpan(0, Encoding.UTF8.GetChars(bytes, _text));
    }

    /// <summary>Lets a row follow its contact into quarantine, uncounted.</summary>
    public void Follow(int row) => Quarantine(_rows[row], default, counted: false);

    private void Keep(in SourceRow row, ReadOnlySpan<char> id)
    {
        ReadOnlySpan<char> ordning = row[Field.Ordning], kod = row[Field.Kod];
        int ordningBytes = Encoding.UTF8.GetByteCount(ordning), kodBytes = Encoding.UTF8.GetByteCount(kod);
        var piece = _texts.Allocate(4 + ordningBytes + kodBytes, out var place);
        MemoryMarshal.Write(piece, (ushort)ordningBytes);
        MemoryMarshal.Write(piece[2..], (ushort)kodBytes);
        Encoding.UTF8.GetBytes(ordning, piece[4..]);
        Encoding.UTF8.GetBytes(kod, piece[(4 + ordningBytes)..]);

        var file = _files.IndexOf(row.Position.File);
        if (file < 0)
        {
            file = _files.Count;
            _files.Add(row.Position.File);
        }
        _rows.Add(new(id.IsEmpty ? -1 : _ids.GetOrAdd(id, out _), checked((int)row.Position.Row), OrdningOf(ordning), place, row.Kind, (byte)file, kod.IsEmpty));
    }

    /// <summary>A whole number ≥ 1, else 0.</summary>
    private static long OrdningOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > 12 || !CareCodes.IsDigits(text)) return 0;
        return long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    private KstSet CodesOf(in Detail row)
    {
        var codes = default(KstSet);
        if (row.Id < 0 || row.Id >= _isContact.Length || !_isContact[row.Id]) codes.Add(Kst.Orphan);
        if (row.Ordning == 0) codes.Add(Kst.UnknownValue);
        if (row.IsEmpty) codes.Add(Kst.MissingField);
        return codes;
    }

    private void MarkContact(int id)
    {
        if (id >= _isContact.Length) _isContact.Length = Math.Max(2 * _isContact.Length, id + 1);
        _isContact[id] = true;
    }

    private int Compare(int left, int right)
    {
        var (a, b) = (_rows[left], _rows[right]);
        return a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.Ordning != b.Ordning ? a.Ordning.CompareTo(b.Ordning) : left.CompareTo(right);
    }

    private void Quarantine(in Detail row, KstSet codes, bool counted)
    {
        if (counted) tally.QuarantineDetail(codes);
        output.Quarantine(QuarantinedRow.Of(
            row.Kind, new(_files[row.File], row.Row), codes, row.Id < 0 ? "" : _ids[row.Id],
            Encoding.UTF8.GetString(OrdningText(row)), Encoding.UTF8.GetString(KodText(row))));
    }

    private ReadOnlySpan<byte> OrdningText(in Detail row)
    {
        var piece = _texts.At(row.Place);
        return piece.Slice(4, MemoryMarshal.Read<ushort>(piece));
    }

    private ReadOnlySpan<byte> KodText(in Detail row)
    {
        var piece = _texts.At(row.Place);
        return piece.Slice(4 + MemoryMarshal.Read<ushort>(piece), MemoryMarshal.Read<ushort>(piece[2..]));
    }

    private readonly record struct Detail(int Id, int Row, long Ordning, uint Place, RowKind Kind, byte File, bool IsEmpty);
}
