using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Kunskapsstyrning.Kernel.Data;

/// <inheritdoc/>
internal sealed class Replicas(DbSession session, FeedCatalogue catalogue, IEnumerable<ModuleDb> contexts, HostSettings host, IServiceProvider scope) : IReplicas
{
    private const string Removed = "-";

    private readonly List<ModuleDb> _contexts = [.. contexts];
    private readonly Dictionary<FeedItem, EntityEntry> _changed = [];

    public async Task<IReadOnlyList<ReplicaResult>> Apply(IReadOnlyList<FeedItem> items, IReadOnlySet<Owner> owners, CancellationToken ct)
    {
        using var replication = Begin(owners);
        _changed.Clear();
        var results = items.ToDictionary(i => i, i => Judge(i, owners));
        var newest = results.Where(r => r.Value.Outcome == ReplicaOutcome.Applied).Select(r => r.Key).GroupBy(i => (i.Type, i.Id)).Select(g => g.MaxBy(i => i.No)!).ToList();
        foreach (var item in newest.Where(i => i.Operation == Removed)) results[item] = await Change(item, owners, ct);
        await Save(ct); // first, so that a new row may take an old one's place
        foreach (var item in newest.Where(i => i.Operation != Removed)) results[item] = await Change(item, owners, ct);

        var written = newest.Where(i => i.Operation != Removed && results[i].Outcome == ReplicaOutcome.Applied).ToList();
        foreach (var item in written.ToList())
        {
            var entry = _changed[item];
            if (catalogue.Find(item.Type)!.Check is not { } check || await check(scope, (IOwned)entry.Entity, ct) is not { } reason) continue;
            LeaveOut(entry);
            results[item] = Refused(item, reason);
            written.Remove(item);
        }
        while (await WithoutPrincipal(written, ct) is { } waiting)
        {
            results[waiting] = new(waiting, ReplicaOutcome.Waiting, "Pekar på en uppgift som inte har kommit än.");
            written.Remove(waiting);
        }
        await Save(ct);
        return [.. items.Select(i => results[i])];
    }

    public async Task<int> RemoveOthers(IReadOnlySet<Owner> owners, IReadOnlySet<(string Type, string Id)> live, CancellationToken ct)
    {
        using var replication = Begin(owners);
        var removed = 0;
        foreach (var type in catalogue.All)
        {
            var db = ContextOf(type.Type);
            foreach (var row in await Rows.All(db, type.Type, ct))
            {
                if (!owners.Contains(((IOwned)row).Owner) || live.Contains((type.Name, Rows.KeyOf(db.Entry(row))))) continue;
                db.Remove(row);
                removed++;
            }
        }
        await Save(ct);
        return removed;
    }

    private DbSession.Replication Begin(IReadOnlySet<Owner> owners)
    {
        if (owners.FirstOrDefault(host.MayWrite) is { Code: not null } own) throw new ArgumentException($"The host itself writes for {own}.", nameof(owners));
        return session.Replicate(owners);
    }

    private ReplicaResult Judge(FeedItem item, IReadOnlySet<Owner> owners) =>
        !owners.Any(o => o.Code == item.Owner) ? Refused(item, $"Uppgiften ägs av {item.Owner}, som avsändaren inte får lämna uppgifter för.")
        : catalogue.Find(item.Type) is null ? new(item, ReplicaOutcome.Waiting, "Uppgiftstypen är okänd för den här versionen av programmet.")
        : new(item, ReplicaOutcome.Applied, "");

    private async Task<ReplicaResult> Change(FeedItem item, IReadOnlySet<Owner> owners, CancellationToken ct)
    {
        var type = catalogue.Find(item.Type)!;
        var db = ContextOf(type.Type);
        EntityEntry given;
        try
        {
            given = Rows.Read(db, type.Type, item.Payload);
        }
        catch (Exception failure) when (failure is System.Text.Json.JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            return Refused(item, "Uppgiften går inte att läsa.");
        }
        if (Rows.KeyOf(given) != item.Id || ((IOwned)given.Entity).Owner.Code != item.Owner) return Refused(item, "Uppgiftens innehåll stämmer inte med dess nyckel och ägare.");

        var row = await db.FindAsync(type.Type, Rows.KeyValues(given), ct);
        if (row is IOwned { Owner: var holder } && !owners.Contains(holder)) return Refused(item, $"Uppgiften ägs här av {holder}.");
        if (item.Operation == Removed)
        {
            if (row is not null) db.Remove(row);
        }
        else if (row is null)
        {
            _changed[item] = db.Add(given.Entity);
        }
        else
        {
            Rows.Copy(given, _changed[item] = db.Entry(row));
        }
        return new(item, ReplicaOutcome.Applied, "");
    }

    /// <summary>The first of the entries whose row points at one that is neither here nor in the same page; it is left out again.</summary>
    private async Task<FeedItem?> WithoutPrincipal(List<FeedItem> written, CancellationToken ct)
    {
        foreach (var item in written)
        {
            var entry = _changed[item];
            foreach (var key in entry.Metadata.GetForeignKeys())
            {
                var values = key.Properties.Select(p => entry.CurrentValues[p]).ToArray();
                if (values.Contains(null) || await entry.Context.FindAsync(key.PrincipalEntityType.ClrType, values, ct) is not null) continue;
                LeaveOut(entry);
                return item;
            }
        }
        return null;
    }

    private static void LeaveOut(EntityEntry entry)
    {
        if (entry.State == EntityState.Modified) entry.CurrentValues.SetValues(entry.OriginalValues);
        entry.State = entry.State == EntityState.Added ? EntityState.Detached : EntityState.Unchanged;
    }

    private async Task Save(CancellationToken ct)
    {
        foreach (var db in _contexts.Where(c => c is not KernelDb && c.ChangeTracker.HasChanges())) await db.SaveChangesAsync(ct);
    }

    private ModuleDb ContextOf(Type type) => _contexts.Find(c => c.Model.FindEntityType(type) is not null) ?? throw new InvalidOperationException($"No context maps {type.Name}.");

    private static ReplicaResult Refused(FeedItem item, string reason) => new(item, ReplicaOutcome.Refused, reason);
}
