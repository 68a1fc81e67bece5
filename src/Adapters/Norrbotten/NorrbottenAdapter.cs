using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Norrbotten;

/// <summary>Region Norrbotten: one wide CSV (formats/norrbotten.md) and the LPO as CSV (formats/LPO-STRUKTUR.md).</summary>
public sealed class NorrbottenAdapter : IRegionAdapter
{
    private static readonly string[] StructureColumns = ["LPO-kod", "LPO-namn", "NPO-namn", "Status"];

    /// <inheritdoc/>
    public string Id => "norrbotten";

    /// <inheritdoc/>
    public void Read(DeliveryFiles files, Mapping mapping, IContactSink sink, CancellationToken ct) =>
        DelimitedDelivery.Read(files, mapping, sink, ct);

    /// <inheritdoc/>
    public LocalStructure ReadStructure(Stream content, string fileName, CancellationToken ct)
    {
        List<LocalGroup> groups = [];
        List<RowPosition> unreadable = [];
        foreach (var (row, values) in StructureTable.Read(content, "utf-8", ';', quotes: true, StructureColumns, ct))
        {
            if (values is [var code, { Length: > 0 } name, var npo, var status])
                groups.Add(new(Names.Tidy(name), OrNull(code), "LPO", Parent: null, ActsAsLpo: true, npo.Length == 0 ? [] : [Names.Tidy(npo)], OrNull(status)));
            else unreadable.Add(new(fileName, row));
        }
        return new(groups, unreadable);

        static string? OrNull(string value) => value.Length == 0 ? null : value;
    }
}
