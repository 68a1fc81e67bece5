using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>A line of a document that was written. Nothing of the patient.</summary>
/// <param name="LineId">Its number there.</param>
/// <param name="Ore">Net, öre ≥ 0.</param>
/// <param name="KontaktId">Of an invoice: the seller's contact.</param>
/// <param name="CreditedLine">Of a credit: the line that it takes out.</param>
/// <param name="Reason">Of a credit: reasonForCredit.</param>
internal sealed record OutgoingLine(long LineId, long Ore, string? KontaktId = null, long? CreditedLine = null, int? Reason = null);

/// <summary>A fakturaunderlag that this host has written: what is remembered of it (docs/adr/0031). The file itself is not kept.</summary>
[AuditedAsCount]
internal sealed class OutgoingInvoice : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The seller.</summary>
    public required Owner Owner { get; init; }

    /// <summary><c>ZVF</c> and 20 digits. One of an id counts at a time, by constraint.</summary>
    public required string DocumentId { get; init; }

    /// <summary>Of a credit: the document that it takes lines out of. One that is not sent for each, by constraint.</summary>
    public string? CreditedId { get; init; }

    /// <summary>Month of care, <c>YYYY-MM</c>.</summary>
    public required string Period { get; init; }

    /// <summary>Län code of who pays; empty when the organisation number is nobody's.</summary>
    public required string Buyer { get; init; }

    public required DateOnly IssueDate { get; init; }

    public required int Rows { get; init; }

    /// <summary>What the buyer is to pay, öre; negative for a credit.</summary>
    public required long Ore { get; init; }

    /// <summary>The national form, with person ids; else for egenkontroll.</summary>
    public required bool IsSendable { get; init; }

    /// <summary>Bare name of the file.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, 64 hex characters.</summary>
    public required string Hash { get; init; }

    /// <summary>JSON of <see cref="OutgoingLine"/>; empty in a list, and when it no longer counts.</summary>
    public required string Lines { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required string By { get; init; }

    /// <summary>When a person has said that it is sent, UTC: from then on it is not written anew.</summary>
    public DateTime? SentAt { get; set; }

    public string? SentBy { get; set; }

    /// <summary>When it was written anew, or withdrawn, UTC: it no longer counts.</summary>
    public DateTime? ReplacedAt { get; set; }

    /// <summary>It was withdrawn: nothing took its place.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>True for <c>381</c>.</summary>
    public bool IsCredit => CreditedId is not null;

    /// <summary>The lines.</summary>
    public IReadOnlyList<OutgoingLine> ReadLines() => Lines.Length == 0 ? [] : JsonSerializer.Deserialize<List<OutgoingLine>>(Lines)!;

    /// <summary>As it is kept in <see cref="Lines"/>.</summary>
    public static string Json(IEnumerable<OutgoingLine> lines) => JsonSerializer.Serialize(lines);
}

/// <summary>The written documents of a seller that count, and which contacts stand in them.</summary>
/// <param name="documents">Of one seller, none replaced, with their lines.</param>
internal sealed class OutgoingShelf(IReadOnlyList<OutgoingInvoice> documents)
{
    /// <summary>In no special order.</summary>
    public IReadOnlyList<OutgoingInvoice> Documents => documents;

    /// <summary>
    /// The document that each contact stands in, by KontaktId: the one that is sent, when there are two. A contact whose line a sent credit has taken out stands in none.
    /// </summary>
    public IReadOnlyDictionary<string, OutgoingInvoice> Standing { get; } = Stand(documents);

    private static Dictionary<string, OutgoingInvoice> Stand(IReadOnlyList<OutgoingInvoice> documents)
    {
        var taken = documents.Where(d => d is { IsCredit: true, SentAt: not null }).SelectMany(d => d.ReadLines().Select(l => (d.CreditedId!, l.CreditedLine!.Value))).ToHashSet();
        Dictionary<string, OutgoingInvoice> standing = new(StringComparer.Ordinal);
        foreach (var document in documents.Where(d => !d.IsCredit).OrderBy(d => d.SentAt is not null)) // the sent last: it stays
            foreach (var line in document.ReadLines())
                if (line.KontaktId is { } contact && !taken.Contains((document.DocumentId, line.LineId))) standing[contact] = document;
        return standing;
    }
}
