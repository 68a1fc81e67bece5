using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kalmar;

/// <summary>Region Kalmar län (a made-up layout): contacts separated by commas with a decimal point, the LPO as JSON.</summary>
public sealed class KalmarAdapter : IRegionAdapter
{
    /// <inheritdoc/>
    public string Id => "kalmar";

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
            List<LocalGroup> groups = [];
            foreach (var area in document.RootElement.GetProperty("programomraden").EnumerateArray())
            {
                string[] mirrors = [.. area.GetProperty("motsvarar").EnumerateArray().Select(name => Names.Tidy(name.GetString()!))];
                groups.Add(new(Names.Tidy(area.GetProperty("rubrik").GetString()!), area.GetProperty("id").GetString(), "LPO", Parent: null, ActsAsLpo: true, mirrors));
            }
            return new(groups, []);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new StructureRejectedException("LPO-002", 0, "Filen ska vara JSON med listan programomraden, där varje post har id, rubrik och motsvarar.");
        }
    }
}
