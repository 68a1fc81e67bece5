using System.Runtime.InteropServices;
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

    private async Task<ControlOutcome> Control(CancellationToken ct)
    {
        var key = hostKey.ReadSettled();
        var regionOf = await Regions(ct);
        var held = await db.InvoiceDocuments.AsNoTracking().Where(d => d.ReplacedAt == null).ToListAsync(ct);
        var documents = InvoiceControl.InOrder(held.AsParallel().AsOrdered().Select(d => d.ToJudged()));
        var contacts = await Contacts(documents, regionOf, key, ct);
        hostKey.CheckSettled(key);
        return InvoiceControl.Run(documents, contacts, regionOf, HoldsContactsOf);
    }

    /// <summary>True for a seller, by län code, whose contacts this host holds: its lines are controlled in full.</summary>
    public bool HoldsContactsOf(string? seller) => host.Role == HostRole.Demo || seller == host.Region?.Code;

    /// <summary>The sellers' contacts in force that a line may bill, or that a document should have billed; read through once.</summary>
    private async Task<List<BilledContact>> Contacts(IReadOnlyList<JudgedDocument> documents, Func<string, string?> regionOf, byte[] key, CancellationToken ct)
    {
        var months = InvoiceControl.InvoicedMonths(documents, regionOf);
        var lines = documents.Where(d => d.Basis is not null).SelectMany(d => d.Basis!.Lines).ToList();
        var tags = lines.Select(l => l.ContactTag).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var visits = lines.Where(l => l.ContactTag is null).Select(l => (l.UnitHsaId, l.VisitDate)).ToHashSet();
        var sellers = documents.Where(d => d.Basis is not null).Select(d => regionOf(d.Basis!.SupplierOrgnr)).OfType<string>().Distinct().ToList();
        List<BilledContact> contacts = [];
        if (sellers.Count == 0) return contacts;

        using var keys = new InvoiceKeys(key, key);
        Dictionary<(string, string, int), bool> isInvoiced = [];
        await using var connection = await pool.OpenAsync(ct);
        foreach (var number in await db.InForce(ct))
        {
            ct.ThrowIfCancellationRequested();
            using var rows = BulkReader.Start(connection, QueryOf(number, sellers, isByVisit: visits.Count > 0));
            while (rows.Read())
            {
                var (kontaktId, region, home, hsaId) = (rows.Text(), rows.Name(), rows.Name(), rows.Name());
                var (kind, inDatum, prisdatum, level, rule, drg, ore, outside) = ((Kontaktslag)rows.Small(), rows.Day(), rows.Day(), rows.Whole(), (PriceRule)rows.Small(), rows.Name(), rows.Long(), rows.Flag());
                var pseudonym = visits.Count > 0 ? rows.Bytes() : [];
                var tag = keys.TagOf(kontaktId);
                if (!((ore > 0 && IsInvoiced(region, home, prisdatum)) || tags.Contains(tag) || visits.Contains((hsaId, inDatum)))) continue;
                contacts.Add(new(kontaktId, tag, pseudonym, region, home, hsaId, kind == Kontaktslag.Sluten, inDatum, prisdatum, level, rule, drg, ore, outside));
            }
        }
        return contacts;

        bool IsInvoiced(string region, string home, DateOnly day)
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(isInvoiced, (region, home, (12 * day.Year) + day.Month), out var isKnown);
            if (!isKnown) known = months.Contains((region, home, InvoiceControl.MonthOf(day)));
            return known;
        }
    }

    /// <summary>A delivery's contacts of the sellers, in the order in which they came; with pseudonyms when lines without a contact's id are matched by them.</summary>
    private string QueryOf(int number, List<string> sellers, bool isByVisit) => $"""
        SELECT kontakt_id, region, home_region, hsa_id, kontaktslag, in_datum, prisdatum, level, price_rule, drg, amount_ore, outside_unit{(isByVisit ? ", pseudonym" : "")}
        FROM {db.TableName("contact")}
        WHERE delivery_no = {number} AND id >= {Delivery.FirstContactId(number)} AND id < {Delivery.FirstContactId(number + 1)} AND region IN ({string.Join(", ", sellers.Select(s => $"'{s}'"))})
        ORDER BY id
        """;
}
