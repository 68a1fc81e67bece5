using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Mappings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Nivastrukturering.Inbox;

/// <summary>
/// Reads in what lies complete in the regions' folders, each delivery once, then puts it away (docs/adr/0018). One process at a time by a lease;
/// two at a time would do no harm, since the same delivery again changes nothing.
/// </summary>
internal sealed class InboxReader(
    NivastruktureringDb db, IUnitOfWork unit, Leases leases, InboxSettings settings, InboxPulse pulse, IAdapterDirectory adapters, IServiceScopeFactory scopes, TimeProvider clock, ILogger<InboxReader> log)
{
    private const string Unreadable = "Filerna går inte att läsa just nu.";
    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(30), _longestWait = TimeSpan.FromHours(1);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Looks once through every folder. Without anything there the database is not asked for a lease.</summary>
    public async Task Run(CancellationToken ct)
    {
        List<(Region Region, IReadOnlyList<FoundDelivery> Found)> all = [];
        pulse.Unreachable = null;
        foreach (var region in settings.Regions)
        {
            try
            {
                all.Add((region, InboxFolder.Look(Directory.CreateDirectory(settings.FolderOf(region)).FullName, adapters.MappingsOf(region.Key))));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("The inbox of {Region} cannot be read: {Failure}", region.Key, failure.GetType().Name);
                pulse.Unreachable ??= settings.FolderOf(region);
            }
        }
        if (all.Exists(f => f.Found.Count > 0) || await db.InboxItems.AnyAsync(ct)) await Read(all, ct);
        pulse.LastRun = Now;
    }

    private async Task Read(List<(Region Region, IReadOnlyList<FoundDelivery> Found)> all, CancellationToken ct)
    {
        var lease = leases.Of("nivastrukturering.inbox");
        if (await lease.Take(ct) is null) return;
        try
        {
            foreach (var (region, found) in all)
            {
                await ForgetOthers(region, found, ct);
                foreach (var delivery in found)
                {
                    if (!await lease.Renew(ct)) return;
                    await Handle(region, delivery, lease, ct);
                }
            }
        }
        finally
        {
            await lease.Release();
        }
    }

    private async Task Handle(Region region, FoundDelivery delivery, Lease lease, CancellationToken ct)
    {
        try
        {
            var fingerprint = delivery.Fingerprint();
            var item = await See(region, delivery, fingerprint, ct);
            var isRead = item.State is InboxState.Done or InboxState.Refused && !(item.State == InboxState.Done && await IsMended(region, delivery, ct));
            if (isRead || item.NextAt > Now) return;
            if (Now - item.SeenAt < settings.Quiet && !delivery.IsWhole()) return;

            if (await Import(region, delivery, item, ct) && settings.After == InboxAfter.Archive && await lease.Renew(ct)) await PutAway(region, delivery, item, fingerprint, ct);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{Delivery} in the inbox of {Region} cannot be read: {Failure}", QuarantinePicture.Masked(delivery.Name), region.Key, failure.GetType().Name); // the next look tries again
        }
    }

    /// <returns>True when the delivery is in force now, or was before.</returns>
    private async Task<bool> Import(Region region, FoundDelivery delivery, InboxItem item, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var options = new DeliveryOptions(SourceOf(region, delivery)) { Sender = region, OfSenderAlone = true, BroughtBy = "inkorgen" };
            var result = await scope.ServiceProvider.GetRequiredService<IDeliveryImport>().Import(delivery.Input, options, null, ct);
            Fault.Point("inbox.imported");
            if (result.Status != DeliveryStatus.Rejected) log.LogInformation("{Source}: {Accepted} contacts read in, {Quarantined} in quarantine", options.Source, result.Accepted, result.Quarantined);
            else log.LogWarning("{Source} was rejected: {Code}", options.Source, result.Code);
            await Note(item, InboxState.Done, "", ct);
            return result.Status != DeliveryStatus.Rejected;
        }
        catch (JobRunningException)
        {
            return false; // the month is being read in from elsewhere: the next look tries again
        }
        catch (Exception failure) when (failure is SourceUnavailableException or AdapterUnavailableException or IOException or UnauthorizedAccessException or InvalidMappingException)
        {
            await Note(item, InboxState.Retrying, failure is IOException or UnauthorizedAccessException ? Unreadable : failure.Message, ct);
        }
        catch (DomainException no)
        {
            await Note(item, InboxState.Refused, no.Message, ct);
        }
        return false;
    }

    /// <summary>True when the delivery was refused for its columns and its month has got a newer version of the mapping since.</summary>
    private async Task<bool> IsMended(Region region, FoundDelivery delivery, CancellationToken ct)
    {
        var (owner, source) = (Owner.Of(region.Code), SourceOf(region, delivery));
        var last = await db.Deliveries.AsNoTracking().Where(d => d.Owner == owner && d.Source == source).OrderByDescending(d => d.No).FirstOrDefaultAsync(ct);
        return last is { Status: DeliveryStatus.Rejected, MappingVersion: { } version, Period.Length: > 0 } && MappingDesk.IsDrift(last.Code)
            && adapters.MappingsOf(region.Key).Any(m => m.Version > version && m.ValidFor(last.Period));
    }

    private static string SourceOf(Region region, FoundDelivery delivery) => $"{region.Key}/{NameOf(delivery)}";

    /// <summary>Moves the files within the region's folder; files that have come or changed since they were read stay and are read anew.</summary>
    private async Task PutAway(Region region, FoundDelivery delivery, InboxItem item, string fingerprint, CancellationToken ct)
    {
        if (delivery.Fingerprint() != fingerprint) return;
        try
        {
            var archive = Directory.CreateDirectory(Path.Combine(settings.FolderOf(region), InboxFolder.Archive)).FullName;
            var place = Path.Combine(archive, $"{Now:yyyyMMdd'T'HHmmss}-{delivery.Name}");
            if (delivery.Paths is [var folder] && Directory.Exists(folder)) Directory.Move(folder, place);
            else if (delivery.Paths is [var zip] && delivery.Shared.Count == 0) File.Move(zip, place);
            else
            {
                Directory.CreateDirectory(place);
                foreach (var file in delivery.Paths.Where(p => !delivery.Shared.Contains(p))) File.Move(file, Path.Combine(place, Path.GetFileName(file)));
            }
            Fault.Point("inbox.put-away");
            await Forget([item.Id], ct);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Note(item, InboxState.Done, $"Leveransen är inläst men filerna gick inte att flytta till {InboxFolder.Archive}. Ge värdens konto skrivrätt i mappen, eller flytta dem själv.", ct);
        }
    }

    /// <summary>The delivery as it is remembered; anew when it has changed.</summary>
    private async Task<InboxItem> See(Region region, FoundDelivery delivery, string fingerprint, CancellationToken ct)
    {
        var (owner, name) = (Owner.Of(region.Code), NameOf(delivery));
        var known = await db.InboxItems.AsNoTracking().FirstOrDefaultAsync(i => i.Owner == owner && i.Name == name, ct);
        if (known is not null && known.Fingerprint == fingerprint) return known;
        return await unit.Run(Guid.CreateVersion7(), "Såg filer i inkorgen", async () =>
        {
            if (known is not null) db.Remove(await db.InboxItems.SingleAsync(i => i.Id == known.Id, ct));
            var item = new InboxItem { Id = Guid.CreateVersion7(), Owner = owner, Name = name, Fingerprint = fingerprint, SeenAt = Now, State = InboxState.Waiting };
            db.Add(item);
            return item;
        }, ct);
    }

    private Task Note(InboxItem item, InboxState state, string message, CancellationToken ct) => unit.Run(Guid.CreateVersion7(), "Antecknade i inkorgen", async () =>
    {
        var noted = await db.InboxItems.SingleAsync(i => i.Id == item.Id, ct);
        (noted.State, noted.Message) = (state, message);
        noted.Attempts = state == InboxState.Retrying ? noted.Attempts + 1 : 0;
        noted.NextAt = state == InboxState.Retrying ? Now + WaitAfter(noted.Attempts) : null;
        return true;
    }, ct);

    private static TimeSpan WaitAfter(int attempts) => attempts > 7 ? _longestWait : _firstWait * (1 << (attempts - 1)) is var wait && wait < _longestWait ? wait : _longestWait;

    /// <summary>What has gone from the folder is forgotten: put there again it is new.</summary>
    private async Task ForgetOthers(Region region, IReadOnlyList<FoundDelivery> found, CancellationToken ct)
    {
        var (owner, names) = (Owner.Of(region.Code), found.Select(NameOf).ToHashSet());
        var gone = (await db.InboxItems.AsNoTracking().Where(i => i.Owner == owner).ToListAsync(ct)).Where(i => !names.Contains(i.Name)).Select(i => i.Id).ToList();
        if (gone.Count > 0) await Forget(gone, ct);
    }

    private Task<int> Forget(List<Guid> gone, CancellationToken ct) => unit.Run(Guid.CreateVersion7(), "Filer har lämnat inkorgen", async () =>
    {
        db.RemoveRange(await db.InboxItems.Where(i => gone.Contains(i.Id)).ToListAsync(ct));
        return gone.Count;
    }, ct);

    private static string NameOf(FoundDelivery delivery) => QuarantinePicture.Masked(delivery.Name);
}

/// <summary>When this process last looked.</summary>
internal sealed class InboxPulse
{
    /// <summary>UTC; null before the first time.</summary>
    public DateTime? LastRun { get; set; }

    /// <summary>A folder that could not be read the last time, or null.</summary>
    public string? Unreachable { get; set; }
}
