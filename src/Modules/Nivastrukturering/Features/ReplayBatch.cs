using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>What somebody typed over a row of quarantine.</summary>
/// <param name="Id">The row's.</param>
/// <param name="Typed">By field, as shown; a field that is not there stays.</param>
internal sealed record RowEdit(long Id, IReadOnlyDictionary<Field, string> Typed);

/// <summary>A row of quarantine with its corrections.</summary>
/// <param name="Row">As it is stored.</param>
/// <param name="Cells">As they shall be.</param>
/// <param name="Changes">What is new, as shown.</param>
/// <param name="Details">Its diagnosis and procedure rows, where those have files of their own.</param>
internal sealed record EditedRow(QuarantineRow Row, Dictionary<Field, string> Cells, SortedDictionary<Field, CellChange> Changes, List<QuarantineRow> Details)
{
    public string KontaktId => Cells.GetValueOrDefault(Field.KontaktId, "");

    /// <summary>What was found out; warnings too.</summary>
    public KstSet Codes { get; set; }
}

/// <summary>Rows of one delivery's quarantine that are read again together, in file order, by the checks that refused them.</summary>
internal sealed class ReplayBatch
{
    /// <summary>So many rows at a time.</summary>
    public const int MostRows = 5000;

    private const int Chunk = 500;
    private static readonly RowKind[] ListedKinds = [RowKind.Diagnosis, RowKind.Procedure];
    private readonly ReplayDesk _desk;
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _firstWaiting = new(StringComparer.Ordinal);
    private readonly Dictionary<RowPosition, KstSet> _detailCodes = [];

    private ReplayBatch(ReplayDesk desk) => _desk = desk;

    /// <summary>The rows that can be corrected, in file order; others are left out.</summary>
    public IReadOnlyList<EditedRow> Rows { get; private set; } = [];

    /// <summary>Loads the rows and what they are judged against, and puts the edits in their cells.</summary>
    /// <exception cref="Kernel.DomainException"><c>replay.not-storable</c>: a text that may not be stored.</exception>
    public static async Task<ReplayBatch> Load(NivastruktureringDb db, ReplayDesk desk, IReadOnlyList<RowEdit> edits, CancellationToken ct)
    {
        var typed = edits.GroupBy(e => e.Id).ToDictionary(g => g.Key, g => g.Last().Typed);
        foreach (var (field, text) in typed.Values.SelectMany(t => t))
            if (CellForm.Fault(field, text) is { } fault) throw new Kernel.DomainException("replay.not-storable", $"{desk.ColumnOf(field)}: {fault}");

        var batch = new ReplayBatch(desk);
        var rows = new List<QuarantineRow>();
        foreach (var ids in typed.Keys.Order().Chunk(Chunk))
            rows.AddRange(await desk.Rows(db).Where(q => ids.Contains(q.Id)).OrderBy(q => q.Id).ToListAsync(ct));
        var cells = rows.ToDictionary(r => r.Id, r => new Dictionary<Field, string>(QuarantineFault.CellsOf(r.Cells)));
        var details = desk.Form.HasDetailFiles ? await batch.Details(db, rows, cells, typed, ct) : [];
        batch.Rows = [.. rows.Select(r => batch.Edit(r, cells[r.Id], typed[r.Id], details.GetValueOrDefault(r.Id, [])))];
        await batch.LoadIds(db, ct);
        return batch;
    }

    /// <summary>Checks every row and says what it found.</summary>
    /// <param name="reference">In force now.</param>
    /// <param name="accept">Takes each contact without errors; it is filled again after the call.</param>
    public void Check(ReferenceSet reference, Action<EditedRow, CheckedContact>? accept = null)
    {
        var check = new ContactCheck(_desk.Identity, new(reference.Units, reference.Kommuner));
        foreach (var unit in _desk.Base.ReadUnits()) check.AddUnit(unit);
        var text = new StoredRow(_desk.Form.ListSeparators);
        var details = _desk.Form.HasDetailFiles ? ReadDetails(text) : null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            var id = row.KontaktId;
            var isDuplicate = id.Length > 0 && (!seen.Add(id) || _accepted.Contains(id) || _firstWaiting.TryGetValue(id, out var first) && first < row.Row.Id);
            row.Codes = check.Check(text.Of(RowKind.Contact, new(row.Row.File, row.Row.Row), row.Cells), isDuplicate, details, person: default, row.Row.Person);
            if (!row.Codes.HasErrors) accept?.Invoke(row, check.Contact);
        }
    }

    /// <summary>The codes that a diagnosis or procedure row has of its own after <see cref="Check"/>.</summary>
    public string CodesOf(QuarantineRow detail) => _detailCodes.TryGetValue(new(detail.File, detail.Row), out var codes) ? codes.ToString() : "";

    /// <summary>Reads the diagnosis and procedure rows as an import does; typed lists in place of the rows.</summary>
    private DetailRows ReadDetails(StoredRow text)
    {
        var details = new DetailRows(new OwnCodes(_detailCodes), new());
        foreach (var row in Rows.Where(r => r.KontaktId.Length > 0))
        {
            details.Row(text.Of(RowKind.Contact, default, new Dictionary<Field, string> { [Field.KontaktId] = row.KontaktId }));
            foreach (var detail in row.Details.Where(d => !row.Cells.ContainsKey(ListOf(d.Kind))))
                details.Row(text.Of(detail.Kind, new(detail.File, detail.Row), new Dictionary<Field, string>(QuarantineFault.CellsOf(detail.Cells)) { [Field.KontaktId] = row.KontaktId }));
            foreach (var kind in ListedKinds)
            {
                if (!row.Cells.TryGetValue(ListOf(kind), out var list)) continue;
                foreach (var (place, item) in _desk.Form.ItemsOf(list).Index())
                    details.Row(text.Of(kind, new("", place + 1), new Dictionary<Field, string>
                    {
                        [Field.KontaktId] = row.KontaktId,
                        [Field.Ordning] = (place + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
                        [Field.Kod] = item,
                    }));
            }
        }
        details.Close();
        return details;
    }

    /// <summary>The rows that follow a contact, and those that its new id gives a home, by the contact's row.</summary>
    private async Task<Dictionary<long, List<QuarantineRow>>> Details(
        NivastruktureringDb db, List<QuarantineRow> rows, Dictionary<long, Dictionary<Field, string>> cells, Dictionary<long, IReadOnlyDictionary<Field, string>> typed, CancellationToken ct)
    {
        Dictionary<string, long> byOldId = new(StringComparer.Ordinal), byNewId = new(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (cells[row.Id].TryGetValue(Field.KontaktId, out var old) && !row.Codes.Contains(Kst.Duplicate.Name(), StringComparison.Ordinal)) byOldId.TryAdd(old, row.Id);
            if (typed[row.Id].TryGetValue(Field.KontaktId, out var id)) byNewId.TryAdd(id.Trim(), row.Id);
        }
        var owners = new Dictionary<long, long>();
        await foreach (var detail in _desk.Waiting(db, q => q.Kind != RowKind.Contact, byOldId.Keys.Concat(byNewId.Keys), ct))
        {
            var id = QuarantineFault.CellsOf(detail.Cells).GetValueOrDefault(Field.KontaktId, "");
            var isOrphan = detail.Codes.Contains(Kst.Orphan.Name(), StringComparison.Ordinal);
            if ((isOrphan ? byNewId : byOldId).TryGetValue(id, out var owner) && (isOrphan || detail.Codes.Length == 0)) owners[detail.Id] = owner;
        }
        var found = new Dictionary<long, List<QuarantineRow>>();
        foreach (var ids in owners.Keys.Order().Chunk(Chunk))
        {
            foreach (var detail in await db.QuarantineRows.Where(q => ids.Contains(q.Id)).OrderBy(q => q.Id).ToListAsync(ct))
            {
                if (!found.TryGetValue(owners[detail.Id], out var own)) found[owners[detail.Id]] = own = [];
                own.Add(detail);
            }
        }
        return found;
    }

    /// <summary>Puts the edit in the cells. A list that nobody has typed reads as its rows, and is no cell.</summary>
    private EditedRow Edit(QuarantineRow row, Dictionary<Field, string> cells, IReadOnlyDictionary<Field, string> typed, List<QuarantineRow> details)
    {
        RowKind[] listed = _desk.Form.HasDetailFiles ? [.. ListedKinds.Where(k => !cells.ContainsKey(ListOf(k)))] : [];
        foreach (var kind in listed) cells[ListOf(kind)] = ListText(kind, details);
        var changes = _desk.Form.Apply(cells, typed);
        foreach (var kind in listed.Where(k => !changes.ContainsKey(ListOf(k)))) cells.Remove(ListOf(kind));
        return new(row, cells, changes, details);
    }

    /// <summary>The rows' codes, in order, as a list that can be typed.</summary>
    public static string ListText(RowKind kind, IEnumerable<QuarantineRow> details) => string.Join(' ', details.Where(d => d.Kind == kind)
        .Select(d => QuarantineFault.CellsOf(d.Cells)).OrderBy(c => long.TryParse(c.GetValueOrDefault(Field.Ordning), out var place) ? place : long.MaxValue)
        .Select(c => c.GetValueOrDefault(Field.Kod, "")).Where(kod => kod.Length > 0));

    /// <summary>Which list stands for the rows of a kind.</summary>
    public static Field ListOf(RowKind kind) => kind == RowKind.Diagnosis ? Field.Diagnoser : Field.Atgarder;

    /// <summary>Which ids are taken: by contacts of the delivery, and by rows that wait and are not read again now.</summary>
    private async Task LoadIds(NivastruktureringDb db, CancellationToken ct)
    {
        if (Rows.Count == 0) return;
        var (from, to, no) = (Delivery.FirstContactId(_desk.Delivery.No), Delivery.FirstContactId(_desk.Delivery.No + 1), _desk.Delivery.No);
        foreach (var ids in Rows.Select(r => r.KontaktId).Distinct().Chunk(Chunk))
            _accepted.UnionWith(await db.Contacts.Where(c => c.DeliveryNo == no && c.Id >= from && c.Id < to && ids.Contains(c.KontaktId)).Select(c => c.KontaktId).ToListAsync(ct));

        var own = Rows.Select(r => r.Row.Id).ToHashSet();
        var last = Rows[^1].Row.Id;
        await foreach (var row in _desk.Waiting(db, q => q.Kind == RowKind.Contact && q.Id < last, Rows.Select(r => r.KontaktId), ct))
        {
            if (own.Contains(row.Id) || !QuarantineFault.CellsOf(row.Cells).TryGetValue(Field.KontaktId, out var id)) continue;
            if (!_firstWaiting.TryGetValue(id, out var first) || row.Id < first) _firstWaiting[id] = row.Id;
        }
    }

    /// <summary>Remembers the codes that detail rows have of their own.</summary>
    private sealed class OwnCodes(Dictionary<RowPosition, KstSet> codes) : IContactOutput
    {
        public void Accept(CheckedContact contact)
        {
        }

        public void Quarantine(QuarantinedRow row) => codes[row.Position] = row.Codes;
    }
}
