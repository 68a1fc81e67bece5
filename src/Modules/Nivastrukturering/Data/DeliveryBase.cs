using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>What a delivery's rows were checked against that nobody else has: needed when a row is checked again.</summary>
[NoOwner("It belongs to its delivery, which has one.")]
[AuditedAsCount]
internal sealed class DeliveryBase
{
    public required int DeliveryNo { get; init; }

    /// <summary>No contact may be later than this day.</summary>
    public required DateOnly Skapad { get; init; }

    /// <summary>The region's own unit table as JSON: key, HSA-id and MVO of each row, in file order.</summary>
    public required string Units { get; init; }

    /// <summary>The unit table.</summary>
    public IEnumerable<LocalUnitText> ReadUnits() => JsonSerializer.Deserialize<string[][]>(Units)!.Select(u => new LocalUnitText(u[0], u[1], u[2]));

    /// <summary>Writes one.</summary>
    public static void Write(BulkWriter to, int deliveryNo, DateOnly skapad, IEnumerable<LocalUnitText> units)
    {
        to.Whole(deliveryNo);
        to.Day(skapad);
        to.Text(JsonSerializer.Serialize(units.Select(u => (string[])[u.Key, u.HsaId, u.Mvo])));
        to.EndRow();
    }
}
