using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>Reads deliveries of vårdkontakter into the host (formats/VARDKONTAKT.md, "Deliveries").</summary>
public interface IDeliveryImport
{
    /// <summary>Reads one delivery: whole or not at all. The same delivery again changes nothing.</summary>
    /// <param name="input">The files, opened once.</param>
    /// <param name="options">Where it comes from, and what differs from the host's settings.</param>
    /// <param name="progress">Contact rows read so far, now and then; null = nobody asks.</param>
    /// <param name="ct">Cancels; nothing is kept.</param>
    /// <exception cref="NotOwnerException">The host or the user may not write for the delivering region.</exception>
    /// <exception cref="JobRunningException">The region's month is being read in by another.</exception>
    /// <exception cref="AdapterUnavailableException">The region's adapter is missing, switched off, or failed.</exception>
    /// <exception cref="SourceUnavailableException">A file could not be reached; a retry may help.</exception>
    Task<DeliveryResult> Import(DeliveryInput input, DeliveryOptions options, IProgress<long>? progress = null, CancellationToken ct = default);

    /// <summary>Where the deliveries came from that are in force, or were and have been undone: the <see cref="DeliveryOptions.Source"/> of each.</summary>
    Task<IReadOnlySet<string>> SourcesRead(CancellationToken ct = default);

    /// <summary>Swedish name of a KST code and what to do about it.</summary>
    (string Name, string Remedy) Explain(string code);
}

/// <summary>Where a delivery's files are: a folder, a zip or some files on disk, or an upload in memory. Nothing is ever unpacked to disk.</summary>
public sealed class DeliveryInput
{
    private DeliveryInput(IReadOnlyList<string> paths) => Paths = paths;

    private DeliveryInput(IReadOnlyDictionary<string, Func<Stream>> files) => (Paths, Files) = ([], files);

    /// <summary>A folder, a zip, or files of one delivery; empty for an upload.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Of an upload: bare names, and what opens each from its first byte, as often as asked. Null for paths.</summary>
    public IReadOnlyDictionary<string, Func<Stream>>? Files { get; }

    /// <summary>What a path points at: a folder, a zip or one file.</summary>
    public static DeliveryInput OfPath(string path) => new([path]);

    /// <summary>Files that lie among others.</summary>
    public static DeliveryInput OfPaths(IReadOnlyList<string> paths) => new(paths);

    /// <summary>An upload that is held in memory.</summary>
    public static DeliveryInput OfMemory(IReadOnlyDictionary<string, byte[]> files) => OfMemory(files.ToDictionary(f => f.Key, f => new Func<Stream>(() => new MemoryStream(f.Value, writable: false))));

    /// <summary>An upload that is held in memory in a form of its own.</summary>
    public static DeliveryInput OfMemory(IReadOnlyDictionary<string, Func<Stream>> files) => new(files);
}

/// <summary>What a sender says of a delivery.</summary>
/// <param name="Source">Where it comes from, for people and answer keys: <c>norrbotten/2026-03</c>.</param>
public sealed record DeliveryOptions(string Source)
{
    /// <summary>Under which region a delivery is noted whose own region can't be read; null = it is not noted.</summary>
    public Region? Sender { get; init; }

    /// <summary>True: a delivery of another region than <see cref="Sender"/> is refused as not the sender's.</summary>
    public bool OfSenderAlone { get; init; }

    /// <summary>Who brings it, where that is not the user: <c>inkorgen</c>.</summary>
    public string? BroughtBy { get; init; }

    /// <summary>True: read and count, write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// True: a delivery of which no contact could be read replaces what is in force all the same. The formats know no such refusal (docs/formats/VALIDERING.md:
    /// many quarantined rows only ask the user), so this is the user's answer; a prepared data set asks nobody.
    /// </summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The day of arrival; today when null.</summary>
    public DateOnly? Arrival { get; init; }

    /// <summary>Folder with the layouts to use instead of the host's own; null = the host's.</summary>
    public string? MappingFolder { get; init; }

    /// <summary>Key of the pseudonyms instead of the host's own; only in the demonstration. Null = the host's.</summary>
    public byte[]? PseudonymKey { get; init; }

    /// <summary>True: judged as if nothing were in force. With <see cref="DryRun"/> only.</summary>
    public bool IntoEmptySystem { get; init; }
}
