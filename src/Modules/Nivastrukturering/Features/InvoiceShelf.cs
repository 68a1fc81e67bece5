using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Holds the latest control for every scope of the host, until a document, a delivery or a reference file changes.</summary>
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
