using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Mappings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>
/// Reads a delivery in: the rows are staged beside everything, then one unit of work makes them visible and supersedes the month's
/// former delivery. A crash leaves a delivery in state Reading, whose rows the region's next import takes away.
/// </summary>
internal sealed class ImportContacts(
    NivastruktureringDb db, IUnitOfWork unit, DbPool pool, IAdapterDirectory adapters, AdapterReader reader, ReferenceLibrary library, PseudonymKey hostKey,
    DeadRows dead, HostSettings host, ICurrentUser user, TimeProvider clock, ILogger<ImportContacts> log) : IDeliveryImport
{
    public async Task<DeliveryResult> Import(DeliveryInput input, DeliveryOptions options, IProgress<long>? progress = null, CancellationToken ct = default)
    {
        if (options.PseudonymKey is not null && host.Role != HostRole.Demo) throw new DomainException("pseudonym.key-given", "En egen pseudonymnyckel får bara användas i demonstrationen.");
        DeliverySource source;
        DeliveryIdentity delivery;
        try
        {
            source = DeliverySource.Of(input);
            delivery = DeliveryIdentity.Of(source, options.MappingFolder is { } folder ? MappingFolder.Read(folder) : adapters.MappingsOf, options.Arrival ?? clock.Today());
        }
        catch (DeliveryRejectedException rejected)
        {
            return await Reject(rejected, null, null, options, ct);
        }

        CheckOwner(delivery.Region, options);
        if (options.DryRun) return await DryRun(source, delivery, options, progress, ct);
        await using var turn = await ImportLock.Take(pool, delivery.Region, delivery.Period, ct);
        return await Import(source, delivery, options, progress, ct);
    }

    public async Task<IReadOnlySet<string>> SourcesRead(CancellationToken ct = default) =>
        await db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce || d.Status == DeliveryStatus.Undone).Select(d => d.Source).ToHashSetAsync(ct);

    public (string Name, string Remedy) Explain(string code)
    {
        var text = KstCodes.Of(code);
        return (text.Name, text.Remedy);
    }

    private async Task<DeliveryResult> Import(DeliverySource source, DeliveryIdentity delivery, DeliveryOptions options, IProgress<long>? progress, CancellationToken ct)
    {
        await dead.CleanUp(Owner.Of(delivery.Region.Code), delivery.Period, ct);
        Staged? row = null;
        FaultNotes faults = new(delivery.Mapping, leastRows: 2);
        try
        {
            if (delivery.Judge(source, await InForce(delivery, ct)) is not { } lopnummer) return await AlreadyRead(delivery, options, ct);

            var reference = await library.InForce(ct);
            var key = options.PseudonymKey ?? hostKey.Read();
            row = await Begin(source, delivery, lopnummer, key, options, ct);
            Fault.Point("import.begun");
            DeliveryTally tally;
            await using (var stage = await ContactStage.Open(db, pool, row.No, delivery.Skapad, reference, ct))
            {
                Fault.Point("import.stage-open");
                tally = await Task.Run(() => Read(source, delivery, reference, key, faults.Before(stage), progress, ct), ct);
                if (!options.MayBeEmpty) await RefuseEmpty(delivery, tally, faults, ct);
                await stage.Complete(tally.Accepted, ct);
            }
            Fault.Point("import.staged");
            await Flip(row, delivery, tally, isHostKey: options.PseudonymKey is null, ct);
            Fault.Point("import.flipped");
            await TidyUp(delivery);
            Fault.Point("import.cleaned");
            return Answer(DeliveryStatus.InForce, delivery, lopnummer, tally, NotesOf(source, delivery, faults, ct));
        }
        catch (DeliveryRejectedException rejected)
        {
            if (row is not null) await dead.Forget(row.Id, row.No);
            return await Reject(rejected, source, delivery, options, ct, faults);
        }
        catch when (row is not null)
        {
            await dead.Forget(row.Id, row.No);
            throw;
        }
    }

    /// <summary>The delivery is in force by now, so a failure here fails nothing: the month's next import takes away what is left.</summary>
    private async Task TidyUp(DeliveryIdentity delivery)
    {
        try
        {
            await dead.CleanUp(Owner.Of(delivery.Region.Code), delivery.Period, CancellationToken.None);
        }
        catch (Exception failure)
        {
            log.LogWarning("Superseded rows of {Region} {Period} wait for the month's next import: {Failure}", delivery.Region.Key, delivery.Period, failure.GetType().Name);
        }
    }

    private async Task<DeliveryResult> DryRun(DeliverySource source, DeliveryIdentity delivery, DeliveryOptions options, IProgress<long>? progress, CancellationToken ct)
    {
        FaultNotes faults = new(delivery.Mapping, leastRows: 2);
        try
        {
            var inForce = options.IntoEmptySystem ? null : await InForce(delivery, ct);
            if (delivery.Judge(source, inForce) is not { } lopnummer) return Answer(DeliveryStatus.AlreadyRead, delivery, null, new());
            var reference = await library.InForce(ct);
            var tally = await Task.Run(() => Read(source, delivery, reference, options.PseudonymKey ?? hostKey.Read(), faults.Before(new KeepNothing()), progress, ct), ct);
            if (options is { IntoEmptySystem: false, MayBeEmpty: false }) await RefuseEmpty(delivery, tally, faults, ct);
            return Answer(DeliveryStatus.InForce, delivery, lopnummer, tally, NotesOf(source, delivery, faults, ct));
        }
        catch (DeliveryRejectedException rejected)
        {
            return await Reject(rejected, source, delivery, options, ct, faults);
        }
    }

    private DeliveryTally Read(
        DeliverySource source, DeliveryIdentity delivery, ReferenceSet reference, byte[] key, IContactOutput output, IProgress<long>? progress, CancellationToken ct) =>
        reader.Read(source, delivery, new(reference.Units, reference.Kommuner), key, output, progress, ct);

    private void CheckOwner(Region region, DeliveryOptions options)
    {
        var owner = Owner.Of(region.Code);
        var isAnothers = options is { OfSenderAlone: true, Sender: { } sender } && sender != region;
        if (isAnothers || !host.MayWrite(owner) || !user.MayWrite(owner)) throw new NotOwnerException($"Leveransen är från Region {region.Name} och läses in där.");
    }

    private async Task<DeliveryInForce?> InForce(DeliveryIdentity delivery, CancellationToken ct)
    {
        var owner = Owner.Of(delivery.Region.Code);
        return await db.Deliveries.AsNoTracking()
            .Where(d => d.Owner == owner && d.Period == delivery.Period && d.Status == DeliveryStatus.InForce)
            .Select(d => new DeliveryInForce(d.Hash, d.Lopnummer ?? 0)).SingleOrDefaultAsync(ct);
    }

    /// <exception cref="DeliveryRejectedException">Nothing was read in, and the month has contacts now: an empty delivery never wipes any.</exception>
    private async Task RefuseEmpty(DeliveryIdentity delivery, DeliveryTally tally, FaultNotes faults, CancellationToken ct)
    {
        var owner = Owner.Of(delivery.Region.Code);
        if (tally.Accepted == 0 && await db.Deliveries.AnyAsync(d => d.Owner == owner && d.Period == delivery.Period && d.Status == DeliveryStatus.InForce && d.Accepted > 0, ct))
            throw new DeliveryRejectedException(KstCodes.EmptyInsteadOfFull, "", tally.Quarantined == 0 ? "Filerna har ingen kontakt." : $"Alla {tally.Quarantined} rader har fel: {faults.Codes}.");
    }

    private Task<Staged> Begin(DeliverySource source, DeliveryIdentity delivery, int lopnummer, byte[] key, DeliveryOptions options, CancellationToken ct) =>
        Note(delivery.Region, source, delivery, options, lopnummer, DeliveryStatus.Reading, null, ct, PseudonymKey.TagOf(key));

    private Task<int> Flip(Staged row, DeliveryIdentity delivery, DeliveryTally tally, bool isHostKey, CancellationToken ct) =>
        unit.Run(Guid.CreateVersion7(), $"Läste in vårdkontakter för {delivery.Region.Name} {delivery.Period}", async () =>
        {
            var read = await db.Deliveries.SingleAsync(d => d.Id == row.Id, ct);
            if (isHostKey) await KeyGate.Enter(db, hostKey, read.KeyTag, ct);
            var former = await db.Deliveries.SingleOrDefaultAsync(d => d.Owner == read.Owner && d.Period == read.Period && d.Status == DeliveryStatus.InForce, ct);
            if (former is not null)
            {
                former.Status = DeliveryStatus.Replaced;
                former.FormerNo = null; // the rows of one former delivery are kept, not of all
                await db.SaveChangesAsync(ct); // one delivery in force per month is a constraint: the former leaves first
            }
            read.Status = DeliveryStatus.InForce;
            read.FormerNo = former?.No;
            read.Counts = tally.ToJson().ToJsonString();
            (read.Accepted, read.Quarantined) = (tally.Accepted, tally.Quarantined);
            await ContactStage.Attach(db, row.No, ct);
            Fault.Point("import.attached");
            return row.No;
        }, ct);

    private async Task<DeliveryResult> AlreadyRead(DeliveryIdentity delivery, DeliveryOptions options, CancellationToken ct)
    {
        if (!await IsKnown(delivery.Region, delivery, "", options, ct)) await Note(delivery.Region, null, delivery, options, delivery.Lopnummer, DeliveryStatus.AlreadyRead, null, ct);
        return Answer(DeliveryStatus.AlreadyRead, delivery, null, new());
    }

    private async Task<DeliveryResult> Reject(DeliveryRejectedException rejected, DeliverySource? source, DeliveryIdentity? delivery, DeliveryOptions options, CancellationToken ct, FaultNotes? faults = null)
    {
        if (!options.DryRun && (delivery?.Region ?? options.Sender) is { } region && !await IsKnown(region, delivery, rejected.Code, options, ct))
        {
            CheckOwner(region, options);
            await Note(region, source, delivery, options, delivery?.Lopnummer, DeliveryStatus.Rejected, rejected, ct);
        }
        var layouts = source is null || delivery is null ? [] : SeenColumns.Look(source, delivery, ct);
        var isMisread = layouts.Any(layout => layout.IsMisread && layout.Drift.Any(drift => rejected.Detail.Contains(drift.Sentence, StringComparison.Ordinal))); // then that is all there is to mend
        return new()
        {
            Status = DeliveryStatus.Rejected,
            Region = delivery?.Region,
            Period = delivery?.Period ?? "",
            Hash = delivery?.Hash ?? "",
            Code = rejected.Code,
            File = rejected.File,
            Message = isMisread ? rejected.Sentence : $"{rejected.Sentence} {KstCodes.Of(rejected.Code).Remedy}".TrimStart(),
            Notes = [.. DeliveryNotes.Of(layouts, faults?.Sentences ?? []).Where(note => !note.EndsWith(rejected.Detail, StringComparison.Ordinal))],
        };
    }

    private static IReadOnlyList<string> NotesOf(DeliverySource source, DeliveryIdentity delivery, FaultNotes faults, CancellationToken ct) =>
        DeliveryNotes.Of(SeenColumns.Look(source, delivery, ct), faults.Sentences);

    /// <summary>True when this arrival has been noted before: the same source, content and outcome, read with the same version of the mapping.</summary>
    private Task<bool> IsKnown(Region region, DeliveryIdentity? delivery, string code, DeliveryOptions options, CancellationToken ct)
    {
        var (owner, hash, mapping) = (Owner.Of(region.Code), delivery?.Hash ?? "", delivery?.Mapping.Version);
        return db.Deliveries.AnyAsync(d => d.Owner == owner && d.Source == options.Source && d.Hash == hash && d.Code == code && (code == "" || d.MappingVersion == mapping) && d.Status != DeliveryStatus.Reading, ct);
    }

    private async Task<Staged> Note(
        Region region, DeliverySource? source, DeliveryIdentity? delivery, DeliveryOptions options, int? lopnummer, DeliveryStatus status, DeliveryRejectedException? why, CancellationToken ct, string keyTag = "")
    {
        var action = status == DeliveryStatus.Reading ? "Började läsa in vårdkontakter" : $"Tog emot en leverans: {status.Text()}";
        var id = Guid.CreateVersion7();
        var columns = source is null || delivery is null ? null : SeenColumns.Of(source, delivery, ct);
        var number = await unit.Run(Guid.CreateVersion7(), action, async () =>
        {
            var no = 1 + (await db.Deliveries.MaxAsync(d => (int?)d.No, ct) ?? 0);
            db.Add(new Delivery
            {
                Id = id,
                Owner = Owner.Of(region.Code),
                No = no,
                Source = options.Source,
                Status = status,
                Period = delivery?.Period ?? "",
                Lopnummer = lopnummer,
                Hash = delivery?.Hash ?? "",
                MappingVersion = delivery?.Mapping.Version,
                MappingHash = delivery is null ? "" : Delivery.HashOf(delivery.Mapping),
                ReceivedAt = clock.GetUtcNow().UtcDateTime,
                ReceivedBy = options.BroughtBy ?? user.Name,
                Code = why?.Code ?? "",
                File = why?.File ?? "",
                Detail = why?.Detail ?? "",
                SeenColumns = columns,
                KeyTag = keyTag,
            });
            return no;
        }, ct);
        return new(id, number);
    }

    private static DeliveryResult Answer(DeliveryStatus status, DeliveryIdentity delivery, int? lopnummer, DeliveryTally tally, IReadOnlyList<string>? notes = null) => new()
    {
        Status = status,
        Region = delivery.Region,
        Period = delivery.Period,
        Lopnummer = lopnummer,
        Hash = delivery.Hash,
        Accepted = tally.Accepted,
        Quarantined = tally.Quarantined,
        Codes = tally.Codes,
        Warnings = tally.Warnings,
        Details = tally.Details,
        FileWarnings = tally.FileWarnings,
        Notes = notes ?? [],
    };

    private sealed record Staged(Guid Id, int No);
}
