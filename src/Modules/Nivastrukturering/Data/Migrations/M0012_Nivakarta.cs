using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0012_Nivakarta")]
internal sealed class M0012_Nivakarta() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "map_round", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            year = t.Column<int>(),
            catalogue_id = t.Column<Guid>(),
            last_day = t.Column<DateOnly>(),
            opened_at = t.Column<DateTime>(),
            opened_by = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_map_round", c => c.id);
            t.UniqueConstraint("uq_map_round_year", c => c.year);
        });

        Create(migrationBuilder, "map_item", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            round_id = t.Column<Guid>(),
            code = t.Column<string>(),
            name = t.Column<string>(),
            rpo = t.Column<string>(),
            answer = t.Column<string>(maxLength: 40),
            answered_at = t.Column<DateTime>(nullable: true),
            answered_by = t.Column<string>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_map_item", c => c.id);
            t.UniqueConstraint("uq_map_item", c => new { c.round_id, c.code });
            t.ForeignKey("fk_map_item_round", c => c.round_id, Table("map_round"), "id", Schema);
        });

        Create(migrationBuilder, "map_proposal", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            round_id = t.Column<Guid>(),
            code = t.Column<string>(),
            rpo = t.Column<string>(),
            wanted = t.Column<string>(),
            from_day = t.Column<DateOnly>(),
            reason = t.Column<string>(),
            made_at = t.Column<DateTime>(),
            made_by = t.Column<string>(),
            state = t.Column<string>(maxLength: 40),
            body = t.Column<string>(nullable: true),
            decided_on = t.Column<DateOnly>(nullable: true),
            dnr = t.Column<string>(nullable: true),
            why = t.Column<string>(nullable: true),
            closed_at = t.Column<DateTime>(nullable: true),
            closed_by = t.Column<string>(nullable: true),
            code_after = t.Column<string>(nullable: true),
            catalogue_id = t.Column<Guid>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_map_proposal", c => c.id);
            t.ForeignKey("fk_map_proposal_round", c => c.round_id, Table("map_round"), "id", Schema);
        });

        Create(migrationBuilder, "nhv_permit", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            area = t.Column<string>(),
            unit = t.Column<string>(),
            valid_from = t.Column<DateOnly>(),
            valid_to = t.Column<DateOnly>(nullable: true),
            decision = t.Column<string>(),
            is_example = t.Column<bool>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_nhv_permit", c => c.id);
            t.UniqueConstraint("uq_nhv_permit", c => new { c.area, c.unit, c.valid_from });
            t.CheckConstraint("ck_nhv_permit_period", "valid_to IS NULL OR valid_from <= valid_to");
        });

        Create(migrationBuilder, "nhv_application", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            area = t.Column<string>(),
            unit = t.Column<string>(),
            sent_on = t.Column<DateOnly>(),
            outcome = t.Column<string>(maxLength: 40),
            decided_on = t.Column<DateOnly>(nullable: true),
            decision = t.Column<string>(),
            is_example = t.Column<bool>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_nhv_application", c => c.id);
            t.UniqueConstraint("uq_nhv_application", c => new { c.area, c.unit, c.sent_on });
        });

        Create(migrationBuilder, "nhv_remiss", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            name = t.Column<string>(),
            dnr = t.Column<string>(),
            received_on = t.Column<DateOnly>(),
            last_day = t.Column<DateOnly>(),
            is_example = t.Column<bool>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_nhv_remiss", c => c.id);
            t.UniqueConstraint("uq_nhv_remiss", c => new { c.name, c.received_on });
            t.CheckConstraint("ck_nhv_remiss_period", "received_on <= last_day");
        });

        Create(migrationBuilder, "nhv_reply", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            remiss_id = t.Column<Guid>(),
            answered_on = t.Column<DateOnly>(),
            note = t.Column<string>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_nhv_reply", c => c.id);
            t.UniqueConstraint("uq_nhv_reply", c => new { c.remiss_id, c.owner });
        });
    }
}
