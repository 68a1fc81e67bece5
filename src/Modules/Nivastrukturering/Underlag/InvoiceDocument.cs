using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>A fakturaunderlag that was read in: what it was on its own, and its lines when no rule rejects it. Nothing of a person but the pseudonym.</summary>
[AuditedAsCount]
internal sealed class InvoiceDocument : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The region whose host reads it: the seller before sending, the buyer on receiving. NRF when neither is known.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The file's name. Of one name the latest counts.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, 64 hex characters.</summary>
    public required string Hash { get; init; }

    /// <summary>The document's own id; null when empty or unreadable.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Null with UTL-00 alone.</summary>
    public DateOnly? IssueDate { get; init; }

    public required int Rows { get; init; }

    /// <summary>UTL-nn that it has on its own, one blank between; UTL-90 depends on the others and is found at the control.</summary>
    public required string Codes { get; init; }

    /// <summary>The document's lines as <see cref="InvoiceBasisBytes"/>; empty when it is rejected, or was replaced before a rotation of the key.</summary>
    public required byte[] Basis { get; set; }

    /// <summary>As <see cref="Deliveries.Delivery.KeyTag"/>.</summary>
    public string KeyTag { get; set; } = "";

    public required DateTime ReceivedAt { get; init; }

    public required string ReceivedBy { get; init; }

    /// <summary>When another content of the same file took its place.</summary>
    public DateTime? ReplacedAt { get; set; }
}
