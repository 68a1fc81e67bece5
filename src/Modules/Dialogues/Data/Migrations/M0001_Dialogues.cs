using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Dialogues.Data.Migrations;

[DbContext(typeof(DialoguesDb))]
[Migration("0001_Dialogues")]
internal sealed class M0001_Dialogues() : ModuleMigration("dialogues")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "round", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            year = t.Column<int>(),
            kind = t.Column<string>(maxLength: 40),
            opens = t.Column<DateOnly>(nullable: true),
            closes = t.Column<DateOnly>(nullable: true),
            when = t.Column<string>(),
            text = t.Column<string>(),
            is_example = t.Column<bool>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_round", c => c.id);
            t.UniqueConstraint("uq_round", c => new { c.year, c.kind });
            t.CheckConstraint("ck_round_days", "opens <= closes");
        });

        Create(migrationBuilder, "round_group", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            round_id = t.Column<Guid>(),
            name = t.Column<string>(),
            slug = t.Column<string>(),
            state = t.Column<string>(maxLength: 40),
            why = t.Column<string>(),
            saved_at = t.Column<DateTime>(nullable: true),
            handed_in_at = t.Column<DateTime>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_round_group", c => c.id);
            t.UniqueConstraint("uq_round_group", c => new { c.round_id, c.slug });
            t.ForeignKey("fk_round_group_round", c => c.round_id, Table("round"), "id", Schema);
        });

        Create(migrationBuilder, "answer", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            group_id = t.Column<Guid>(),
            question = t.Column<string>(),
            value = t.Column<string>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_answer", c => c.id);
            t.UniqueConstraint("uq_answer", c => new { c.group_id, c.question });
            t.ForeignKey("fk_answer_group", c => c.group_id, Table("round_group"), "id", Schema);
        });

        Create(migrationBuilder, "answer_link", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            group_id = t.Column<Guid>(),
            hash = t.Column<string>(maxLength: 64),
            made_at = t.Column<DateTime>(),
        }, t =>
        {
            t.PrimaryKey("pk_answer_link", c => c.id);
            t.UniqueConstraint("uq_answer_link", c => c.hash);
            t.ForeignKey("fk_answer_link_group", c => c.group_id, Table("round_group"), "id", Schema);
        });
        Index(migrationBuilder, "answer_link", false, "group_id");

        Create(migrationBuilder, "mission", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            kind = t.Column<string>(maxLength: 40),
            position = t.Column<int>(),
            text = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_mission", c => c.id);
            t.UniqueConstraint("uq_mission", c => new { c.kind, c.position });
        });

        Create(migrationBuilder, "focus_area", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            year = t.Column<int>(),
            position = t.Column<int>(),
            text = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_focus_area", c => c.id);
            t.UniqueConstraint("uq_focus_area", c => new { c.year, c.position });
        });
    }
}
