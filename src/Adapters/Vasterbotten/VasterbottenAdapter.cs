using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Vasterbotten;

/// <summary>Region Västerbotten: contacts, diagnoses, procedures and units in four CSV files (formats/vasterbotten.md) and the LPO as bullet text (formats/LPO-STRUKTUR.md).</summary>
public sealed class VasterbottenAdapter : IRegionAdapter
{
    /// <inheritdoc/>
    public string Id => "vasterbotten";

    /// <inheritdoc/>
    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct) =>
        DelimitedDelivery.Read(files, mapping, sink, ct);

    /// <inheritdoc/>
    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct) => BulletText.Read(content, fileName, ct);
}
