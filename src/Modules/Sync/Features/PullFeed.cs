using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Sync.Contracts;
using Kunskapsstyrning.Sync.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Sync.Features;

/// <summary>Another process has the lease now.</summary>
internal sealed class LeaseLostException : Exception;

/// <summary>Fetches a peer's feed to its end, a page at a time: page, inbox and checkpoint are one transaction.</summary>
internal sealed class PullFeed(SyncDb db, IChangeFeed own, IReplicas replicas, IUnitOfWork unit, PeerClient client, Lease lease, TimeProvider clock, ILogger<PullFeed> log)
{
    /// <summary>Fetches until nothing is left.</summary>
    /// <param name="peer">From whom.</param>
    /// <param name="token">Of the lease.</param>
    /// <param name="ct">Cancels between pages.</param>
    /// <exception cref="PeerUnavailableException">The peer does not answer.</exception>
    /// <exception cref="LeaseLostException">Someone else fetches now.</exception>
    public async Task<PeerRun> Run(Peer peer, long token, CancellationToken ct)
    {
        var run = new PeerRun(peer.Name, SyncResult.Done, 0, 0, 0, "");
        if (await own.HasChangesOf(peer.Owners, ct))
            return Stopped(run, $"Värden har själv skrivit uppgifter som {peer.Name} äger, från tiden före motparten. Börja om med en tom databas och läs in regionens filer igen.");
        for (var more = true; more;)
        {
            if (!await lease.Renew(ct)) throw new LeaseLostException();
            var at = await db.Checkpoints.AsNoTracking().SingleOrDefaultAsync(c => c.Peer == peer.Name, ct);
            var page = await client.After(peer, at?.No ?? 0, ct);
            Fault.Point("sync.fetched");
            if (at is null || at.Epoch != page.Epoch)
            {
                await Begin(peer, page.Epoch, token, ct);
                continue;
            }
            if (Break(page, at) is { } fault) return Stopped(run, $"{peer.Name}: {fault} Inget av sidan är skrivet. Kontakta den som sköter {peer.Name}.");
            more = at.No + page.Items.Count < page.Head;
            run = await unit.Run(Guid.CreateVersion7(), $"Hämtade från {peer.Name}", () => Apply(peer, at, page, run, token, ct), ct);
        }
        return run.Refused > 0 ? run with { Result = SyncResult.Partial, Message = $"{(run.Refused == 1 ? "En uppgift" : $"{run.Refused} uppgifter")} avvisades. Se listan över avvisade uppgifter." } : run;
    }

    /// <summary>The first time, or after the peer has been restored: from the beginning of its feed.</summary>
    private Task<bool> Begin(Peer peer, Guid epoch, long token, CancellationToken ct) => unit.Run(Guid.CreateVersion7(), $"Börjar från början med {peer.Name}", async () =>
    {
        if (!await lease.Holds(token, ct)) throw new LeaseLostException();
        if (await db.Checkpoints.SingleOrDefaultAsync(c => c.Peer == peer.Name, ct) is not { } checkpoint)
            db.Add(new Checkpoint { Peer = peer.Name, Epoch = epoch, No = 0, Hash = FeedItem.FirstHash, Renewing = false });
        else
            (checkpoint.Epoch, checkpoint.No, checkpoint.Hash, checkpoint.Renewing) = (epoch, 0, FeedItem.FirstHash, true);
        return true;
    }, ct);

    /// <summary>Why the page does not go on from where this host is; null when it does.</summary>
    private static string? Break(FeedPage page, Checkpoint at)
    {
        if (page.HashAtAfter != at.Hash) return $"Flödet har ändrats bakåt: post {at.No} är en annan än den som har hämtats. Är databasen återläst ska kst sync restored köras där.";
        var (no, hash) = (at.No, at.Hash);
        foreach (var item in page.Items)
        {
            if (item.No != ++no) return $"Flödet har en lucka: efter post {no - 1} kom {item.No}.";
            if (!item.Follows(hash)) return $"Post {item.No} är inte den som skrevs: kontrollsumman stämmer inte.";
            hash = item.Hash;
        }
        return null;
    }

    private async Task<PeerRun> Apply(Peer peer, Checkpoint at, FeedPage page, PeerRun run, long token, CancellationToken ct)
    {
        if (!await lease.Holds(token, ct)) throw new LeaseLostException();
        var checkpoint = await db.Checkpoints.SingleAsync(c => c.Peer == peer.Name, ct);
        if ((checkpoint.Epoch, checkpoint.No) != (at.Epoch, at.No)) throw new LeaseLostException();

        var waiting = await db.Received.Where(r => r.Peer == peer.Name && r.Epoch == at.Epoch && r.Outcome == ReplicaOutcome.Waiting).OrderBy(r => r.No).ToListAsync(ct);
        if (waiting.Count + page.Items.Count == 0 && !checkpoint.Renewing) return run;
        var results = await replicas.Apply([.. waiting.Select(r => JsonSerializer.Deserialize<FeedItem>(r.Item!)!), .. page.Items], peer.Owners, ct);
        Fault.Point("sync.replicas-saved");
        Keep(peer, at.Epoch, results, waiting);
        if (page.Items is [.., var last]) (checkpoint.No, checkpoint.Hash) = (last.No, last.Hash);
        await db.SaveChangesAsync(ct);
        if (checkpoint.Renewing && checkpoint.No == page.Head)
        {
            await replicas.RemoveOthers(peer.Owners, await Live(peer, at.Epoch, ct), ct);
            checkpoint.Renewing = false;
            await db.SaveChangesAsync(ct);
        }
        Fault.Point("sync.checkpoint-saved");
        return run with
        {
            Applied = run.Applied + results.Count(r => r.Outcome == ReplicaOutcome.Applied),
            Refused = run.Refused + results.Count(r => r.Outcome == ReplicaOutcome.Refused),
            Waiting = results.Count(r => r.Outcome == ReplicaOutcome.Waiting),
        };
    }

    private void Keep(Peer peer, Guid epoch, IReadOnlyList<ReplicaResult> results, List<Received> waiting)
    {
        foreach (var (item, outcome, reason) in results)
        {
            var kept = outcome == ReplicaOutcome.Waiting ? JsonSerializer.Serialize(item) : null;
            if (waiting.Find(r => r.No == item.No) is { } known) (known.Outcome, known.Item) = (outcome, kept);
            else db.Add(new Received { Peer = peer.Name, Epoch = epoch, No = item.No, Type = item.Type, EntityId = item.Id, Operation = item.Operation, Outcome = outcome, Item = kept });
            if (outcome != ReplicaOutcome.Refused) continue;
            log.LogWarning("{Peer}, entry {No}, {Type} {Id} of owner {Owner} was refused: {Reason}", peer.Name, item.No, item.Type, item.Id, item.Owner, reason);
            db.Add(new Refusal
            {
                Id = Guid.CreateVersion7(), At = clock.GetUtcNow().UtcDateTime, Peer = peer.Name, No = item.No, Type = item.Type, EntityId = item.Id, OwnerCode = item.Owner, Reason = reason,
            });
        }
    }

    /// <summary>What the peer's feed leaves there at its end.</summary>
    private async Task<HashSet<(string Type, string Id)>> Live(Peer peer, Guid epoch, CancellationToken ct)
    {
        var all = await db.Received.AsNoTracking().Where(r => r.Peer == peer.Name && r.Epoch == epoch && r.Outcome != ReplicaOutcome.Refused).ToListAsync(ct);
        return [.. all.GroupBy(r => (r.Type, r.EntityId)).Where(g => g.MaxBy(r => r.No)!.Operation != "-").Select(g => g.Key)];
    }

    private PeerRun Stopped(PeerRun run, string message)
    {
        log.LogError("Fetching from {Peer} has stopped: {Message}", run.Peer, message);
        return run with { Result = SyncResult.Stopped, Message = message };
    }
}
