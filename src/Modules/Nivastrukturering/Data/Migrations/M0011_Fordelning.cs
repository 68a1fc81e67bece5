using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0011_Fordelning")]
internal sealed class M0011_Fordelning() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "sharing", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            kind = t.Column<string>(maxLength: 40),
            name = t.Column<string>(),
            year = t.Column<int>(),
        }, t => t.PrimaryKey("pk_sharing", c => c.id));

        Create(migrationBuilder, "sharing_edition", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            sharing_id = t.Column<Guid>(),
            number = t.Column<int>(),
            input = t.Column<string>(),
            result = t.Column<string>(),
            digest = t.Column<string>(maxLength: 64),
            saved_at = t.Column<DateTime>(),
            saved_by = t.Column<string>(),
            approved_at = t.Column<DateTime>(nullable: true),
            approved_by = t.Column<string>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_sharing_edition", c => c.id);
            t.UniqueConstraint("uq_sharing_edition", c => new { c.sharing_id, c.number });
            t.ForeignKey("fk_sharing_edition_sharing", c => c.sharing_id, Table("sharing"), "id", Schema);
            t.CheckConstraint("ck_sharing_edition_two", "approved_by IS NULL OR approved_by <> saved_by");
        });
    }
}
