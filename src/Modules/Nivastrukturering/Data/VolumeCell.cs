using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>
/// What a delivery's contacts sum to, per home region, performing hospital, service and rule: what the cost map adds up.
/// The exact answer is always the contacts'; these are their sums, made in the same import (docs/adr/0012).
/// </summary>
[NoOwner("It belongs to its delivery, which has one.")]
[AuditedAsCount]
internal sealed class VolumeCell
{
    public required int DeliveryNo { get; init; }

    /// <summary>Län code, or empty.</summary>
    public required string HomeRegion { get; init; }

    /// <summary>The performing region's län code.</summary>
    public required string Region { get; init; }

    /// <summary>Sjukhuskod, or empty.</summary>
    public required string Hospital { get; init; }

    /// <summary>1–4.</summary>
    public required int Level { get; init; }

    /// <summary>The catalogue's service, or empty.</summary>
    public required string Service { get; init; }

    public required string Rpo { get; init; }

    public required PriceRule PriceRule { get; init; }

    public required long Contacts { get; init; }

    public required long AmountOre { get; init; }

    /// <summary>Σ of the weights that are given, whole ten-thousandths.</summary>
    public required long Weight { get; init; }

    /// <summary>Σ of the KPP that are given, öre.</summary>
    public required long KppOre { get; init; }

    /// <summary>Contacts that were given outside the units that are decided for the service.</summary>
    public required long Outside { get; init; }

    /// <summary>Contacts whose weight is given.</summary>
    public required long WeightContacts { get; init; }

    /// <summary>Contacts whose KPP is given.</summary>
    public required long KppContacts { get; init; }

    /// <summary>Contacts that have both: what a cost per DRG point is of.</summary>
    public required long PointContacts { get; init; }

    /// <summary>Σ of their weights, whole ten-thousandths.</summary>
    public required long PointWeight { get; init; }

    /// <summary>Σ of their KPP, öre.</summary>
    public required long PointKppOre { get; init; }

    private const string Key = "delivery_no, home_region, region, hospital, level, service, rpo, price_rule";

    /// <summary>Adds contacts of the database on top of what the cells hold already.</summary>
    /// <param name="cells">The cells' table.</param>
    /// <param name="contacts">The table that holds the contacts.</param>
    /// <param name="range">The condition that picks them.</param>
    public static string AddSql(string cells, string contacts, string range) => $"""
        INSERT INTO {cells} AS cell ({Key}, contacts, amount_ore, weight, kpp_ore, outside, weight_contacts, kpp_contacts, point_contacts, point_weight, point_kpp_ore)
        SELECT {Key}, count(*), CAST(sum(amount_ore) AS bigint), CAST(coalesce(sum(weight), 0) AS bigint), CAST(coalesce(sum(kpp_ore), 0) AS bigint),
            count(*) FILTER (WHERE outside_unit), count(weight), count(kpp_ore), count(weight) FILTER (WHERE kpp_ore IS NOT NULL),
            CAST(coalesce(sum(weight) FILTER (WHERE kpp_ore IS NOT NULL), 0) AS bigint), CAST(coalesce(sum(kpp_ore) FILTER (WHERE weight IS NOT NULL), 0) AS bigint)
        FROM {contacts} WHERE {range} GROUP BY {Key}
        ON CONFLICT ({Key}) DO UPDATE SET contacts = cell.contacts + excluded.contacts, amount_ore = cell.amount_ore + excluded.amount_ore,
            weight = cell.weight + excluded.weight, kpp_ore = cell.kpp_ore + excluded.kpp_ore, outside = cell.outside + excluded.outside,
            weight_contacts = cell.weight_contacts + excluded.weight_contacts, kpp_contacts = cell.kpp_contacts + excluded.kpp_contacts,
            point_contacts = cell.point_contacts + excluded.point_contacts, point_weight = cell.point_weight + excluded.point_weight, point_kpp_ore = cell.point_kpp_ore + excluded.point_kpp_ore
        """;

    public static void Map(ModelBuilder model) => model.Entity<VolumeCell>(e =>
    {
        e.HasKey(c => new { c.DeliveryNo, c.HomeRegion, c.Region, c.Hospital, c.Level, c.Service, c.Rpo, c.PriceRule });
        e.Property(c => c.PriceRule).HasConversion<short>();
    });
}
