using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Inbox;

/// <summary>How something in the inbox stands.</summary>
internal enum InboxState
{
    /// <summary>It is not complete yet, or has not had its turn.</summary>
    Waiting,

    /// <summary>It could not be read just now and is tried again.</summary>
    Retrying,

    /// <summary>It has been read: read in, read in before, or rejected. As long as it lies unchanged it is not read again.</summary>
    Done,

    /// <summary>It cannot be read in here. As long as it lies unchanged it is not tried again.</summary>
    Refused,
}

/// <summary>A delivery that lies in a region's folder: remembered until it is gone from there, so that it is read once.</summary>
[AuditedAsCount]
internal sealed class InboxItem : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>Whose folder.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Of the folder, zip or file; asterisks for one that looks like a personnummer.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its files' names, sizes and times, 64 hex characters.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>When it was first seen as it is.</summary>
    public required DateTime SeenAt { get; set; }

    public required InboxState State { get; set; }

    /// <summary>How many times in a row it could not be read.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before this it is tried again.</summary>
    public DateTime? NextAt { get; set; }

    /// <summary>Swedish: why it waits; empty when there is nothing to say.</summary>
    public string Message { get; set; } = "";
}
