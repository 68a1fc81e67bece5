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

    /// <summary>Reads the whole delivery with the adapter and tells of its layout and its first contacts.</summary>
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
/// <param name="Contacts">Contact rows that could be read.</param>
/// <param name="Broken">Structurally broken rows by code, in order of code.</param>
/// <param name="Warnings">Warnings about files, each once.</param>
/// <param name="Rejection">Why the delivery is rejected, or null.</param>
public sealed record DeliverySight(
    KnownDelivery Delivery, IReadOnlyList<FileLayout> Layouts, IReadOnlyList<SeenContact> Rows, long Contacts,
    IReadOnlyDictionary<string, long> Broken, IReadOnlyCollection<string> Warnings, DeliveryRejectedException? Rejection);

/// <summary>A contact as it is understood.</summary>
/// <param name="Position">Where it stood.</param>
/// <param name="Values">The values that are not empty, in the mapping's order.</param>
public sealed record SeenContact(RowPosition Position, IReadOnlyList<SeenValue> Values);

/// <summary>A value as it is understood.</summary>
/// <param name="Field">Which.</param>
/// <param name="Text">The common value: a date as YYYY-MM-DD, a code, kronor with two decimals. A person id is <c>********</c> wherever it stands.</param>
/// <param name="Code">The KST code that the value alone gives, or null. What needs the reference files (units, kommuner) is not judged.</param>
public sealed record SeenValue(Field Field, string Text, string? Code);
