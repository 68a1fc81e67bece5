using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>One correction of a row in quarantine: itself the history of who changed what, so the audit log counts them.</summary>
[AuditedAsCount]
internal sealed class RowCorrection : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The delivering region.</summary>
    public required Owner Owner { get; init; }

    public required int DeliveryNo { get; init; }

    /// <summary>The original row; it goes with its delivery, this stays.</summary>
    public required long QuarantineId { get; init; }

    public required string File { get; init; }

    /// <summary>1-based line, or the record's number in XML.</summary>
    public required long Row { get; init; }

    /// <summary>What was wrong, as of the correction before.</summary>
    public required string CodesBefore { get; init; }

    /// <summary>What is still wrong; empty when it was read in.</summary>
    public required string CodesAfter { get; init; }

    /// <summary>JSON object: common field → [before, after]. Empty when it was read again as it stood. Never a person id.</summary>
    public required string Changes { get; init; }

    /// <summary>The contact that it became; null when it is still wrong. One row becomes one contact, once: both are unique.</summary>
    public long? ContactId { get; init; }

    public required DateTime At { get; init; }

    public required string By { get; init; }
}
