using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>The deliveries seen from their adapters.</summary>
public interface IRegionDeliveries
{
    /// <summary>The last delivery of each region that has sent one, and the last that its layout refused.</summary>
    Task<IReadOnlyDictionary<Region, LastDelivery>> Last(CancellationToken ct);
}

/// <summary>A region's last delivery.</summary>
/// <param name="Id">Where it is shown: <c>/administration/import/{Id}</c>.</param>
/// <param name="Month"><c>mars 2026</c>.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Drift">The last delivery refused by KST-202 or KST-203, with what was seen in Swedish; null when there is none later than the last that was read in.</param>
public sealed record LastDelivery(Guid Id, string Month, DateTime ReceivedAt, DeliveryStatus Status, (Guid Id, string Told)? Drift)
{
    /// <summary>Columns of the last delivery with a header that its mapping neither reads nor knows; empty when the mapping does not list what it knows.</summary>
    public IReadOnlyList<string> NewColumns { get; init; } = [];
}
