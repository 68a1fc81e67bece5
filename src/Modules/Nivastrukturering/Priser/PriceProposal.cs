using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>How a proposal stands. The names are stored: never rename.</summary>
internal enum ProposalStatus
{
    /// <summary>Nobody has decided.</summary>
    Waiting,

    /// <summary>Someone else than the one who made it took it into use.</summary>
    Approved,

    /// <summary>Someone else said no, or the one who made it took it back.</summary>
    Rejected,
}

/// <summary>A price list, or the agreements or subscriptions, as someone wants them to be. Only a second person takes it into use; nothing of it is in force before.</summary>
internal sealed class PriceProposal : IOwned
{
    public const int LongestReason = 500;

    public required Guid Id { get; init; }

    /// <summary>The file's.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Name of the reference file that it would replace.</summary>
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the content, 64 hex characters.</summary>
    public required string Hash { get; init; }

    /// <summary>The version that was in force when it was made; null for the first of its name.</summary>
    public Guid? BaseId { get; init; }

    /// <summary>How it was made, for people: <c>CSV-fil</c>, <c>Index 2,50 % från 2027-01-01</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    public required DateTime ProposedAt { get; init; }

    /// <summary>Who, as in the audit log.</summary>
    public required string ProposedBy { get; init; }

    public required ProposalStatus Status { get; set; }

    /// <summary>Null while it waits.</summary>
    public DateTime? DecidedAt { get; set; }

    public string? DecidedBy { get; set; }

    /// <summary>Why it was rejected; empty or null otherwise.</summary>
    public string? DecisionReason { get; set; }

    /// <summary>The version that it became.</summary>
    public Guid? FileId { get; set; }

    /// <summary>The version that was in force when it was approved, <see cref="Guid.Empty"/> for none; of one name at most one proposal replaces a version.</summary>
    public Guid? ApprovedOver { get; set; }

    public int Version { get; init; }

    /// <summary>True when the one who made it took it back.</summary>
    public bool IsWithdrawn => Status == ProposalStatus.Rejected && DecidedBy == ProposedBy;

    /// <summary>True for the files that are proposed and approved on the pages; the other reference files are loaded by command.</summary>
    public static bool Takes(string fileName) => fileName is AgreementsName or SubscriptionsName || PriceListFile.IsName(fileName, out _);

    public const string AgreementsName = "avtal.json";

    public const string SubscriptionsName = "abonnemang.json";
}

/// <summary>The bytes of a proposal.</summary>
[AuditedAsCount]
internal sealed class PriceProposalContent : IOwned
{
    /// <summary>The proposal's id.</summary>
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required byte[] Content { get; init; }
}
