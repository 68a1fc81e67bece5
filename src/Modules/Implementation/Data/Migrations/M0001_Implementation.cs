using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Implementation.Data.Migrations;

[DbContext(typeof(ImplementationDb))]
[Migration("0001_Implementation")]
internal sealed class M0001_Implementation() : ModuleMigration("implementation")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "vardforlopp", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            name = t.Column<string>(),
            npo = t.Column<string>(),
            slug = t.Column<string>(),
            valid_from = t.Column<DateOnly>(),
            valid_to = t.Column<DateOnly>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_vardforlopp", c => c.id);
            t.UniqueConstraint("uq_vardforlopp_slug", c => new { c.slug, c.valid_from });
            t.CheckConstraint("ck_vardforlopp_period", "valid_to IS NULL OR valid_from <= valid_to");
        });

        Create(migrationBuilder, "step", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            position = t.Column<int>(),
            name = t.Column<string>(),
            progress = t.Column<int>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_step", c => c.id);
            t.UniqueConstraint("uq_step_position", c => c.position);
            t.CheckConstraint("ck_step_progress", "progress IS NULL OR progress BETWEEN 0 AND 4");
        });

        Create(migrationBuilder, "region_state", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            vardforlopp_id = t.Column<Guid>(),
            step_id = t.Column<Guid>(),
            since = t.Column<DateOnly>(),
            hinder = t.Column<string>(maxLength: 40),
            comment = t.Column<string>(),
            source = t.Column<string>(),
            valid_from = t.Column<DateOnly>(),
            valid_to = t.Column<DateOnly>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_region_state", c => c.id);
            t.UniqueConstraint("uq_region_state", c => new { c.owner, c.vardforlopp_id, c.valid_from });
            t.ForeignKey("fk_region_state_vardforlopp", c => c.vardforlopp_id, Table("vardforlopp"), "id", Schema);
            t.ForeignKey("fk_region_state_step", c => c.step_id, Table("step"), "id", Schema);
            t.CheckConstraint("ck_region_state_period", "valid_to IS NULL OR valid_from <= valid_to");
        });
        Index(migrationBuilder, "region_state", false, "vardforlopp_id");
    }
}
