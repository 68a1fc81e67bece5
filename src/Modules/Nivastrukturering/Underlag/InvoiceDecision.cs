using System.Security.Cryptography;
using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>What was decided about a finding.</summary>
internal enum DecisionKind
{
    /// <summary>The line is right after all.</summary>
    Approve,

    /// <summary>The finding's amount in dispute is not to be paid.</summary>
    Dispute,

    /// <summary>An RPO is asked; the finding waits.</summary>
    AskRpo,

    /// <summary>An earlier decision is taken back: the finding is open again.</summary>
    Reopen,
}

/// <summary>One decision about one finding, kept for good: a new one closes the former. Itself the history, so the audit log counts them.</summary>
[AuditedAsCount]
internal sealed class InvoiceDecision : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>That of the document.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The document's own id: what stays when the file is sent anew.</summary>
    public required string DocumentId { get; init; }

    public required long LineId { get; init; }

    /// <summary><c>FKT-nn</c>.</summary>
    public required string Code { get; init; }

    public required DecisionKind Kind { get; init; }

    /// <summary>Never a person id. Empty where none is asked for.</summary>
    public required string Reason { get; init; }

    /// <summary>The RPO that is asked, and since when; only with <see cref="DecisionKind.AskRpo"/>.</summary>
    public string? Rpo { get; init; }

    public DateOnly? AskedOn { get; init; }

    /// <summary>The diarienummer under which the dispute is kept, or null. It stands in the claim letter.</summary>
    public string? Dnr { get; init; }

    /// <summary>The line as it was (<see cref="PrintOf"/>): when it has changed the decision no longer holds.</summary>
    public required string LinePrint { get; init; }

    /// <summary>The finding's amount as it was, öre: likewise.</summary>
    public required long Ore { get; init; }

    public required DateTime At { get; init; }

    public required string By { get; init; }

    /// <summary>When a later decision took its place. One is open for each finding, by constraint.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>64 hex characters that change when the line does. The keyed marks of patient and contact are left out, since another key gives others; the contact that was matched stands in.</summary>
    public static string PrintOf(ControlledLine line)
    {
        var basis = line.Document.Basis!;
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
        {
            basis.SupplierOrgnr,
            basis.CustomerOrgnr,
            line.Contact?.KontaktId,
            Line = line.Line with { ContactTag = null, Pseudonym = null },
        })));
    }
}

/// <summary>Money that went for a document, as the economist registered it. Never changed: what was wrong is taken back by the same amount with the other sign.</summary>
internal sealed class InvoicePayment : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>That of the document.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The document's own id.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Öre; negative for what comes back, as for a credit.</summary>
    public required long Ore { get; init; }

    public required DateOnly PaidOn { get; init; }

    public required DateTime At { get; init; }

    public required string By { get; init; }
}
