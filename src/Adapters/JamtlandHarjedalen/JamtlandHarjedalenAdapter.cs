using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.JamtlandHarjedalen;

/// <summary>Region Jämtland Härjedalen: a tab-separated "rapportuttag" with preamble and total row (formats/jamtland-harjedalen.md) and the råd and grupper (formats/LPO-STRUKTUR.md).</summary>
public sealed class JamtlandHarjedalenAdapter : IRegionAdapter
{
    private const int PreambleRows = 49; // the header stands within the first 50 rows
    private static readonly string[] StructureColumns = ["Typ", "Råd/grupp", "Överordnad", "Speglar"];

    /// <inheritdoc/>
    public string Id => "jamtland-harjedalen";

    /// <inheritdoc/>
    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct) =>
        DelimitedDelivery.Read(files, mapping, sink, ct, PreambleRows);

    /// <inheritdoc/>
    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct)
    {
        List<LocalGroup> groups = [];
        List<RowPosition> unreadable = [];
        foreach (var (row, values) in StructureTable.Read(content, "windows-1252", '\t', quotes: false, StructureColumns, ct))
        {
            if (values is [var kind, { Length: > 0 } name, var parent, var mirrors])
            {
                string[] areas = [.. mirrors.Split('/').Select(Names.Tidy).Where(area => area.Length > 0)];
                groups.Add(new(Names.Tidy(name), LocalCode: null, kind, parent.Length == 0 ? null : Names.Tidy(parent), ActsAsLpo: areas.Length > 0, areas));
            }
            else unreadable.Add(new(fileName, row));
        }
        return new(groups, unreadable);
    }
}
