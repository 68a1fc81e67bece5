namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>A delivery whose files are made by the test.</summary>
/// <param name="period"><c>YYYY-MM</c>.</param>
/// <param name="files">Bare names, and what opens each file from its first byte.</param>
public sealed class MemoryDelivery(string period, IReadOnlyDictionary<string, Func<Stream>> files) : DeliveryFiles
{
    /// <summary>A delivery of files that are in memory.</summary>
    /// <param name="period"><c>YYYY-MM</c>.</param>
    /// <param name="files">Bare names and content.</param>
    public MemoryDelivery(string period, IReadOnlyDictionary<string, byte[]> files)
        : this(period, files.ToDictionary(file => file.Key, file => (Func<Stream>)(() => new MemoryStream(file.Value, writable: false)), StringComparer.Ordinal))
    {
    }

    /// <inheritdoc/>
    public override string Period => period;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. files.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public override Stream Open(string name) =>
        files.TryGetValue(name, out var open) ? open() : throw new DeliveryRejectedException("KST-201", name, "Filen saknas.");
}
