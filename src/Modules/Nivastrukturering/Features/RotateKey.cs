using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
/// <remarks>
/// From when the next key is made everything new is read in with it, and what is old is taken delivery by delivery, each in one unit of work that also notes its key.
/// When nothing is left under the former key the next takes its place. Whatever dies on the way leaves both keys and tells of each delivery which is its.
/// </remarks>
internal sealed class RotateKey(
    NivastruktureringDb db, IUnitOfWork unit, DbPool pool, PseudonymKey keys, SourceFinder finder, AdapterReader reader, IAdapterDirectory adapters, DeadRows dead, TimeProvider clock) : IKeyRotation
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<KeyRotationOutcome> Run(IReadOnlyList<string> places, bool dryRun, IProgress<string>? progress, CancellationToken ct)
    {
        await using var turn = await ImportLock.TakeKey(pool, ct);
        var former = keys.ReadFormer();
        var next = keys.ReadNext();
        var wasUnderWay = next is not null;
        var plan = await Plan(former, next, places, ct);
        if (dryRun) return new(plan.Deliveries.Count, plan.Documents.Count, 0, wasUnderWay);

        db.Database.SetCommandTimeout(Longest);
        next ??= keys.MakeNext();
        Fault.Point("key.made");
        var (deliveries, documents, pseudonyms) = (0, 0, 0L);
        while (true)
        {
            foreach (var (owner, period) in await Months(next, ct))
            {
                progress?.Report($"{RegionOf(owner).Name} {period}");
                var (read, changed) = await Month(owner, period, plan, former, next, ct);
                deliveries += read;
                pseudonyms += changed;
            }
            documents += await Documents(plan, former, next, ct);
            if (await End(next, ct)) return new(deliveries, documents, pseudonyms, wasUnderWay);
            progress?.Report("Väntar på en inläsning som pågår.");
            await Task.Delay(Pause, clock, ct);
            plan = await Plan(former, next, places, ct);
        }
    }

    private static Region RegionOf(Owner owner) => Region.FindAny(owner.Code)!;

    /// <summary>What is under another key than the next, and its files.</summary>
    private async Task<RotationPlan> Plan(byte[] former, byte[]? next, IReadOnlyList<string> places, CancellationToken ct)
    {
        var tag = next is null ? null : PseudonymKey.TagOf(next);
        var kept = await db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce && d.FormerNo != null).Select(d => d.FormerNo!.Value).ToListAsync(ct);
        var deliveries = await db.Deliveries.AsNoTracking()
            .Where(d => d.KeyTag != tag && d.Accepted + d.Quarantined > 0 && (d.Status == DeliveryStatus.InForce || d.Status == DeliveryStatus.Replaced && kept.Contains(d.No))).OrderBy(d => d.No).ToListAsync(ct);
        var documents = await db.InvoiceDocuments.AsNoTracking().Where(d => d.KeyTag != tag && d.Basis != Array.Empty<byte>() && d.ReplacedAt == null)
            .OrderBy(d => d.File).Select(d => new StoredDocument(d.Id, d.File, d.Hash, d.KeyTag)).ToListAsync(ct);
        string[] known = ["", PseudonymKey.TagOf(former)];
        if (deliveries.Exists(d => !known.Contains(d.KeyTag)) || documents.Exists(d => !known.Contains(d.KeyTag)))
        {
            throw new DomainException("key.foreign", "Det finns vårdkontakter eller fakturaunderlag under en annan pseudonymnyckel än värdens. Inget är ändrat. Exempeldata har en egen nyckel som inte byts; "
                + "är det egna data, lägg tillbaka keys/ ur samma säkerhetskopia som databasen.");
        }

        var plan = new RotationPlan(finder.Deliveries(deliveries, places), finder.Documents(documents.Select(d => d.Hash).ToHashSet(), places));
        var missing = deliveries.Where(d => !plan.Deliveries.ContainsKey(d.No)).Select(d => string.Create(CultureInfo.InvariantCulture,
                $"  Region {RegionOf(d.Owner).Name} {d.Period}: {d.Source}, inläst {d.ReceivedAt:yyyy-MM-dd}, kontrollsumma {d.Hash[..8]}…{(d.Status == DeliveryStatus.Replaced ? " (ersatt)" : "")}"))
            .Concat(documents.Where(d => !plan.Documents.ContainsKey(d.Hash)).Select(d => $"  Fakturaunderlag {d.File}, kontrollsumma {d.Hash[..8]}…")).ToList();
        if (missing.Count == 0) return plan;
        throw new SourceUnavailableException(string.Join('\n', [
            $"Källfiler saknas för {missing.Count} av {deliveries.Count + documents.Count}. {(next is null ? "Inget är ändrat." : "Bytet är påbörjat och fortsätter när de finns.")}", .. missing,
            "Lägg tillbaka filerna i inkorgens arkiv eller peka ut dem med --source. Finns de inte kvar: läs in månaden på nytt eller ångra leveransen på /administration/import. "
            + "En ersatt leverans försvinner när månaden läses in en gång till. Ett underlag ersätts när en ny fil med samma namn läses in."]));
    }

    private async Task<List<(Owner Owner, string Period)>> Months(byte[] next, CancellationToken ct)
    {
        var months = await Left(PseudonymKey.TagOf(next)).Select(d => new { d.Owner, d.Period }).Distinct().ToListAsync(ct);
        return [.. months.Select(m => (m.Owner, m.Period)).OrderBy(m => m.Owner.Code, StringComparer.Ordinal).ThenBy(m => m.Period, StringComparer.Ordinal)];
    }

    /// <summary>Deliveries that have rows under another key, may get some, or have had.</summary>
    private IQueryable<Delivery> Left(string tag) => db.Deliveries.AsNoTracking().Where(d => d.KeyTag != tag
        && (d.Status == DeliveryStatus.InForce || d.Status == DeliveryStatus.Replaced || d.Status == DeliveryStatus.Undone || d.Status == DeliveryStatus.Reading));

    /// <summary>Takes a month, unless it is being read in.</summary>
    private async Task<(int Deliveries, long Pseudonyms)> Month(Owner owner, string period, RotationPlan plan, byte[] former, byte[] next, CancellationToken ct)
    {
        IAsyncDisposable turn;
        try
        {
            turn = await ImportLock.Take(pool, RegionOf(owner), period, ct);
        }
        catch (JobRunningException)
        {
            return default;
        }
        await using var held = turn;
        await dead.CleanUp(owner, period, ct);
        var left = await Left(PseudonymKey.TagOf(next)).Where(d => d.Owner == owner && d.Period == period).OrderBy(d => d.No).ToListAsync(ct);
        var kept = await db.Deliveries.Where(d => d.Owner == owner && d.Period == period && d.Status == DeliveryStatus.InForce).Select(d => d.FormerNo).SingleOrDefaultAsync(ct);
        var (read, pseudonyms) = (0, 0L);
        foreach (var delivery in left)
        {
            var hasRows = delivery.Accepted + delivery.Quarantined > 0 && (delivery.Status == DeliveryStatus.InForce || delivery.No == kept);
            if (hasRows && !plan.Deliveries.ContainsKey(delivery.No)) continue; // it came after the files were looked for
            if (!hasRows) await Note(delivery, next, null, ct);
            else
            {
                pseudonyms += await Delivery(delivery, plan.Deliveries[delivery.No], former, next, ct);
                read++;
            }
        }
        return (read, pseudonyms);
    }

    private async Task<long> Delivery(Delivery delivery, FoundSource source, byte[] former, byte[] next, CancellationToken ct)
    {
        var identity = source.Identity with { Mapping = adapters.MappingOf(delivery) ?? source.Identity.Mapping };
        KeyPairs pairs = new();
        await Task.Run(() => reader.ReadRows(source.Files, identity, new PersonSink(identity, former, next, pairs), ct), ct);
        Fault.Point("key.read");
        return await Note(delivery, next, pairs, ct);
    }

    /// <summary>Notes that the delivery is under the next key, and puts it there when it has rows.</summary>
    private async Task<long> Note(Delivery delivery, byte[] next, KeyPairs? pairs, CancellationToken ct)
    {
        var month = $"{RegionOf(delivery.Owner).Name} {delivery.Period}";
        return await unit.Run(Guid.CreateVersion7(), $"Bytte pseudonymnyckel för {month}", async () =>
        {
            var (changed, all) = pairs is null ? default : await pairs.Apply(db, delivery.No, ct);
            if (changed != all)
            {
                throw new DomainException("key.rows-left", $"Region {month}, {delivery.Source}: {all - changed} av {all} pseudonymer går inte att räkna fram ur källfilerna. Leveransen är som förut. "
                    + "Läs in månaden på nytt eller ångra leveransen, och kör kst key rotate igen så fortsätter bytet.");
            }
            Fault.Point("key.applied");
            (await db.Deliveries.SingleAsync(d => d.Id == delivery.Id, ct)).KeyTag = PseudonymKey.TagOf(next);
            return changed;
        }, ct);
    }

    /// <summary>Takes the documents; of one that was replaced, which nothing asks for, the lines go.</summary>
    /// <returns>How many were read again.</returns>
    private async Task<int> Documents(RotationPlan plan, byte[] former, byte[] next, CancellationToken ct)
    {
        var tag = PseudonymKey.TagOf(next);
        var left = await db.InvoiceDocuments.AsNoTracking().Where(d => d.KeyTag != tag).OrderBy(d => d.Id).Select(d => new { d.Id, d.File, d.Hash, d.Basis, IsReplaced = d.ReplacedAt != null }).ToListAsync(ct);
        var read = 0;
        foreach (var stored in left)
        {
            byte[] basis = [];
            if (stored.Basis.Length > 0 && !stored.IsReplaced)
            {
                if (!plan.Documents.TryGetValue(stored.Hash, out var path)) continue; // it came after the files were looked for
                basis = Rekeyed(stored.File, stored.Basis, await File.ReadAllBytesAsync(path, ct), former, next);
                read++;
            }
            await unit.Run(Guid.CreateVersion7(), $"Bytte pseudonymnyckel för fakturaunderlaget {stored.File}", async () =>
            {
                var document = await db.InvoiceDocuments.SingleAsync(d => d.Id == stored.Id, ct);
                (document.Basis, document.KeyTag) = (document.ReplacedAt is null ? basis : [], tag);
                Fault.Point("key.document");
                return true;
            }, ct);
        }
        return read;
    }

    private static byte[] Rekeyed(string file, byte[] stored, byte[] content, byte[] former, byte[] next)
    {
        var basis = InvoiceBasisBytes.Read(stored);
        InvoiceKeys formerKeys = new(former, former), nextKeys = new(next, next);
        var claim = ClaimReader.Read(new MemoryStream(content, writable: false), out _);
        if (claim is not null && InvoiceBasis.Of(claim, formerKeys) is var was && was.Lines.Select(KeyedOf).SequenceEqual(basis.Lines.Select(KeyedOf)))
        {
            var lines = basis.Lines.Zip(InvoiceBasis.Of(claim, nextKeys).Lines, (line, now) => line with { Pseudonym = now.Pseudonym, ContactTag = now.ContactTag });
            return InvoiceBasisBytes.Write(basis with { Lines = [.. lines] });
        }
        throw new DomainException("key.rows-left", $"Fakturaunderlaget {file}: det lagrade går inte att räkna fram ur filen. Underlaget är som förut. Läs in det på nytt under samma namn och kör kst key rotate igen så fortsätter bytet.");

        static (long, KeyedHash?, KeyedHash?) KeyedOf(InvoiceLine line) => (line.LineId, line.Pseudonym, line.ContactTag);
    }

    /// <summary>Forgets the former key when nothing is left under it.</summary>
    private Task<bool> End(byte[] next, CancellationToken ct) => unit.Run(Guid.CreateVersion7(), "Avslutade byte av pseudonymnyckel", async () =>
    {
        var tag = PseudonymKey.TagOf(next);
        await KeyGate.Close(db, ct);
        if (await Left(tag).AnyAsync(ct) || await db.InvoiceDocuments.AnyAsync(d => d.KeyTag != tag, ct)) return false;
        Fault.Point("key.ending");
        keys.Settle();
        Fault.Point("key.ended");
        return true;
    }, ct);

    private sealed record RotationPlan(Dictionary<int, FoundSource> Deliveries, Dictionary<string, string> Documents);

    private sealed record StoredDocument(Guid Id, string File, string Hash, string KeyTag);
}
