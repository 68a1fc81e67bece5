using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Kernel;

/// <summary>Looks at a delivery without reading it in: needs no database and keeps nothing.</summary>
public interface IDeliveryLook
{
    /// <summary>Finds out the delivery's month and layout, before any row is read.</summary>
    /// <param name="adapters">Where the region's mappings are.</param>
    /// <param name="region">Whose delivery it must be.</param>
    /// <param name="paths">A folder, a zip, or files.</param>
    /// <param name="ct">Cancels later readings of the files.</param>
    /// <exception cref="DeliveryRejectedException">KST-209, KST-212, or KST-201 when the path is not there.</exception>
    KnownDelivery Know(IAdapterDirectory adapters, Region region, IReadOnlyList<string> paths, CancellationToken ct);

    /// <summary>Reads the whole delivery with the adapter and the checks of the import, but for what needs a register, and tells of its layout, its codes and its first contacts.</summary>
    /// <param name="adapters">Where the adapter and its mappings are.</param>
    /// <param name="region">Whose delivery it must be.</param>
    /// <param name="paths">A folder, a zip, or files.</param>
    /// <param name="rows">How many contacts are shown.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeliveryRejectedException">As <see cref="Know"/>; a later rejection is in <see cref="DeliverySight.Rejection"/>.</exception>
    /// <exception cref="AdapterUnavailableException">It is missing, switched off, or failed.</exception>
    /// <exception cref="DomainException">The mapping holds something that the common model does not have.</exception>
    DeliverySight Look(IAdapterDirectory adapters, Region region, IReadOnlyList<string> paths, int rows, CancellationToken ct);
}

/// <summary>What a delivery is.</summary>
/// <param name="Period"><c>YYYY-MM</c>.</param>
/// <param name="Mapping">The layout's version that is valid for it.</param>
/// <param name="Files">The files.</param>
public sealed record KnownDelivery(string Period, Mapping Mapping, DeliveryFiles Files);

/// <summary>What was seen of a delivery. No person id stands in any of it.</summary>
/// <param name="Delivery">What it is.</param>
/// <param name="Layouts">The headers, file by file; empty for XML.</param>
/// <param name="Rows">The first contacts.</param>
/// <param name="Counts">How all rows were judged, by the checks of the import; all 0 when a file is misread (<see cref="FileLayout.IsMisread"/>): nothing of it would mean anything.</param>
/// <param name="Notes">Swedish: what the codes are about, a sentence each.</param>
/// <param name="Warnings">Warnings about files, each once.</param>
/// <param name="Rejection">Why the delivery is rejected, or null.</param>
public sealed record DeliverySight(
    KnownDelivery Delivery, IReadOnlyList<FileLayout> Layouts, IReadOnlyList<SeenContact> Rows, SeenCounts Counts,
    IReadOnlyList<string> Notes, IReadOnlyCollection<string> Warnings, DeliveryRejectedException? Rejection);

/// <summary>Rows of a delivery as the import would judge them; what needs the reference files (units, kommuner) is not judged.</summary>
/// <param name="Accepted">Contacts without errors.</param>
/// <param name="Quarantined">Contacts with errors.</param>
/// <param name="Codes">Contacts by error code, in order of code.</param>
/// <param name="ContactWarnings">Accepted contacts by warning.</param>
/// <param name="Details">Diagnosis and procedure rows by their own code.</param>
/// <param name="Read">Readable rows by kind.</param>
public sealed record SeenCounts(
    long Accepted, long Quarantined, IReadOnlyDictionary<string, long> Codes, IReadOnlyDictionary<string, long> ContactWarnings,
    IReadOnlyDictionary<string, long> Details, IReadOnlyDictionary<RowKind, long> Read);

/// <summary>A contact as it is understood.</summary>
/// <param name="Position">Where it stood.</param>
/// <param name="Values">The values that are not empty, or are missing though they must be there, in the mapping's order; then diagnoses and procedures.</param>
public sealed record SeenContact(RowPosition Position, IReadOnlyList<SeenValue> Values);

/// <summary>A value as it is understood.</summary>
/// <param name="Field">Which.</param>
/// <param name="Text">The common value: a date as YYYY-MM-DD, a code, kronor with two decimals. A person id is <c>********</c> wherever it stands, and what may be a free text is not shown.</param>
/// <param name="Code">The first KST code that is about the value, or null.</param>
public sealed record SeenValue(Field Field, string Text, string? Code);
