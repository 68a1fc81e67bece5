using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Kernel.Data;

/// <inheritdoc/>
internal sealed class ChangeFeed(KernelDb kernel, IUnitOfWork unit) : IChangeFeed
{
    public async Task<FeedPage> After(long after, int most, CancellationToken ct)
    {
        var counter = await kernel.Counters.AsNoTracking().SingleAsync(c => c.Name == "feed", ct);
        var hash = after == 0 ? FeedItem.FirstHash : await kernel.Feed.Where(e => e.No == after).Select(e => e.Hash).SingleOrDefaultAsync(ct);
        var last = await kernel.Feed.AsNoTracking().Where(e => e.No > after && e.No <= counter.Value).OrderBy(e => e.No).Skip(most - 1).FirstOrDefaultAsync(ct);
        // The entries of one unit of work have the same instant and follow on each other.
        var end = last is null ? counter.Value : await kernel.Feed.Where(e => e.No >= last.No && e.No <= counter.Value && e.At == last.At).MaxAsync(e => e.No, ct);
        var entries = await kernel.Feed.AsNoTracking().Where(e => e.No > after && e.No <= end).OrderBy(e => e.No).ToListAsync(ct);
        return new(counter.Epoch, counter.Value, hash, [.. entries.Select(e => new FeedItem(e.No, e.Epoch, e.Type, e.EntityId, e.OwnerCode, e.Operation, e.Payload, e.Hash))]);
    }

    public Task<bool> HasChangesOf(IReadOnlySet<Owner> owners, CancellationToken ct)
    {
        var codes = owners.Select(o => o.Code).ToList();
        return kernel.Feed.AnyAsync(e => codes.Contains(e.OwnerCode), ct);
    }

    public Task<Guid> BeginEpoch(CancellationToken ct) => unit.Run(Guid.CreateVersion7(), "Började en ny epok i flödet", async () =>
    {
        var counter = await kernel.Counters.SingleAsync(c => c.Name == "feed", ct);
        return counter.Epoch = Guid.CreateVersion7();
    }, ct);
}
