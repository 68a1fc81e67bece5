using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Vasternorrland;

/// <summary>Region Västernorrland: contacts as XML (formats/vasternorrland.md) and the LPO as a JSON tree (formats/LPO-STRUKTUR.md).</summary>
public sealed class VasternorrlandAdapter : IRegionAdapter
{
    /// <inheritdoc/>
    public string Id => "vasternorrland";

    /// <inheritdoc/>
    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct)
    {
        var file = mapping.FileName("kontakt", files.Period) ?? throw new NotSupportedException($"Mappningen {mapping.Region}-v{mapping.Version} har ingen fil för kontakt.");
        using var content = files.Open(file);
        new XmlDelivery(file, files.Period, mapping, sink, ct).Read(content);
    }

    /// <inheritdoc/>
    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct) => JsonTree.Read(content, ct);
}
