using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Writes a seller's fakturaunderlag from the contacts in force that other regions pay for (formats/FAKTURAUNDERLAG.md).</summary>
public interface IInvoiceExport
{
    /// <summary>Writes one document for each buyer, several when one would be too large. All files come to be, or none.</summary>
    /// <exception cref="DomainException">No delivery is in force for the month, the source is another delivery, or a reference file lacks what the documents need.</exception>
    /// <exception cref="NotOwnerException">The seller is not this host's or not the user's.</exception>
    Task<InvoiceExportResult> Export(InvoiceExportOptions options, CancellationToken ct);
}

/// <summary>What is to be written.</summary>
/// <param name="Seller">The region that gave the care.</param>
/// <param name="Period">Month of care, <c>YYYY-MM</c>.</param>
/// <param name="Folder">Where; made when it is missing.</param>
public sealed record InvoiceExportOptions(Region Seller, string Period, string Folder)
{
    /// <summary>That buyer's alone; null = everyone's.</summary>
    public Region? Buyer { get; init; }

    /// <summary>Day of issue; today when null.</summary>
    public DateOnly? IssueDay { get; init; }

    /// <summary>
    /// The delivery that is in force, as it arrived: the documents are the national ones, with the person ids read from it. Null: documents for egenkontroll,
    /// with pseudonyms under a root of our own, which can't be sent.
    /// </summary>
    public DeliveryInput? Source { get; init; }

    /// <summary>The key of the contacts' pseudonyms where that is not the host's own: in the demonstration.</summary>
    public byte[]? PseudonymKey { get; init; }
}

/// <summary>What came of it.</summary>
/// <param name="Documents">By buyer and part.</param>
/// <param name="LeftOut">How many contacts with an amount no valid document can hold, by the UTL rule that forbids it.</param>
public sealed record InvoiceExportResult(IReadOnlyList<WrittenInvoice> Documents, IReadOnlyDictionary<string, int> LeftOut)
{
    /// <summary>Documents written before that contacts of this month stand in, by id. Those of a sent one are left out of the new documents; one that is not sent is written anew.</summary>
    public IReadOnlyList<AlreadyWritten> Already { get; init; } = [];

    /// <summary>Documents that somebody has to look up before the new ones are sent, by id.</summary>
    public IReadOnlyList<OnlyReadIn> OnlyReadIn { get; init; } = [];
}

/// <summary>A document written before.</summary>
/// <param name="Id"><c>ZVF</c> and 20 digits.</param>
/// <param name="Rows">How many of the contacts stand in it.</param>
/// <param name="IsSendable">The national form; else for egenkontroll.</param>
/// <param name="IsSent">A person has said so.</param>
/// <param name="At">When it was written, UTC.</param>
public sealed record AlreadyWritten(string Id, int Rows, bool IsSendable, bool IsSent, DateTime At);

/// <summary>A document of the id of a new one, which is read in and which this host does not remember to have written: it may be sent.</summary>
/// <param name="Id"><c>ZVF</c> and 20 digits.</param>
/// <param name="At">When it was read in, UTC.</param>
public sealed record OnlyReadIn(string Id, DateTime At);

/// <summary>A document that was written.</summary>
/// <param name="File">Its bare name.</param>
/// <param name="Id"><c>ZVF</c> and 20 digits.</param>
/// <param name="Buyer">The region that pays.</param>
/// <param name="Rows">Number of lines.</param>
/// <param name="Ore">Their sum, öre.</param>
public sealed record WrittenInvoice(string File, string Id, Region Buyer, int Rows, long Ore);
