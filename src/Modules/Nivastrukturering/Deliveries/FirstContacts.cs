using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Keeps the first contacts of a reading: how their cells are understood, as the adapter gives them, and how the checks judge them, as they come out.</summary>
/// <param name="delivery">What is read.</param>
/// <param name="most">How many are kept.</param>
internal sealed class FirstContacts(DeliveryIdentity delivery, int most) : IContactOutput
{
    private readonly ContactView _view = new(delivery);
    private readonly QuarantineFault _fault = new(delivery.Mapping);
    private readonly List<(RowPosition Position, IReadOnlyList<SeenValue> Values)> _given = [];
    private readonly List<Verdict> _verdicts = []; // in the order of the rows, as they come out in the order they went in
    private readonly SortedDictionary<RowKind, long> _read = [];
    private readonly int _most = most;
    private long _judged;

    /// <summary>Readable rows by kind.</summary>
    public IReadOnlyDictionary<RowKind, long> Read => _read;

    /// <summary>The contacts; only when the reading has ended.</summary>
    public IReadOnlyList<SeenContact> Rows => [.. _given.Zip(_verdicts, (row, verdict) => new SeenContact(row.Position, Judged(row.Values, verdict)))];

    /// <summary>The adapter, so that its rows are seen as they pass.</summary>
    public IRegionAdapter Watching(IRegionAdapter adapter) => new Watched(this, adapter);

    public void Accept(CheckedContact contact)
    {
        if (_judged++ < _most) _verdicts.Add(new(null, [.. Coded(Field.Huvuddiagnos, contact.MainDiagnosis), .. Coded(Field.Bidiagnoser, contact.SideDiagnoses), .. Coded(Field.Atgarder, contact.Procedures)]));
    }

    public void Quarantine(QuarantinedRow row)
    {
        if (row is { Kind: RowKind.Contact, Cells: not null })
        {
            if (_judged++ < _most) _verdicts.Add(new(row, _view.Lists(QuarantineFault.CellsOf(row.Cells))));
        }
        else if (row is { Kind: not RowKind.Contact, Codes.IsEmpty: true } && _judged == _verdicts.Count) // it follows its contact, the last
        {
            _verdicts[^1].Lists.Add(ContactView.Detail(row));
        }
    }

    private static IEnumerable<SeenValue> Coded(Field field, TextSlot text) => text.IsEmpty ? [] : [new(field, text.Span.ToString(), null)];

    private IReadOnlyList<SeenValue> Judged(IReadOnlyList<SeenValue> values, Verdict verdict)
    {
        if (verdict.Fault is not { } row) return [.. values, .. verdict.Lists];
        var cells = QuarantineFault.CellsOf(row.Cells);
        Dictionary<Field, string> codes = [];
        foreach (var code in row.Codes)
            foreach (var field in _fault.FieldsOf(code, row.Kind, cells)) codes.TryAdd(field, code.Name());
        List<SeenValue> judged = [.. values.Concat(verdict.Lists).Select(value => value with { Code = codes.GetValueOrDefault(value.Field) })];
        judged.AddRange(codes.Where(code => !judged.Exists(value => value.Field == code.Key)).Select(code => new SeenValue(code.Key, "saknas", code.Value)));
        return judged;
    }

    /// <param name="Fault">Null for an accepted contact.</param>
    /// <param name="Lists">Its diagnoses and procedures.</param>
    private sealed record Verdict(QuarantinedRow? Fault, List<SeenValue> Lists);

    private sealed class Watched(FirstContacts first, IRegionAdapter adapter) : IRegionAdapter
    {
        public string Id => adapter.Id;

        public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct)
        {
            first._given.Clear(); // a delivery with detail files is read twice
            first._read.Clear();
            adapter.Read(files, mapping, new Seeing(first, sink), ct);
        }

        public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct) => adapter.ReadStructure(content, fileName, ct);
    }

    private sealed class Seeing(FirstContacts first, IContactSink sink) : IContactSink
    {
        public void Row(in SourceRow row)
        {
            first._read[row.Kind] = first._read.GetValueOrDefault(row.Kind) + 1;
            if (row.Kind == RowKind.Contact && first._given.Count < first._most) first._given.Add((row.Position, first._view.Of(row)));
            sink.Row(row);
        }

        public void Broken(RowKind kind, RowPosition position, string code) => sink.Broken(kind, position, code);

        public void FileWarning(string file, string code) => sink.FileWarning(file, code);
    }
}
