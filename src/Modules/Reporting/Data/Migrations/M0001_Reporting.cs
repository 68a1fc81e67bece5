using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Reporting.Data.Migrations;

[DbContext(typeof(ReportingDb))]
[Migration("0001_Reporting")]
internal sealed class M0001_Reporting() : ModuleMigration("reporting")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "year_report", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            year = t.Column<int>(),
            registry_number = t.Column<string>(),
            dated = t.Column<DateOnly>(),
            version = t.Column<int>(),
        }, t =>
        {
            t.PrimaryKey("pk_year_report", c => c.id);
            t.UniqueConstraint("uq_year_report_year", c => c.year);
        });

        Create(migrationBuilder, "report_text", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            report_id = t.Column<Guid>(),
            section = t.Column<string>(),
            number = t.Column<int>(),
            text = t.Column<string>(),
            saved_at = t.Column<DateTime>(),
            saved_by = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_report_text", c => c.id);
            t.UniqueConstraint("uq_report_text", c => new { c.report_id, c.section, c.number });
            t.ForeignKey("fk_report_text_report", c => c.report_id, Table("year_report"), "id", Schema);
        });
    }
}
