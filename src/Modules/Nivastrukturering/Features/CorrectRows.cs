using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>How a replay ended.</summary>
/// <param name="Accepted">Rows that are contacts of the delivery now.</param>
/// <param name="Wrong">Rows that wait still.</param>
/// <param name="Gone">Rows that could not be corrected any more: someone else was first, or they belong to another delivery.</param>
internal sealed record ReplayAnswer(int Accepted, int Wrong, int Gone);

/// <summary>
/// Reads corrected rows of quarantine again (docs/adr/0017): a right one becomes a contact of its delivery, classified, priced and counted as had it come so
/// in the file; a wrong one waits with its new codes. All in one unit of work; the original row stays, with its contact's id.
/// </summary>
internal sealed class CorrectRows(NivastruktureringDb db, IUnitOfWork unit, DbPool pool, ReferenceLibrary library, IAdapterDirectory adapters, HostSettings host, ICurrentUser user, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>True when this user may correct the delivery's rows on this host.</summary>
    public bool MayCorrect(Delivery delivery) => user.May(Permissions.CorrectImports) && host.MayWrite(delivery.Owner) && user.MayWrite(delivery.Owner);

    /// <summary>The delivery's desk, or why there is none.</summary>
    public Task<(ReplayDesk? Desk, string? Refusal)> Open(Delivery delivery, CancellationToken ct) => ReplayDesk.Open(db, adapters, delivery, ct);

    /// <summary>What a replay would find; nothing is written.</summary>
    public async Task<IReadOnlyList<EditedRow>> Look(ReplayDesk desk, IReadOnlyList<RowEdit> edits, CancellationToken ct)
    {
        var batch = await ReplayBatch.Load(db, desk, edits, ct);
        db.ChangeTracker.Clear();
        batch.Check(await library.InForce(ct));
        return batch.Rows;
    }

    /// <summary>Corrects and reads again.</summary>
    /// <param name="key">Of the form that was sent: the same again changes nothing.</param>
    /// <param name="delivery">Whose rows.</param>
    /// <param name="edits">At most <see cref="ReplayBatch.MostRows"/>.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="NotOwnerException">The host or the user may not write for the region.</exception>
    /// <exception cref="JobRunningException">The month is being read in.</exception>
    /// <exception cref="DomainException"><c>replay.refused</c>, <c>replay.too-many</c> or <c>replay.not-storable</c>.</exception>
    public async Task<ReplayAnswer> Run(Guid key, Delivery delivery, IReadOnlyList<RowEdit> edits, CancellationToken ct)
    {
        var region = Region.FindAny(delivery.Owner.Code)!;
        if (!host.MayWrite(delivery.Owner) || !user.MayWrite(delivery.Owner)) throw new NotOwnerException($"Leveransen är från Region {region.Name} och rättas där.");
        if (edits.Count > ReplayBatch.MostRows) throw new DomainException("replay.too-many", "Rätta högst 5 000 rader åt gången.");

        await using var turn = await ImportLock.Take(pool, region, delivery.Period, ct);
        var reference = await library.InForce(ct);
        return await unit.Run(key, $"Rättade rader i karantän för {region.Name} {delivery.Period}", async () =>
        {
            var now = await db.Deliveries.SingleAsync(d => d.Id == delivery.Id, ct);
            var (desk, refusal) = await Open(now, ct);
            if (desk is null) throw new DomainException("replay.refused", refusal!);
            return await Replay(desk, edits, reference, user.Name, ct);
        }, ct);
    }

    /// <summary>Corrects and reads again, inside a unit of work that has the month's import lock.</summary>
    /// <param name="desk">Opened in the same unit of work.</param>
    /// <param name="edits">At most <see cref="ReplayBatch.MostRows"/>.</param>
    /// <param name="reference">In force.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public async Task<ReplayAnswer> Replay(ReplayDesk desk, IReadOnlyList<RowEdit> edits, ReferenceSet reference, string by, CancellationToken ct)
    {
        var now = desk.Delivery;
        var batch = await ReplayBatch.Load(db, desk, edits, ct);
        var counts = new CountChange(now.Counts);
        var firstId = Delivery.FirstContactId(now.No) + now.Accepted;
        var nextId = Write(now, batch, reference, counts, firstId, by);
        foreach (var row in batch.Rows.Where(r => r.Codes.HasErrors)) Keep(now, row, batch, counts, by);

        var accepted = (int)(nextId - firstId);
        now.Accepted += accepted;
        now.Quarantined -= accepted;
        now.Counts = counts.ToString();
        if (accepted > 0) await db.Database.ExecuteSqlRawAsync(CellsSql(now.No, firstId, nextId), ct);
        return new ReplayAnswer(accepted, batch.Rows.Count - accepted, edits.Select(e => e.Id).Distinct().Count() - batch.Rows.Count);
    }

    /// <summary>Writes the right rows as contacts.</summary>
    /// <returns>The id that the next contact would get.</returns>
    private long Write(Delivery delivery, ReplayBatch batch, ReferenceSet reference, CountChange counts, long nextId, string by)
    {
        var (catalogue, prices) = (reference.ToServiceCatalogue(), reference.ToPriceBook());
        using var contacts = new CommandWriter(db.Database.GetDbConnection(), db.Database.CurrentTransaction!.GetDbTransaction(), db.TableName("contact"), ContactColumns.OfContact);
        batch.Check(reference, (row, contact) =>
        {
            var facts = contact.Facts;
            var classification = catalogue.Classify(facts);
            ContactColumns.Write(contacts, nextId, delivery.No, contact, facts, classification, ServiceCatalogue.IsOutsidePermittedUnit(facts, classification), prices.Price(facts, classification));
            counts.Accept(row.Row.Codes, row.Codes);
            Note(delivery, row, nextId, by);
            row.Row.Correct(row.Cells);
            row.Row.ContactId = nextId;
            foreach (var detail in row.Details) Move(detail, row, batch, counts, nextId);
            nextId++;
        });
        return nextId;
    }

    /// <summary>Lets a row wait with what is wrong with it now; one that is as it was is left alone.</summary>
    private void Keep(Delivery delivery, EditedRow row, ReplayBatch batch, CountChange counts, string by)
    {
        var codes = row.Codes.Errors.ToString();
        if (row.Changes.Count == 0 && codes == row.Row.Codes) return;
        Note(delivery, row, null, by);
        counts.Rejudge(row.Row.Codes, codes);
        row.Row.Codes = codes;
        row.Row.Correct(row.Cells);
        foreach (var detail in row.Details) Move(detail, row, batch, counts, null);
    }

    private static void Move(QuarantineRow detail, EditedRow row, ReplayBatch batch, CountChange counts, long? contactId)
    {
        var codes = batch.CodesOf(detail);
        counts.RejudgeDetail(detail.Codes, codes);
        detail.Codes = codes;
        detail.Correct(new Dictionary<Field, string>(QuarantineFault.CellsOf(detail.Cells)) { [Field.KontaktId] = row.KontaktId });
        if (codes.Length == 0) detail.ContactId = contactId;
    }

    private void Note(Delivery delivery, EditedRow row, long? contactId, string by) => db.Add(new RowCorrection
    {
        Id = Guid.CreateVersion7(),
        Owner = delivery.Owner,
        DeliveryNo = delivery.No,
        QuarantineId = row.Row.Id,
        File = row.Row.File,
        Row = row.Row.Row,
        CodesBefore = row.Row.Codes,
        CodesAfter = row.Codes.Errors.ToString(),
        Changes = JsonSerializer.Serialize(row.Changes.ToDictionary(c => c.Key.ToString(), c => (string[])[c.Value.Before, c.Value.After]), Json),
        ContactId = contactId,
        At = clock.GetUtcNow().UtcDateTime,
        By = by,
    });

    private string CellsSql(int no, long firstId, long nextId) =>
        VolumeCell.AddSql(db.TableName("volume_cell"), db.TableName("contact"), $"delivery_no = {no} AND id >= {firstId} AND id < {nextId}");
}
