using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Kernel;

/// <summary>One change in a host's feed, as other hosts fetch it.</summary>
/// <param name="No">Dense from 1: the next entry has the next number.</param>
/// <param name="Epoch">The feed's epoch when the entry was written; a restore begins a new one.</param>
/// <param name="Type">The stable name of the entity type.</param>
/// <param name="Id">The row's key.</param>
/// <param name="Owner">Whose row it is: <c>NRF</c> or a region's code.</param>
/// <param name="Operation"><c>+</c>, <c>~</c> or <c>-</c>.</param>
/// <param name="Payload">The whole row as JSON by column name; of a removed row its last values.</param>
/// <param name="Hash">SHA-256 over the former entry's hash and this entry, 64 hex characters.</param>
public sealed record FeedItem(long No, Guid Epoch, string Type, string Id, string Owner, string Operation, string Payload, string Hash)
{
    /// <summary>What stands before the first entry.</summary>
    public static string FirstHash { get; } = new('0', 64);

    /// <summary>The hash that the entry has after an entry with that hash.</summary>
    public string HashAfter(string previousHash) => UnitOfWork.Next(previousHash, No, Epoch, Type, Id, Owner, Operation, Payload);

    /// <summary>True when the entry is the one that was written after an entry with that hash.</summary>
    public bool Follows(string previousHash) => Hash == HashAfter(previousHash);
}

/// <summary>Some of a feed, in order.</summary>
/// <param name="Epoch">The feed's epoch now.</param>
/// <param name="Head">Number of the last entry there is; 0 for none.</param>
/// <param name="HashAtAfter">Hash of the entry that was asked from; null when there is no such entry.</param>
/// <param name="Items">What follows; whole units of work, so that a page never ends between rows that belong together.</param>
public sealed record FeedPage(Guid Epoch, long Head, string? HashAtAfter, IReadOnlyList<FeedItem> Items);

/// <summary>The host's own change feed.</summary>
public interface IChangeFeed
{
    /// <summary>What follows after an entry.</summary>
    /// <param name="after">The last number that the reader has; 0 for the beginning.</param>
    /// <param name="most">About how many entries: the last unit of work is always whole.</param>
    /// <param name="ct">Cancels the read.</param>
    Task<FeedPage> After(long after, int most, CancellationToken ct);

    /// <summary>True when this host has itself changed rows of one of the owners.</summary>
    Task<bool> HasChangesOf(IReadOnlySet<Owner> owners, CancellationToken ct);

    /// <summary>Begins a new epoch: after a restore, so that the other hosts fetch everything again.</summary>
    /// <returns>The new epoch.</returns>
    Task<Guid> BeginEpoch(CancellationToken ct);
}

/// <summary>What became of a fetched entry.</summary>
public enum ReplicaOutcome
{
    /// <summary>The row here is as the entry says, or as a later entry of the same page says.</summary>
    Applied,

    /// <summary>The entry tells of a row that its sender may not change, or it cannot be read. It is never tried again.</summary>
    Refused,

    /// <summary>It points at a row that is not here yet, or is of a type that this program does not know yet. Try again later.</summary>
    Waiting,
}

/// <summary>An entry and what became of it.</summary>
/// <param name="Item">The entry.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Swedish, why not; empty when applied.</param>
public sealed record ReplicaResult(FeedItem Item, ReplicaOutcome Outcome, string Reason);

/// <summary>Writes other hosts' rows as read-only copies. They keep their owner, so that nobody here can change them, and never enter the host's own feed.</summary>
public interface IReplicas
{
    /// <summary>Brings the rows to what the entries say. Runs inside a unit of work and saves at once; the same entries again change nothing.</summary>
    /// <param name="items">In feed order.</param>
    /// <param name="owners">Whose rows the sender may tell of.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>One per entry, in the same order.</returns>
    /// <exception cref="ArgumentException">This host may itself write for one of the owners.</exception>
    Task<IReadOnlyList<ReplicaResult>> Apply(IReadOnlyList<FeedItem> items, IReadOnlySet<Owner> owners, CancellationToken ct);

    /// <summary>Removes the copies that their owner no longer has. Runs inside a unit of work and saves at once.</summary>
    /// <param name="owners">Whose copies.</param>
    /// <param name="live">Type and key of every row that the owners' feed has after all its entries.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>How many were removed.</returns>
    Task<int> RemoveOthers(IReadOnlySet<Owner> owners, IReadOnlySet<(string Type, string Id)> live, CancellationToken ct);
}
