using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0008_Mappings")]
internal sealed class M0008_Mappings() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("seen_columns", Table("delivery"), schema: Schema, nullable: true);
        Create(migrationBuilder, "mapping_version", t => new
        {
            id = t.Column<Guid>(),
            region = t.Column<string>(maxLength: 40),
            number = t.Column<int>(),
            @base = t.Column<int>(),
            valid_from = t.Column<DateOnly>(),
            mapping_hash = t.Column<string>(maxLength: 64),
            changes = t.Column<string>(),
            saved_at = t.Column<DateTime>(),
            saved_by = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_mapping_version", c => c.id);
            t.UniqueConstraint("uq_mapping_version_number", c => new { c.region, c.number });
        });
    }
}
