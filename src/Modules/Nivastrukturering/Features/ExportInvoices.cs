using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class ExportInvoices(
    NivastruktureringDb db, ReferenceLibrary library, AdapterReader reader, IAdapterDirectory adapters, PseudonymKey hostKey, OutgoingInvoices outgoing, HostSettings host, ICurrentUser user, TimeProvider clock,
    ILogger<ExportInvoices> log) : IInvoiceExport
{
    public async Task<InvoiceExportResult> Export(InvoiceExportOptions options, CancellationToken ct)
    {
        var seller = options.Seller;
        if (options.PseudonymKey is not null && host.Role != HostRole.Demo) throw new DomainException("pseudonym.key-given", "En egen pseudonymnyckel får bara användas i demonstrationen.");
        var owner = Owner.Of(seller.Code);
        if (!host.MayWrite(owner) || !user.MayWrite(owner)) throw new NotOwnerException($"Fakturaunderlag från Region {seller.Name} skrivs hos den regionen.");

        var inForce = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Owner == owner && d.Period == options.Period && d.Status == DeliveryStatus.InForce, ct)
            ?? throw new DomainException("invoice.no-delivery", $"{seller.Name} har ingen inläst leverans för {options.Period}. Läs in månaden först.");
        var reference = await library.InForce(ct);
        var (contacts, leftOut) = await Billed(inForce, options.Buyer, reference, ct);
        var shelf = await outgoing.Of(owner, ct);
        var already = contacts.Where(c => shelf.Standing.ContainsKey(c.KontaktId)).GroupBy(c => shelf.Standing[c.KontaktId])
            .Select(g => new AlreadyWritten(g.Key.DocumentId, g.Count(), g.Key.IsSendable, g.Key.SentAt is not null, g.Key.At)).OrderBy(a => a.Id, StringComparer.Ordinal).ToList();
        contacts.RemoveAll(c => shelf.Standing.GetValueOrDefault(c.KontaktId) is { SentAt: not null });
        if (contacts.Count == 0) return new([], leftOut) { Already = already };

        var ofMonth = shelf.Documents.Where(o => !o.IsCredit && o.Period == options.Period).ToList();
        var planned = PlannedInvoice.Divide(contacts, seller, options.IssueDay ?? clock.Today(), reference.Organisations, buyer => ofMonth.Where(o => o.Buyer == buyer && o.SentAt is not null).Select(o => PartOf(o)).DefaultIfEmpty().Max());
        if (contacts.Max(c => c.UtDatum) > planned[0].IssueDay) throw new DomainException("invoice.issued-too-early", $"Underlagen kan inte vara utställda {planned[0].IssueDay:yyyy-MM-dd}: vården i {options.Period} var inte slut då.");
        var onlyReadIn = await OnlyReadIn(owner, planned, ct);
        using var folder = new InvoiceFolder(options.Folder, planned, seller, options.Source is not null, reference);
        if (options.Source is { } input) await Task.Run(() => WriteSendable(folder, input, inForce, contacts, options, ct), ct);
        else foreach (var contact in contacts) folder.WriterOf(contact).Line(contact);

        var keys = new InvoiceKeys(hostKey.Read(), hostKey.Read());
        var read = folder.Check(new InvoiceBasisReader(planned[0].IssueDay, reference.Mvos, keys));
        var buyers = planned.Select(p => p.Buyer.Code.Code).ToHashSet(StringComparer.Ordinal);
        await outgoing.Keep(
            Guid.CreateVersion7(), [.. ofMonth.Where(o => o.SentAt is null && (buyers.Contains(o.Buyer) || options.Buyer is null))], [.. planned.Select(p => Remembered(p, owner, options, folder.NameOf(p), read[p]))], ct);
        folder.Complete();
        log.LogInformation("Wrote {Count} invoice documents of {Seller} for {Period}, with person ids: {IsSendable}", planned.Count, seller.Key, options.Period, options.Source is not null);
        return new([.. planned.Select(p => new WrittenInvoice(folder.NameOf(p), p.Id, p.Buyer, p.Contacts.Count, p.Ore))], leftOut) { Already = already, OnlyReadIn = onlyReadIn };
    }

    /// <summary>What was written before the host began to remember (docs/adr/0031), or by another program.</summary>
    private async Task<List<OnlyReadIn>> OnlyReadIn(Owner owner, IReadOnlyList<PlannedInvoice> planned, CancellationToken ct)
    {
        var ids = planned.Select(p => p.Id).ToList();
        var written = await db.OutgoingInvoices.Where(o => o.Owner == owner && ids.Contains(o.DocumentId)).Select(o => o.DocumentId).ToListAsync(ct);
        var unknown = ids.Except(written).ToList();
        var readIn = await db.InvoiceDocuments.Where(d => d.ReplacedAt == null && d.Codes == "" && unknown.Contains(d.DocumentId!)).Select(d => new { d.DocumentId, d.ReceivedAt }).ToListAsync(ct);
        return [.. readIn.GroupBy(d => d.DocumentId!).Select(g => new OnlyReadIn(g.Key, g.Max(d => d.ReceivedAt))).OrderBy(d => d.Id, StringComparer.Ordinal)];
    }

    private OutgoingInvoice Remembered(PlannedInvoice planned, Owner owner, InvoiceExportOptions options, string file, (string Hash, IReadOnlyList<OutgoingLine> Lines) read) => new()
    {
        Id = Guid.CreateVersion7(),
        Owner = owner,
        DocumentId = planned.Id,
        Period = options.Period,
        Buyer = planned.Buyer.Code.Code,
        IssueDate = planned.IssueDay,
        Rows = planned.Contacts.Count,
        Ore = planned.Ore,
        IsSendable = options.Source is not null,
        File = file,
        Hash = read.Hash,
        Lines = OutgoingInvoice.Json(read.Lines),
        At = clock.GetUtcNow().UtcDateTime,
        By = user.Name,
    };

    private static int PartOf(OutgoingInvoice written) => int.Parse(written.DocumentId.AsSpan(19), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The month's contacts that another region pays for, in the order of the delivery.</summary>
    private async Task<(List<Contact> Contacts, SortedDictionary<string, int> LeftOut)> Billed(Delivery delivery, Region? buyer, ReferenceSet reference, CancellationToken ct)
    {
        List<Contact> contacts = [];
        SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);
        var buyers = buyer is null ? Region.Sweden.Select(r => r.Code.Code).ToList() : [buyer.Code.Code];
        var all = db.Contacts.AsNoTracking().Where(c => c.DeliveryNo == delivery.No && c.AmountOre > 0 && buyers.Contains(c.HomeRegion)).OrderBy(c => c.Id);
        await foreach (var contact in all.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (PlannedInvoice.Forbids(contact, reference) is { } rule) leftOut[rule] = leftOut.GetValueOrDefault(rule) + 1;
            else contacts.Add(contact);
        }
        return (contacts, leftOut);
    }

    /// <summary>Writes the lines as their contacts pass by in the delivery.</summary>
    private void WriteSendable(InvoiceFolder folder, DeliveryInput input, Delivery inForce, List<Contact> contacts, InvoiceExportOptions options, CancellationToken ct)
    {
        var source = DeliverySource.Of(input);
        var delivery = DeliveryIdentity.Of(source, adapters.MappingsOf, clock.Today());
        if (delivery.Region != options.Seller || delivery.Hash != inForce.Hash)
            throw new DomainException("invoice.other-source", $"Leveransen är inte den som gäller för {options.Seller.Name} {options.Period}. Ange den leverans som är inläst.");
        delivery.Judge(source, null); // that the files are those of the manifest

        var own = hostKey.ReadSettled();
        var sink = new PersonIdSink(contacts.ToDictionary(c => c.KontaktId, StringComparer.Ordinal), new PersonIdPattern(delivery.Mapping), options.PseudonymKey is { } key ? [own, key] : [own],
            (contact, twelve) => folder.WriterOf(contact).Line(contact, twelve));
        reader.ReadRows(source, delivery, sink, ct);
        if (sink.Missing > 0)
            throw new DomainException("invoice.person-missing", $"{sink.Missing} vårdkontakter har ingen person i leveransen som stämmer med den inlästa raden; de kan vara rättade i karantänen. Inget är skrivet. Läs in en ny leverans för {options.Period} och försök igen.");
    }
}
