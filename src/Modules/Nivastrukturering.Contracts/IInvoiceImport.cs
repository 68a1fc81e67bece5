using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Reads fakturaunderlag in (formats/FAKTURAUNDERLAG.md): the seller's own before they are sent, or those that a buyer has got.</summary>
public interface IInvoiceImport
{
    /// <summary>Reads one document. A document that the rules reject is noted with its codes, never an exception. The same file again changes nothing.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="fileName">The bare name: of one name the latest content counts.</param>
    /// <param name="options">What the import is to do.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="NotOwnerException">Neither seller nor buyer is a region of this host's.</exception>
    Task<InvoiceImportResult> Import(Stream content, string fileName, InvoiceImportOptions options, CancellationToken ct);
}

/// <summary>What the import of documents is to do.</summary>
/// <param name="DryRun">True: read and judge, write nothing.</param>
/// <param name="ControlDay">No document may be issued later; null = today.</param>
/// <param name="PseudonymKey">The key of the contacts' pseudonyms where that is not the host's own: a prepared data set in the demonstration.</param>
public sealed record InvoiceImportOptions(bool DryRun = false, DateOnly? ControlDay = null, byte[]? PseudonymKey = null);

/// <summary>What came of a document.</summary>
/// <param name="File">Its name.</param>
/// <param name="Id">The document's own id, or null.</param>
/// <param name="Rows">Number of lines.</param>
/// <param name="Codes">UTL-nn; with any of them it is rejected.</param>
/// <param name="IsNew">False when the same file was read before.</param>
public sealed record InvoiceImportResult(string File, string? Id, int Rows, IReadOnlyList<string> Codes, bool IsNew);
