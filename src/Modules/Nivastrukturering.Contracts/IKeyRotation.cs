using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Changes the key of the pseudonyms: reads the files again that they were made from, with both keys in memory (docs/adr/0022).</summary>
public interface IKeyRotation
{
    /// <summary>Gives every stored pseudonym its new value and forgets the old key; goes on with a rotation that was interrupted.</summary>
    /// <param name="places">Folders, with what is in them, and zips to look for the files in, besides the inbox and its archive.</param>
    /// <param name="dryRun">True: find the files, change nothing.</param>
    /// <param name="progress">Swedish lines for people; null = nobody reads them.</param>
    /// <param name="ct">Cancels between two deliveries; the next run goes on.</param>
    /// <exception cref="Kunskapsstyrning.Adapters.Sdk.SourceUnavailableException">Files are missing: nothing was changed by this run, and the message tells which.</exception>
    /// <exception cref="JobRunningException">Another process rotates the key.</exception>
    /// <exception cref="DomainException"><c>key.foreign</c>: something was made with another key than the host's; nothing is changed.
    /// <c>key.rows-left</c>: the files do not account for a delivery's pseudonyms; it is as it was, and those before it are done.</exception>
    Task<KeyRotationOutcome> Run(IReadOnlyList<string> places, bool dryRun, IProgress<string>? progress, CancellationToken ct);
}

/// <summary>What a run came to; of a dry run what it would read.</summary>
/// <param name="Deliveries">Whose files were read again.</param>
/// <param name="Documents">Fakturaunderlag that were read again.</param>
/// <param name="Pseudonyms">Rows that got a new one; 0 in a dry run.</param>
/// <param name="WasUnderWay">True when it went on with a rotation that was interrupted.</param>
public sealed record KeyRotationOutcome(int Deliveries, int Documents, long Pseudonyms, bool WasUnderWay);
