using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>Rows of this type are counted in the audit log, not listed: loaded reference rows, quarantine rows.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AuditedAsCountAttribute : Attribute;

/// <summary>Sees every save: refuses those outside a unit of work or of another owner's rows, and records the rest for audit and feed.</summary>
internal sealed class WriteGuard(DbSession session, HostSettings host, ICurrentUser user, WriteGrant grant, FeedCatalogue feed) : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Inspect(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Inspect(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    private void Inspect(DbContext context)
    {
        context.ChangeTracker.DetectChanges();
        foreach (var entry in context.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) continue;
            if (session.Record is not { } record) throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} was saved outside IUnitOfWork.Run.");
            if (context is KernelDb) continue;

            CheckOwner(entry);
            if (session.Replicated is null && entry is { State: EntityState.Modified } && entry.Metadata.FindProperty("Version") is { IsConcurrencyToken: true } version)
                entry.CurrentValues[version] = (int)entry.OriginalValues[version]! + 1;
            record.Add(entry, session.Replicated is null ? feed : null);
        }
    }

    private void CheckOwner(EntityEntry entry)
    {
        if (entry.Entity is not IOwned owned) return;
        Check(owned.Owner);
        if (entry.State != EntityState.Added && entry.Metadata.FindProperty(nameof(IOwned.Owner)) is { } property) Check((Owner)entry.OriginalValues[property]!);

        void Check(Owner owner)
        {
            if (session.Replicated is { } owners ? owners.Contains(owner) : host.MayWrite(owner) && (user.MayWrite(owner) || grant.Covers(owned))) return;
            var who = owner == Owner.Nrf ? "Norra sjukvårdsregionförbundet" : $"Region {Region.NameOf(owner.Code)}";
            throw new NotOwnerException($"Uppgiften ägs av {who} och kan bara ändras där. Be samordnaren i {who} om ändringen.");
        }
    }
}

/// <summary>What one unit of work has changed so far.</summary>
internal sealed class ChangeRecord
{
    private readonly Dictionary<string, int> _counted = [];
    private readonly List<Change> _changes = [];
    private readonly List<Published> _feed = [];

    internal sealed record Change(string Entity, string Id, string Operation, string Json);

    internal sealed record Published(string Type, string Id, string Owner, string Operation, string Payload);

    /// <summary>For the audit log.</summary>
    public IEnumerable<Change> Changes => _changes.Concat(_counted.Select(c => new Change(c.Key[1..], "", c.Key[..1], $$"""{"antal":{{c.Value}}}""")));

    /// <summary>For the feed.</summary>
    public IReadOnlyList<Published> Feed => _feed;

    /// <summary>Remembers a change.</summary>
    /// <param name="entry">Before it is saved.</param>
    /// <param name="feed">Null when the row is a copy of another host's, which its owner publishes.</param>
    public void Add(EntityEntry entry, FeedCatalogue? feed)
    {
        var type = entry.Metadata.ClrType;
        var operation = entry.State switch { EntityState.Added => "+", EntityState.Deleted => "-", _ => "~" };
        var id = Rows.KeyOf(entry);
        if (feed?.NameOf(type) is { } published && entry.Entity is IOwned owned) _feed.Add(new(published, id, owned.Owner.Code, operation, Values(entry).ToJsonString()));
        if (type.IsDefined(typeof(AuditedAsCountAttribute), false))
        {
            var name = operation + type.Name;
            _counted[name] = _counted.GetValueOrDefault(name) + 1;
            return;
        }
        _changes.Add(new(type.Name, id, operation, Differences(entry).ToJsonString()));
    }

    private static JsonObject Values(EntityEntry entry)
    {
        var json = new JsonObject();
        foreach (var property in entry.Metadata.GetFlattenedProperties().Where(p => !p.IsShadowProperty()))
            json[property.GetColumnName()] = Node(Current(entry, property));
        return json;
    }

    private static JsonObject Differences(EntityEntry entry)
    {
        var json = new JsonObject();
        foreach (var property in entry.Metadata.GetFlattenedProperties().Where(p => !p.IsShadowProperty()))
        {
            var now = Node(Current(entry, property));
            var before = entry.State == EntityState.Modified ? Node(Original(entry, property)) : null;
            if (entry.State != EntityState.Modified) json[property.GetColumnName()] = now;
            else if (!JsonNode.DeepEquals(now, before)) json[property.GetColumnName()] = new JsonArray(before, now);
        }
        return json;
    }

    private static object? Current(EntityEntry entry, Microsoft.EntityFrameworkCore.Metadata.IProperty property) => entry.CurrentValues[property];

    private static object? Original(EntityEntry entry, Microsoft.EntityFrameworkCore.Metadata.IProperty property) => entry.OriginalValues[property];

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        Owner owner => owner.Code,
        RegionCode region => region.Code,
        Enum word => word.ToString(),
        _ => JsonSerializer.SerializeToNode(value, value.GetType()),
    };
}
