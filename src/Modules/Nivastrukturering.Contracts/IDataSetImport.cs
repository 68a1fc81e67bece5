using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Loads a whole data set (formats/EXPECTED.md): reference files, agreements, local structures, deliveries in order of arrival, fakturaunderlag.</summary>
public interface IDataSetImport
{
    /// <summary>Loads the set. Each part is atomic and safe to run again; a part that is refused ends the work, a delivery that is rejected does not.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="dryRun">True: check, read and count; write nothing. Deliveries are then judged each by itself.</param>
    /// <param name="progress">What is being done, in Swedish.</param>
    /// <param name="ct">Cancels between parts and inside a delivery.</param>
    /// <exception cref="DomainException">The folder is no data set, or a part is refused.</exception>
    Task<DataSetOutcome> Import(string folder, bool dryRun, IProgress<string>? progress, CancellationToken ct);
}

/// <summary>What came of a data set.</summary>
/// <param name="ReferenceFiles">New versions of reference files.</param>
/// <param name="Deliveries">In order of arrival: the key of the set, and how it ended.</param>
/// <param name="Documents">Fakturaunderlag, in order of file.</param>
public sealed record DataSetOutcome(int ReferenceFiles, IReadOnlyList<(string Key, DeliveryResult Result)> Deliveries, IReadOnlyList<InvoiceImportResult> Documents);
