using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Holds the latest control for every scope of the host, until what its stamp stands for changes: documents, deliveries, reference files, re-pricings and rules switched off.</summary>
internal sealed class InvoiceShelf
{
    private volatile Held? _held;

    /// <summary>The control of what the stamp stands for; null when another is held, or none.</summary>
    public ControlOutcome? Find(string stamp) => _held is { } held && held.Stamp == stamp ? held.Outcome : null;

    public ControlOutcome Put(string stamp, ControlOutcome outcome)
    {
        _held = new(stamp, outcome);
        return outcome;
    }

    private sealed record Held(string Stamp, ControlOutcome Outcome);
}
