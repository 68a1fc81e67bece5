using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0015_VolumesAndPoints")]
internal sealed class M0015_VolumesAndPoints() : ModuleMigration("nivastrukturering")
{
    private const string Key = "delivery_no, home_region, region, hospital, level, service, rpo, price_rule";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var cells = Table("volume_cell");
        foreach (var column in new[] { "outside", "weight_contacts", "kpp_contacts", "point_contacts", "point_weight", "point_kpp_ore" }) migrationBuilder.AddColumn<long>(column, cells, schema: Schema, nullable: false, defaultValue: 0L);

        // What was imported before has its sums made anew from its contacts.
        migrationBuilder.Sql($"DELETE FROM {Sql("volume_cell")}");
        migrationBuilder.Sql($"""
            INSERT INTO {Sql("volume_cell")} ({Key}, contacts, amount_ore, weight, kpp_ore, outside, weight_contacts, kpp_contacts, point_contacts, point_weight, point_kpp_ore)
            SELECT {Key}, count(*), CAST(sum(amount_ore) AS bigint), CAST(coalesce(sum(weight), 0) AS bigint), CAST(coalesce(sum(kpp_ore), 0) AS bigint),
                count(*) FILTER (WHERE outside_unit), count(weight), count(kpp_ore), count(weight) FILTER (WHERE kpp_ore IS NOT NULL),
                CAST(coalesce(sum(weight) FILTER (WHERE kpp_ore IS NOT NULL), 0) AS bigint), CAST(coalesce(sum(kpp_ore) FILTER (WHERE weight IS NOT NULL), 0) AS bigint)
            FROM {Sql("contact")} GROUP BY {Key}
            """);
    }
}
