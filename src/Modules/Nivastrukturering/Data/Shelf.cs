namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Holds the latest of one kind for every scope of the host, until what its stamp stands for changes (docs/adr/0032). For several threads.</summary>
internal sealed class Shelf<T>
    where T : class
{
    private volatile Held? _held;

    /// <summary>What was made when the stamp was the same; null when another is held, or none.</summary>
    public T? Find(string stamp) => _held is { } held && held.Stamp == stamp ? held.Value : null;

    /// <summary>Holds it instead of what was held.</summary>
    /// <param name="stamp">Read before what the value is made of: what changes meanwhile gives the next reader another.</param>
    /// <param name="value">Never changed afterwards.</param>
    public T Put(string stamp, T value)
    {
        _held = new(stamp, value);
        return value;
    }

    private sealed record Held(string Stamp, T Value);
}
