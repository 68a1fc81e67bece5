using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0018_OutgoingInvoices")]
internal sealed class M0018_OutgoingInvoices() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("dnr", Table("invoice_decision"), schema: Schema, nullable: true);

        Create(migrationBuilder, "outgoing_invoice", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            document_id = t.Column<string>(maxLength: 23),
            credited_id = t.Column<string>(maxLength: 23, nullable: true),
            period = t.Column<string>(maxLength: 7),
            buyer = t.Column<string>(maxLength: 2),
            issue_date = t.Column<DateOnly>(),
            rows = t.Column<int>(),
            ore = t.Column<long>(),
            is_sendable = t.Column<bool>(),
            file = t.Column<string>(),
            hash = t.Column<string>(maxLength: 64),
            lines = t.Column<string>(),
            at = t.Column<DateTime>(),
            by = t.Column<string>(),
            sent_at = t.Column<DateTime>(nullable: true),
            sent_by = t.Column<string>(nullable: true),
            replaced_at = t.Column<DateTime>(nullable: true),
            is_withdrawn = t.Column<bool>(),
        }, t => t.PrimaryKey("pk_outgoing_invoice", c => c.id));
        migrationBuilder.Sql($"CREATE UNIQUE INDEX ix_nivastrukturering_outgoing_invoice_document ON {Sql("outgoing_invoice")} (document_id) WHERE replaced_at IS NULL");
        migrationBuilder.Sql($"CREATE UNIQUE INDEX ix_nivastrukturering_outgoing_invoice_credit ON {Sql("outgoing_invoice")} (credited_id) WHERE credited_id IS NOT NULL AND sent_at IS NULL AND replaced_at IS NULL");

        Create(migrationBuilder, "rule_switch", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            code = t.Column<string>(maxLength: 6),
            first_day = t.Column<DateOnly>(),
            last_day = t.Column<DateOnly>(nullable: true),
            reason = t.Column<string>(),
            at = t.Column<DateTime>(),
            by = t.Column<string>(),
            closed_at = t.Column<DateTime>(nullable: true),
            closed_by = t.Column<string>(nullable: true),
        }, t => t.PrimaryKey("pk_rule_switch", c => c.id));
    }
}
