using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace MallAdapter;

/// <summary>Region Mallregionen: contacts as delimited text, layout in mappning/, and the LPO as a JSON list.</summary>
public sealed class MallAdapterAdapter : IRegionAdapter
{
    /// <inheritdoc/>
    public string Id => "mall-region";

    /// <inheritdoc/>
    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct) =>
        DelimitedDelivery.Read(files, mapping, sink, ct);

    /// <inheritdoc/>
    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            using var document = JsonDocument.Parse(content);
            return new([.. document.RootElement.GetProperty("lpo").EnumerateArray().Select(Group)], []);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new StructureRejectedException("LPO-002", 0, "Filen ska vara JSON med en lista lpo, där varje post har namn, kod och speglar.");
        }
    }

    private static LocalGroup Group(JsonElement lpo) => new(
        Names.Tidy(lpo.GetProperty("namn").GetString()!),
        lpo.GetProperty("kod").GetString(),
        Kind: "LPO",
        Parent: null,
        ActsAsLpo: true,
        Mirrors: [.. lpo.GetProperty("speglar").EnumerateArray().Select(area => Names.Tidy(area.GetString()!))]);
}
