using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0002_VolumeCells")]
internal sealed class M0002_VolumeCells() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder, "volume_cell", t => new
    {
        delivery_no = t.Column<int>(),
        home_region = t.Column<string>(maxLength: 2),
        region = t.Column<string>(maxLength: 2),
        hospital = t.Column<string>(),
        level = t.Column<int>(),
        service = t.Column<string>(),
        rpo = t.Column<string>(),
        price_rule = t.Column<short>(),
        contacts = t.Column<long>(),
        amount_ore = t.Column<long>(),
        weight = t.Column<long>(),
        kpp_ore = t.Column<long>(),
    }, t => t.PrimaryKey("pk_volume_cell", c => new { c.delivery_no, c.home_region, c.region, c.hospital, c.level, c.service, c.rpo, c.price_rule }));
}
