using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>How a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>Its rows are being written; nobody sees them. One that stays so belongs to an import that died.</summary>
    Reading,

    /// <summary>What the region's month consists of: <c>inläst</c>.</summary>
    InForce,

    /// <summary>A later delivery took its place: <c>ersatt</c>.</summary>
    Replaced,

    /// <summary>Nothing of it was read in: <c>avvisad</c>.</summary>
    Rejected,

    /// <summary>It was the one in force already: <c>redan inläst</c>.</summary>
    AlreadyRead,

    /// <summary>It was in force and was taken back by its region: <c>ångrad</c>. Its rows are gone; it may be read in again.</summary>
    Undone,
}

/// <summary>How a delivery ended.</summary>
public sealed record DeliveryResult
{
    /// <summary>InForce, Rejected or AlreadyRead.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>The delivering region; null when it could not be read.</summary>
    public Region? Region { get; init; }

    /// <summary><c>YYYY-MM</c>; empty when it could not be read.</summary>
    public string Period { get; init; } = "";

    /// <summary>What it got; null when rejected or in force already.</summary>
    public int? Lopnummer { get; init; }

    /// <summary>64 hex characters; empty when it could not be read.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The rejecting code, or empty.</summary>
    public string Code { get; init; } = "";

    /// <summary>The file at fault, or empty.</summary>
    public string File { get; init; } = "";

    /// <summary>Swedish: why it was rejected and what to do; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>Contacts read in.</summary>
    public long Accepted { get; init; }

    /// <summary>Contacts in quarantine.</summary>
    public long Quarantined { get; init; }

    /// <summary>Contacts in quarantine by code, in order of code.</summary>
    public IReadOnlyDictionary<string, long> Codes { get; init; } = new Dictionary<string, long>();

    /// <summary>Contacts read in, by warning.</summary>
    public IReadOnlyDictionary<string, long> Warnings { get; init; } = new Dictionary<string, long>();

    /// <summary>Diagnosis and procedure rows in quarantine by code.</summary>
    public IReadOnlyDictionary<string, long> Details { get; init; } = new Dictionary<string, long>();

    /// <summary>Warnings about files, each once.</summary>
    public IReadOnlyCollection<string> FileWarnings { get; init; } = [];

    /// <summary>Swedish: what is worth mending first, a sentence each. Names files, columns, fields and code values, never a person or a free text.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
