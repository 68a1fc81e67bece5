namespace Kunskapsstyrning.Sync.Contracts;

/// <summary>The exchange with the other hosts: each fetches the others' changes.</summary>
public interface ISynchronisation
{
    /// <summary>Fetches from every configured peer, or from one, now and in this process.</summary>
    /// <param name="peer">The peer's name, case ignored; null for all, NRF first.</param>
    /// <param name="trigger">What made it run.</param>
    /// <param name="ct">Cancels between pages; what has been fetched stays.</param>
    /// <returns>One per peer. Empty when another process is fetching already.</returns>
    /// <exception cref="Kernel.ConfigurationException">There is no such peer, or none at all.</exception>
    Task<IReadOnlyList<PeerRun>> Now(string? peer, SyncTrigger trigger, CancellationToken ct);

    /// <summary>How the exchange stands with every configured peer.</summary>
    Task<IReadOnlyList<PeerStatus>> Status(CancellationToken ct);
}

/// <summary>The host's own certificate, by which the other hosts know it. Needs no database.</summary>
public interface ISyncIdentity
{
    /// <summary>SHA-256 of the certificate, 64 hex characters: what the other hosts write in <c>Sync:Peers:n:Thumbprint</c>.</summary>
    string Thumbprint { get; }

    /// <summary>Whole days until the certificate ends.</summary>
    int DaysLeft { get; }
}

/// <summary>What made a fetch run.</summary>
public enum SyncTrigger
{
    /// <summary>The clock.</summary>
    Schedule,

    /// <summary>Someone on <c>/drift/jobb</c>.</summary>
    Page,

    /// <summary><c>kst sync now</c>.</summary>
    Command,
}

/// <summary>How a fetch from one peer ended.</summary>
public enum SyncResult
{
    /// <summary>Everything there is has been fetched.</summary>
    Done,

    /// <summary>Fetched, but some entries were refused.</summary>
    Partial,

    /// <summary>The peer cannot be reached, or does not let this host in. The next run tries again.</summary>
    Unavailable,

    /// <summary>Nothing more is fetched until someone has looked: the peer's feed does not hang together, or its rows cannot be written.</summary>
    Stopped,
}

/// <summary>What a fetch from one peer did.</summary>
/// <param name="Peer">The peer's name.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Applied">Entries that were carried out.</param>
/// <param name="Refused">Entries that were refused.</param>
/// <param name="Waiting">Entries that wait for another row.</param>
/// <param name="Message">Swedish: what happened and what to do; empty when all is well.</param>
public sealed record PeerRun(string Peer, SyncResult Result, int Applied, int Refused, int Waiting, string Message);

/// <summary>How the exchange with one peer stands.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Url">Where it serves its feed.</param>
/// <param name="Owners">Whose rows it may tell of.</param>
/// <param name="Number">The last entry that has been fetched; 0 for none.</param>
/// <param name="LastRun">When a fetch was last tried, UTC; null for never.</param>
/// <param name="LastDone">When a fetch last reached the end, UTC; null for never.</param>
/// <param name="Result">How the last fetch ended; null for never.</param>
/// <param name="Refused">Entries refused so far.</param>
/// <param name="Waiting">Entries that wait now.</param>
/// <param name="Message">Of the last fetch.</param>
public sealed record PeerStatus(
    string Peer, string Url, IReadOnlyList<string> Owners, long Number, DateTime? LastRun, DateTime? LastDone, SyncResult? Result, int Refused, int Waiting, string Message);
