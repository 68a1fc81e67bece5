using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0021_DecisionPapers")]
internal sealed class M0021_DecisionPapers() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        Create(migrationBuilder, "decision_paper", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            proposal_id = t.Column<Guid>(),
            name = t.Column<string>(),
            content = t.Column<byte[]>(),
            bytes = t.Column<int>(),
            attached_at = t.Column<DateTime>(),
            attached_by = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_decision_paper", c => c.id);
            t.ForeignKey("fk_decision_paper_proposal", c => c.proposal_id, Table("map_proposal"), "id", Schema);
        });
}
