using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Writes credits of fakturaunderlag that the seller has read in (formats/FAKTURAUNDERLAG.md, typeOfInvoice 381).</summary>
public interface IInvoiceCredit
{
    /// <summary>Writes the credit of a document's disputed lines, or of all its lines, and remembers it. A credit of the same document that is not sent is written anew.</summary>
    /// <exception cref="DomainException">The document is unknown, nothing is left to credit, a reason is missing, or the source is another document.</exception>
    /// <exception cref="NotOwnerException">The document is not this seller's.</exception>
    Task<InvoiceCreditResult> Credit(InvoiceCreditOptions options, CancellationToken ct);
}

/// <summary>What is to be credited.</summary>
/// <param name="DocumentId">The document that lines are taken out of: <c>ZVF</c> and 20 digits.</param>
/// <param name="Source">That document's file, at most 5 000 000 bytes: the lines, and the person ids, are read from it and kept nowhere.</param>
public sealed record InvoiceCreditOptions(string DocumentId, byte[] Source)
{
    /// <summary>The same again changes nothing, as long as the file that comes of it is the same too.</summary>
    public Guid Key { get; init; } = Guid.CreateVersion7();

    /// <summary>True: every line that is not credited yet. False: the disputed ones.</summary>
    public bool IsWhole { get; init; }

    /// <summary>reasonForCredit 1–9 of the lines whose dispute gives none; null: there must be no such line.</summary>
    public int? Reason { get; init; }

    /// <summary>True: the national form, which asks for a source with person ids. False: for egenkontroll, with pseudonyms.</summary>
    public bool IsSendable { get; init; }

    /// <summary>Day of issue; today when null.</summary>
    public DateOnly? IssueDay { get; init; }

    /// <summary>The key of the contacts' pseudonyms where that is not the host's own: in the demonstration.</summary>
    public byte[]? PseudonymKey { get; init; }
}

/// <summary>A credit that was written.</summary>
/// <param name="File">Its bare name.</param>
/// <param name="Id"><c>ZVF</c> and 20 digits.</param>
/// <param name="Rows">Number of lines.</param>
/// <param name="Ore">Their sum, öre ≥ 0; the credit takes that much back.</param>
/// <param name="Content">The file.</param>
public sealed record InvoiceCreditResult(string File, string Id, int Rows, long Ore, byte[] Content);
