using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Mappings;

/// <summary>The names of the columns that a delivery's files had: what stands in a recognised header and can be a name, never a cell of a row.</summary>
internal static class SeenColumns
{
    private const string Hidden = "(dolt)";

    /// <summary>Looks at the beginning of each file.</summary>
    /// <returns>JSON object: kind of row → names in file order; null when no header is seen, as in XML.</returns>
    public static string? Of(DeliverySource source, DeliveryIdentity delivery, CancellationToken ct)
    {
        var seen = Look(source, delivery, ct).Where(file => file.Columns.Count > 0).ToDictionary(file => file.Kind.ToString(), Shown);
        return seen.Count == 0 ? null : JsonSerializer.Serialize(seen);
    }

    /// <summary>How the files stand to their mapping; empty when they cannot be looked at.</summary>
    public static IReadOnlyList<FileLayout> Look(DeliverySource source, DeliveryIdentity delivery, CancellationToken ct)
    {
        try
        {
            return LayoutLook.Of(new Files(source, delivery.Period), delivery.Mapping, ct);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or DeliveryRejectedException or SourceUnavailableException)
        {
            return []; // the reading of the delivery itself says what is wrong
        }
    }

    /// <summary>By kind of row; empty when nothing was seen.</summary>
    public static IReadOnlyDictionary<RowKind, IReadOnlyList<string>> Read(string? json) => json is null
        ? new Dictionary<RowKind, IReadOnlyList<string>>()
        : JsonSerializer.Deserialize<Dictionary<string, string[]>>(json)!.ToDictionary(kind => Enum.Parse<RowKind>(kind.Key), IReadOnlyList<string> (kind) => kind.Value);

    private static string[] Shown(FileLayout file) => [.. file.Columns.Where(column => column.Length > 0 && column != Hidden && !PersonNumber.IsIn(column)).Distinct(Names.Comparer)];

    private sealed class Files(DeliverySource source, string period) : DeliveryFiles
    {
        public override string Period => period;

        public override IReadOnlyList<string> Names => source.Names;

        public override Stream Open(string name) => source.Open(name);
    }
}
