using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Controls the documents that the host holds against the contacts that it holds. Once for each scope.</summary>
internal sealed class ControlInvoices(NivastruktureringDb db, ReferenceLibrary library, PseudonymKey hostKey, HostSettings host, Shelf<ControlOutcome> shelf, DbPool pool)
{
    private const int ContactsAtATime = 1000;
    private ControlOutcome? _outcome;

    /// <summary>The control as of now: the same documents and contacts give the same outcome.</summary>
    public async Task<ControlOutcome> Run(CancellationToken ct) => _outcome ??= await Held(ct);

    /// <summary>The control as a person may see it: the own region's documents, and none without a region.</summary>
    public async Task<InvoicePicture> Picture(ICurrentUser user, CancellationToken ct) =>
        new(await Run(ct), await Regions(ct), user.Region);

    private async Task<Func<string, string?>> Regions(CancellationToken ct)
    {
        var byOrgnr = (await library.InForce(ct)).Organisations.ToDictionary(o => o.Orgnr, o => o.Region, StringComparer.Ordinal);
        return orgnr => byOrgnr.GetValueOrDefault(orgnr);
    }

    private async Task<ControlOutcome> Held(CancellationToken ct)
    {
        hostKey.ReadSettled(); // also what is held waits for a rotation to end
        var documents = await db.InvoiceDocuments.Where(d => d.ReplacedAt == null).OrderBy(d => d.Id).Select(d => d.Id).ToListAsync(ct);
        if (documents.Count == 0) return new([], [], [], []);
        var off = await db.RuleSwitches.AsNoTracking().Where(s => s.ClosedAt == null).OrderBy(s => s.Id).ToListAsync(ct);
        var stamp = $"{await db.Stamp(ct)} {string.Join(',', documents)} {string.Join(',', (await library.Newest(ct)).Select(f => f.Id))} {string.Join(',', off.Select(s => s.Id))}";
        return shelf.Find(stamp) ?? shelf.Put(stamp, new RuleSwitches(off).Apply(await Control(ct)));
    }

    /// <summary>The contacts are read while the documents are, from the first document whose seller's they are: one connection and one thread each.</summary>
    private async Task<ControlOutcome> Control(CancellationToken ct)
    {
        var key = hostKey.ReadSettled();
        var regionOf = await Regions(ct);
        var deliveries = await db.InForce(ct);
        await using var connection = await pool.OpenAsync(ct);
        ReadAhead<PassingContact>? contacts = null;
        try
        {
            List<JudgedDocument> documents = [];
            await foreach (var document in Documents(ct))
            {
                documents.Add(document);
                if (document.Basis is { } basis && HoldsContactsOf(regionOf(basis.SupplierOrgnr))) contacts ??= new(Contacts(connection, deliveries, key, ct));
            }
            var outcome = InvoiceControl.Run(InvoiceControl.InOrder(documents), contacts ?? Enumerable.Empty<PassingContact>(), regionOf, HoldsContactsOf);
            hostKey.CheckSettled(key);
            return outcome;
        }
        finally
        {
            contacts?.Dispose();
        }
    }

    /// <summary>True for a seller, by län code, whose contacts this host holds: its lines are controlled in full.</summary>
    public bool HoldsContactsOf(string? seller) => host.Role == HostRole.Demo || seller == host.Region?.Code;

    private async IAsyncEnumerable<JudgedDocument> Documents([EnumeratorCancellation] CancellationToken ct)
    {
        var heads = await db.InvoiceDocuments.Where(d => d.ReplacedAt == null).Select(d => new { d.Id, d.Owner, d.File, d.DocumentId, d.IssueDate, d.Rows, d.Codes, d.ReceivedAt }).ToDictionaryAsync(d => d.Id, ct);
        await using var connection = await pool.OpenAsync(ct);
        using var rows = BulkReader.Start(connection, $"SELECT CAST(id AS text), basis FROM {db.TableName("invoice_document")} WHERE replaced_at IS NULL");
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (!heads.TryGetValue(Guid.Parse(rows.Text()), out var head)) continue; // it came in between
            yield return new(head.File, head.DocumentId, head.IssueDate, head.Rows, head.Codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), BasisOf(rows.Raw()))
            {
                Key = head.Id, Owner = head.Owner, ReceivedAt = head.ReceivedAt,
            };
        }

        static InvoiceBasis? BasisOf(ReadOnlySpan<byte> stored) => stored.IsEmpty ? null : InvoiceBasisBytes.Read(stored);
    }

    /// <summary>The contacts in force, some at a time, each with its tag.</summary>
    private IEnumerable<PassingContact[]> Contacts(DbConnection connection, List<int> deliveries, byte[] key, CancellationToken ct)
    {
        var keys = new InvoiceKeys(key, key);
        List<PassingContact> some = new(ContactsAtATime);
        foreach (var number in deliveries)
        {
            using var rows = BulkReader.Start(connection, QueryOf(number));
            while (rows.Read())
            {
                some.Add(Contact(rows, keys));
                if (some.Count == ContactsAtATime) yield return Tagged();
            }
        }
        yield return Tagged();

        PassingContact[] Tagged()
        {
            ct.ThrowIfCancellationRequested();
            var tags = new KeyedHash[some.Count];
            keys.Tags(tags);
            var tagged = some.Zip(tags, (contact, tag) => contact with { Tag = tag }).ToArray();
            some.Clear();
            return tagged;
        }
    }

    private static PassingContact Contact(BulkReader rows, InvoiceKeys keys)
    {
        var id = rows.Raw();
        keys.AddTag(id);
        BilledContact contact = new(
            Encoding.UTF8.GetString(id), rows.Name(), rows.Name(), rows.Name(), (Kontaktslag)rows.Small() == Kontaktslag.Sluten, rows.Day(), rows.Day(), rows.Whole(), (PriceRule)rows.Small(), rows.Name(), rows.Long(), rows.Flag());
        return new(contact, default, new(rows.Raw()));
    }

    /// <summary>A delivery's contacts in the order in which they came.</summary>
    private string QueryOf(int number) => $"""
        SELECT kontakt_id, region, home_region, hsa_id, kontaktslag, in_datum, prisdatum, level, price_rule, drg, amount_ore, outside_unit, pseudonym
        FROM {db.TableName("contact")}
        WHERE delivery_no = {number} AND id >= {Delivery.FirstContactId(number)} AND id < {Delivery.FirstContactId(number + 1)}
        ORDER BY id
        """;
}
