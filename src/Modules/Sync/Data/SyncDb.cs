using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Sync.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Sync.Data;

internal sealed class SyncDb(DbContextOptions<SyncDb> options) : ModuleDb(options, "sync")
{
    public DbSet<Checkpoint> Checkpoints => Set<Checkpoint>();

    public DbSet<Received> Received => Set<Received>();

    public DbSet<Refusal> Refusals => Set<Refusal>();

    public DbSet<Run> Runs => Set<Run>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Checkpoint>().HasKey(c => c.Peer);
        modelBuilder.Entity<Received>().HasKey(r => new { r.Peer, r.Epoch, r.No });
        base.OnModelCreating(modelBuilder);
    }
}

/// <summary>How far a peer's feed has been fetched.</summary>
[NoOwner("The host's own bookkeeping.")]
[AuditedAsCount]
internal sealed class Checkpoint
{
    public required string Peer { get; init; }

    /// <summary>The feed's epoch when it was fetched.</summary>
    public required Guid Epoch { get; set; }

    /// <summary>The last entry that was taken care of.</summary>
    public required long No { get; set; }

    /// <summary>Its hash.</summary>
    public required string Hash { get; set; }

    /// <summary>True while a new epoch is fetched from the beginning: what its feed does not have is removed at the end.</summary>
    public required bool Renewing { get; set; }
}

/// <summary>The inbox: an entry that has been taken care of, once.</summary>
[NoOwner("The host's own bookkeeping.")]
[AuditedAsCount]
internal sealed class Received
{
    public required string Peer { get; init; }

    /// <summary>The feed's epoch when it was fetched, not when the entry was written.</summary>
    public required Guid Epoch { get; init; }

    public required long No { get; init; }

    public required string Type { get; init; }

    public required string EntityId { get; init; }

    public required string Operation { get; init; }

    public required ReplicaOutcome Outcome { get; set; }

    /// <summary>The whole entry as JSON while it waits; else null.</summary>
    public string? Item { get; set; }
}

/// <summary>An entry that was refused, and why.</summary>
[NoOwner("The host's own log.")]
internal sealed class Refusal
{
    public required Guid Id { get; init; }

    public required DateTime At { get; init; }

    public required string Peer { get; init; }

    public required long No { get; init; }

    public required string Type { get; init; }

    public required string EntityId { get; init; }

    public required string OwnerCode { get; init; }

    public required string Reason { get; init; }
}

/// <summary>A fetch from one peer.</summary>
[NoOwner("The host's own log.")]
[AuditedAsCount]
internal sealed class Run
{
    public required Guid Id { get; init; }

    public required string Peer { get; init; }

    public required SyncTrigger Trigger { get; init; }

    public required DateTime StartedAt { get; init; }

    public required DateTime EndedAt { get; init; }

    public required SyncResult Result { get; init; }

    public required int Applied { get; init; }

    public required int Refused { get; init; }

    public required int Waiting { get; init; }

    public required string Message { get; init; }
}
