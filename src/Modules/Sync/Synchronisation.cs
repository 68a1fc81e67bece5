using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Sync.Contracts;
using Kunskapsstyrning.Sync.Data;
using Kunskapsstyrning.Sync.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Sync;

/// <inheritdoc/>
internal sealed class Synchronisation(SyncDb db, SyncSettings settings, PullFeed pull, Lease lease, IUnitOfWork unit, TimeProvider clock, ILogger<Synchronisation> log) : ISynchronisation
{
    private static readonly TimeSpan RunsAreKept = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<PeerRun>> Now(string? peer, SyncTrigger trigger, CancellationToken ct)
    {
        var peers = settings.Peers.Where(p => peer is null || p.Name.Equals(peer, StringComparison.OrdinalIgnoreCase)).ToList();
        if (peers.Count == 0)
        {
            throw new ConfigurationException("Sync:Peers", settings.Peers.Count == 0 ? "Inga motparter är inställda. Se docs/drift, Synk med andra värdar."
                : $"Ingen motpart heter {peer}. Skriv en av: {string.Join(", ", settings.Peers.Select(p => p.Name))}.");
        }
        if (await lease.Take(ct) is not { } token) return [];
        Fault.Point("sync.lease-taken");
        try
        {
            List<PeerRun> runs = [];
            foreach (var each in peers) runs.Add(await Fetch(each, trigger, token, ct));
            return runs;
        }
        catch (LeaseLostException)
        {
            return [];
        }
        finally
        {
            await lease.Release();
        }
    }

    public async Task<IReadOnlyList<PeerStatus>> Status(CancellationToken ct)
    {
        List<PeerStatus> all = [];
        foreach (var peer in settings.Peers)
        {
            var runs = db.Runs.AsNoTracking().Where(r => r.Peer == peer.Name);
            var last = await runs.OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(ct);
            var done = await runs.Where(r => r.Result == SyncResult.Done || r.Result == SyncResult.Partial).MaxAsync(r => (DateTime?)r.EndedAt, ct);
            var checkpoint = await db.Checkpoints.AsNoTracking().SingleOrDefaultAsync(c => c.Peer == peer.Name, ct);
            var waiting = checkpoint is null ? 0 : await db.Received.CountAsync(r => r.Peer == peer.Name && r.Epoch == checkpoint.Epoch && r.Outcome == ReplicaOutcome.Waiting, ct);
            all.Add(new(peer.Name, peer.Url.ToString().TrimEnd('/'), [.. peer.Owners.Select(o => o.Code)], checkpoint?.No ?? 0, last?.StartedAt, done, last?.Result,
                await db.Refusals.CountAsync(r => r.Peer == peer.Name, ct), waiting, last?.Message ?? ""));
        }
        return all;
    }

    private async Task<PeerRun> Fetch(Peer peer, SyncTrigger trigger, long token, CancellationToken ct)
    {
        var started = clock.GetUtcNow().UtcDateTime;
        PeerRun run;
        try
        {
            run = await pull.Run(peer, token, ct);
        }
        catch (PeerUnavailableException failure)
        {
            log.LogWarning("{Message} ({Cause})", failure.Message, failure.InnerException!.Message);
            run = new(peer.Name, SyncResult.Unavailable, 0, 0, 0, failure.Message);
        }
        catch (DbUpdateException failure)
        {
            log.LogError(failure, "What {Peer} sent could not be written", peer.Name);
            run = new(peer.Name, SyncResult.Stopped, 0, 0, 0, $"Uppgifterna från {peer.Name} gick inte att skriva. Inget av sidan är skrivet; loggen säger varför.");
        }
        await Record(run, trigger, started, ct);
        return run;
    }

    private Task<bool> Record(PeerRun run, SyncTrigger trigger, DateTime started, CancellationToken ct) => unit.Run(Guid.CreateVersion7(), "Antecknade hämtningen", async () =>
    {
        var oldest = started - RunsAreKept;
        db.RemoveRange(await db.Runs.Where(r => r.StartedAt < oldest).ToListAsync(ct));
        db.Add(new Run
        {
            Id = Guid.CreateVersion7(), Peer = run.Peer, Trigger = trigger, StartedAt = started, EndedAt = clock.GetUtcNow().UtcDateTime,
            Result = run.Result, Applied = run.Applied, Refused = run.Refused, Waiting = run.Waiting, Message = run.Message,
        });
        return true;
    }, ct);
}
