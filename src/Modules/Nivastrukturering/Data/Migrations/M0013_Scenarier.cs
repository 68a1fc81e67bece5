using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0013_Scenarier")]
internal sealed class M0013_Scenarier() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "saved_scenario", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            name = t.Column<string>(),
            report_year = t.Column<int>(nullable: true),
            version = t.Column<int>(),
        }, t => t.PrimaryKey("pk_saved_scenario", c => c.id));

        Create(migrationBuilder, "scenario_edition", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            scenario_id = t.Column<Guid>(),
            number = t.Column<int>(),
            input = t.Column<string>(),
            result = t.Column<string>(),
            digest = t.Column<string>(maxLength: 64),
            saved_at = t.Column<DateTime>(),
            saved_by = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_scenario_edition", c => c.id);
            t.UniqueConstraint("uq_scenario_edition", c => new { c.scenario_id, c.number });
            t.ForeignKey("fk_scenario_edition_saved_scenario", c => c.scenario_id, Table("saved_scenario"), "id", Schema);
        });
    }
}
