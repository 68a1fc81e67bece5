using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Structure.Data.Migrations;

[DbContext(typeof(StructureDb))]
[Migration("0002_MapChange")]
internal sealed class M0002_MapChange() : ModuleMigration("structure")
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder, "map_change", t => new
    {
        id = t.Column<Guid>(),
        owner = t.Column<string>(maxLength: 3),
        at = t.Column<DateTime>(),
        cells = t.Column<string>(),
        created = t.Column<string>(),
    }, t => t.PrimaryKey("pk_map_change", c => c.id));
}
