using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0010_InvoiceDecisions")]
internal sealed class M0010_InvoiceDecisions() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "invoice_decision", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            document_id = t.Column<string>(),
            line_id = t.Column<long>(),
            code = t.Column<string>(maxLength: 6),
            kind = t.Column<short>(),
            reason = t.Column<string>(),
            rpo = t.Column<string>(nullable: true),
            asked_on = t.Column<DateOnly>(nullable: true),
            line_print = t.Column<string>(maxLength: 64),
            ore = t.Column<long>(),
            at = t.Column<DateTime>(),
            by = t.Column<string>(),
            closed_at = t.Column<DateTime>(nullable: true),
        }, t => t.PrimaryKey("pk_invoice_decision", c => c.id));
        Index(migrationBuilder, "invoice_decision", false, "document_id");
        migrationBuilder.Sql($"CREATE UNIQUE INDEX ix_nivastrukturering_invoice_decision_open ON {Sql("invoice_decision")} (document_id, line_id, code) WHERE closed_at IS NULL");

        Create(migrationBuilder, "invoice_payment", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            document_id = t.Column<string>(),
            ore = t.Column<long>(),
            paid_on = t.Column<DateOnly>(),
            at = t.Column<DateTime>(),
            by = t.Column<string>(),
        }, t => t.PrimaryKey("pk_invoice_payment", c => c.id));
        Index(migrationBuilder, "invoice_payment", false, "document_id");
    }
}
