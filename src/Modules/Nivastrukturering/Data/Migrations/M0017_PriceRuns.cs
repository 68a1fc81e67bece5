using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0017_PriceRuns")]
internal sealed class M0017_PriceRuns() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder, "price_run", t => new
    {
        id = t.Column<Guid>(),
        owner = t.Column<string>(maxLength: 3),
        delivery_no = t.Column<int>(),
        period = t.Column<string>(maxLength: 7),
        contacts = t.Column<long>(),
        then_ore = t.Column<long>(),
        now_ore = t.Column<long>(),
        reason = t.Column<string>(maxLength: 500),
        at = t.Column<DateTime>(),
        by = t.Column<string>(),
    }, t => t.PrimaryKey("pk_price_run", c => c.id));
}
