using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Loads reference files: unit register, catalogue, price lists, agreements … Each file is a version; the newest of its name is in force.</summary>
public interface IReferenceImport
{
    /// <summary>True for a name that this module loads; <c>lpo-mappning.csv</c> is the structure's.</summary>
    bool Knows(string fileName);

    /// <summary>Checks the file and takes it into use. The same bytes again change nothing.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="fileName">Its bare name, which tells the kind.</param>
    /// <param name="dryRun">True: check only.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>True when it is a new version, false when it was in force already.</returns>
    /// <exception cref="ReferenceRejectedException">The file has errors; the former stays in use.</exception>
    /// <exception cref="NotOwnerException">The file belongs to another owner.</exception>
    Task<bool> Import(Stream content, string fileName, bool dryRun, CancellationToken ct);
}

/// <summary>A reference file is refused whole.</summary>
/// <param name="message">Swedish: the first errors, with row and column.</param>
/// <param name="codes">PRI-, NIV-, AVT- and REF-codes, each once, sorted.</param>
public sealed class ReferenceRejectedException(string message, IReadOnlyList<string> codes) : DomainException("reference.rejected", message)
{
    /// <summary>Each code once, sorted.</summary>
    public IReadOnlyList<string> Codes { get; } = codes;
}
