using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0014_PriceProposals")]
internal sealed class M0014_PriceProposals() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "price_proposal", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            file_name = t.Column<string>(),
            hash = t.Column<string>(maxLength: 64),
            base_id = t.Column<Guid>(nullable: true),
            origin = t.Column<string>(),
            reason = t.Column<string>(),
            proposed_at = t.Column<DateTime>(),
            proposed_by = t.Column<string>(),
            status = t.Column<string>(maxLength: 40),
            decided_at = t.Column<DateTime>(nullable: true),
            decided_by = t.Column<string>(nullable: true),
            decision_reason = t.Column<string>(nullable: true),
            file_id = t.Column<Guid>(nullable: true),
            approved_over = t.Column<Guid>(nullable: true),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_price_proposal", c => c.id);
            t.UniqueConstraint("uq_price_proposal_over", c => new { c.file_name, c.approved_over });
            t.ForeignKey("fk_price_proposal_file", c => c.file_id, Table("reference_file"), "id", Schema);
            t.CheckConstraint("ck_price_proposal_two", "status <> 'Approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)");
            t.CheckConstraint("ck_price_proposal_file", "(status = 'Approved') = (file_id IS NOT NULL) AND (status = 'Approved') = (approved_over IS NOT NULL)");
        });

        Create(migrationBuilder, "price_proposal_content", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            content = t.Column<byte[]>(),
        }, t =>
        {
            t.PrimaryKey("pk_price_proposal_content", c => c.id);
            t.ForeignKey("fk_price_proposal_content", c => c.id, Table("price_proposal"), "id", Schema);
        });
    }
}
