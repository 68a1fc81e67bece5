using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0006_InvoiceDocuments")]
internal sealed class M0006_InvoiceDocuments() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "invoice_document", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            file = t.Column<string>(),
            hash = t.Column<string>(maxLength: 64),
            document_id = t.Column<string>(nullable: true),
            issue_date = t.Column<DateOnly>(nullable: true),
            rows = t.Column<int>(),
            codes = t.Column<string>(),
            basis = t.Column<string>(),
            received_at = t.Column<DateTime>(),
            received_by = t.Column<string>(),
            replaced_at = t.Column<DateTime>(nullable: true),
        }, t => t.PrimaryKey("pk_invoice_document", c => c.id));
        migrationBuilder.Sql($"CREATE UNIQUE INDEX ix_nivastrukturering_invoice_document_file ON {Sql("invoice_document")} (file) WHERE replaced_at IS NULL");
    }
}
