using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Structure.Contracts;

/// <summary>Loads a region's LPO structure file through the region's adapter.</summary>
public interface IStructureImport
{
    /// <summary>Reads the file and makes the structure agree with it from a day on. The same file again changes nothing.</summary>
    /// <param name="region">Whose structure; the adapter is found by its key.</param>
    /// <param name="content">The file from its first byte.</param>
    /// <param name="fileName">Its bare name, for messages and as source.</param>
    /// <param name="day">The first day on which what is new is valid.</param>
    /// <param name="dryRun">True: read and count, write nothing.</param>
    /// <param name="ct">Cancels before the commit.</param>
    Task<StructureImportOutcome> Import(Region region, Stream content, string fileName, DateOnly day, bool dryRun, CancellationToken ct);
}

/// <summary>Loads the table of local names (lpo-mappning.csv).</summary>
public interface ILocalNameImport
{
    /// <summary>Replaces the rows of each region in the file that this host may write for; a broken row refuses the whole.</summary>
    Task<StructureImportOutcome> Import(Stream content, string fileName, DateOnly day, bool dryRun, CancellationToken ct);
}

/// <summary>What a structure import did.</summary>
/// <param name="Added">Groups or rows that are new.</param>
/// <param name="Changed">Groups whose sub-areas or state changed.</param>
/// <param name="Ended">Groups or rows that are no longer in the file.</param>
/// <param name="Unreadable">Swedish, one per line of the file that belongs to nothing.</param>
public sealed record StructureImportOutcome(int Added, int Changed, int Ended, IReadOnlyList<string> Unreadable);
