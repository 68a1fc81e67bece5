using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0016_CostContent")]
internal sealed class M0016_CostContent() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder, "cost_content", t => new
    {
        id = t.Column<Guid>(),
        owner = t.Column<string>(maxLength: 3),
        part = t.Column<string>(maxLength: 40),
        is_inside = t.Column<bool>(),
        note = t.Column<string>(maxLength: 200),
        at = t.Column<DateTime>(),
        by = t.Column<string>(),
    }, t => t.PrimaryKey("pk_cost_content", c => c.id));
}
