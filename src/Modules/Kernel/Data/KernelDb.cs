using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>What every write leaves behind: audit, feed, counters, idempotency keys.</summary>
internal sealed class KernelDb(DbContextOptions<KernelDb> options) : ModuleDb(options, "kernel")
{
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<FeedEntry> Feed => Set<FeedEntry>();

    public DbSet<Counter> Counters => Set<Counter>();

    public DbSet<IdempotencyKey> Keys => Set<IdempotencyKey>();

    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<AuditEntry>().HasKey(e => e.No);
        modelBuilder.Entity<AuditEntry>().Property(e => e.No).ValueGeneratedNever();
        modelBuilder.Entity<FeedEntry>().HasKey(e => e.No);
        modelBuilder.Entity<FeedEntry>().Property(e => e.No).ValueGeneratedNever();
        modelBuilder.Entity<Counter>().HasKey(e => e.Name);
        modelBuilder.Entity<IdempotencyKey>().HasKey(e => e.Key);
        modelBuilder.Entity<LeaseRow>().HasKey(e => e.Name);
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>One change, in a chain of hashes: what was done, by whom, to which row.</summary>
[NoOwner("The log is the host's own and append-only.")]
internal sealed class AuditEntry
{
    public required long No { get; init; }
    public required DateTime At { get; init; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required Guid RunKey { get; init; }
    public required string Entity { get; init; }
    public required string EntityId { get; init; }
    public required string Operation { get; init; }
    public required string Changes { get; init; }
    public required string Hash { get; init; }
}

/// <summary>One change that other hosts may fetch: dense numbers, a chain of hashes, an epoch that a restore changes.</summary>
[NoOwner("The entry carries the owner of the row that it tells of.")]
internal sealed class FeedEntry
{
    public required long No { get; init; }
    public required Guid Epoch { get; init; }
    public required string Type { get; init; }
    public required string EntityId { get; init; }
    public required string OwnerCode { get; init; }
    public required string Operation { get; init; }
    public required string Payload { get; init; }
    public required DateTime At { get; init; }
    public required string Hash { get; init; }
}

/// <summary>The last number and hash of a chain; its row is locked last in every writing transaction.</summary>
[NoOwner("The host's own bookkeeping.")]
internal sealed class Counter
{
    public required string Name { get; init; }
    public required long Value { get; set; }
    public required string Hash { get; set; }
    public required Guid Epoch { get; set; }
}

/// <summary>A unit of work that has been done, and its answer.</summary>
[NoOwner("The host's own bookkeeping.")]
internal sealed class IdempotencyKey
{
    public required Guid Key { get; init; }
    public required string Action { get; init; }
    public required DateTime At { get; init; }
    public string? Answer { get; set; }
}

/// <summary>Which process does a job now.</summary>
[NoOwner("The host's own bookkeeping.")]
internal sealed class LeaseRow
{
    public required string Name { get; init; }
    public required string Holder { get; init; }

    /// <summary>Grows with each holder: who has an older one writes no more.</summary>
    public required long Token { get; init; }

    /// <summary>Unix milliseconds by the database's clock.</summary>
    public required long Until { get; init; }
}
