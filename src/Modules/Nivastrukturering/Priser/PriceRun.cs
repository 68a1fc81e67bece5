using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>A delivery's contacts were priced anew with what was in force then (docs/adr/0030). Never changed; it stays when the delivery is undone.</summary>
internal sealed class PriceRun : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The seller.</summary>
    public required Owner Owner { get; init; }

    public required int DeliveryNo { get; init; }

    /// <summary>The delivery's, <c>2026-03</c>.</summary>
    public required string Period { get; init; }

    /// <summary>How many got another amount.</summary>
    public required long Contacts { get; init; }

    /// <summary>Σ of these before, öre.</summary>
    public required long ThenOre { get; init; }

    /// <summary>Σ of these after, öre.</summary>
    public required long NowOre { get; init; }

    /// <summary>Why; empty where none is asked for.</summary>
    public required string Reason { get; init; }

    public required DateTime At { get; init; }

    public required string By { get; init; }

    public long DifferenceOre => checked(NowOre - ThenOre);
}
