using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Structure.Data.Migrations;

[DbContext(typeof(StructureDb))]
[Migration("0001_Structure")]
internal sealed class M0001_Structure() : ModuleMigration("structure")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "group", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            level = t.Column<string>(maxLength: 40),
            kind = t.Column<string>(maxLength: 40),
            name = t.Column<string>(),
            slug = t.Column<string>(),
            local_code = t.Column<string>(nullable: true),
            parent = t.Column<string>(nullable: true),
            status = t.Column<string>(nullable: true),
            valid_from = t.Column<DateOnly>(),
            valid_to = t.Column<DateOnly>(nullable: true),
            from_precision = t.Column<string>(maxLength: 40),
            source = t.Column<string>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_group", c => c.id);
            t.UniqueConstraint("uq_group_name", c => new { c.owner, c.kind, c.name, c.valid_from });
            t.CheckConstraint("ck_group_period", "valid_to IS NULL OR valid_from <= valid_to");
        });

        Create(migrationBuilder, "group_area", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            group_id = t.Column<Guid>(),
            position = t.Column<int>(),
            name = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_group_area", c => c.id);
            t.ForeignKey("fk_group_area_group", c => c.group_id, Table("group"), "id", Schema);
        });
        Index(migrationBuilder, "group_area", false, "group_id");

        Create(migrationBuilder, "mirror", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            lower_id = t.Column<Guid>(),
            upper_id = t.Column<Guid>(),
            position = t.Column<int>(),
            valid_from = t.Column<DateOnly>(),
            valid_to = t.Column<DateOnly>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_mirror", c => c.id);
            t.UniqueConstraint("uq_mirror", c => new { c.lower_id, c.upper_id, c.valid_from });
            t.ForeignKey("fk_mirror_lower", c => c.lower_id, Table("group"), "id", Schema);
            t.ForeignKey("fk_mirror_upper", c => c.upper_id, Table("group"), "id", Schema);
            t.CheckConstraint("ck_mirror_period", "valid_to IS NULL OR valid_from <= valid_to");
        });
        Index(migrationBuilder, "mirror", false, "upper_id");

        Create(migrationBuilder, "gap", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            rpo_id = t.Column<Guid>(),
            comment = t.Column<string>(),
            valid_from = t.Column<DateOnly>(),
            valid_to = t.Column<DateOnly>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_gap", c => c.id);
            t.UniqueConstraint("uq_gap", c => new { c.owner, c.rpo_id, c.valid_from });
            t.ForeignKey("fk_gap_rpo", c => c.rpo_id, Table("group"), "id", Schema);
            t.CheckConstraint("ck_gap_period", "valid_to IS NULL OR valid_from <= valid_to");
        });

        Create(migrationBuilder, "local_name", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            name = t.Column<string>(),
            rpo = t.Column<string>(),
            position = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_local_name", c => c.id);
            t.UniqueConstraint("uq_local_name", c => new { c.owner, c.position });
        });

        Create(migrationBuilder, "lineage", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            kind = t.Column<string>(maxLength: 40),
            from_id = t.Column<Guid>(),
            to_id = t.Column<Guid>(),
            date = t.Column<DateOnly>(),
            precision = t.Column<string>(maxLength: 40),
        }, t =>
        {
            t.PrimaryKey("pk_lineage", c => c.id);
            t.UniqueConstraint("uq_lineage", c => new { c.from_id, c.to_id });
            t.ForeignKey("fk_lineage_from", c => c.from_id, Table("group"), "id", Schema);
            t.ForeignKey("fk_lineage_to", c => c.to_id, Table("group"), "id", Schema);
        });
    }
}
