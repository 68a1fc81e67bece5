using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0004_Corrections")]
internal sealed class M0004_Corrections() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<byte[]>("pseudonym", Table("quarantine_row"), schema: Schema, nullable: true);
        migrationBuilder.AddColumn<int>("birth_year", Table("quarantine_row"), schema: Schema, nullable: true);
        migrationBuilder.AddColumn<DateOnly>("born", Table("quarantine_row"), schema: Schema, nullable: true);
        migrationBuilder.AddColumn<bool>("sex_digit_is_odd", Table("quarantine_row"), schema: Schema, nullable: true);
        migrationBuilder.AddColumn<int>("person_year", Table("quarantine_row"), schema: Schema, nullable: true);
        migrationBuilder.AddColumn<long>("contact_id", Table("quarantine_row"), schema: Schema, nullable: true);

        Create(migrationBuilder, "delivery_base", t => new
        {
            delivery_no = t.Column<int>(),
            skapad = t.Column<DateOnly>(),
            units = t.Column<string>(),
        }, t => t.PrimaryKey("pk_delivery_base", c => c.delivery_no));

        Create(migrationBuilder, "row_correction", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            delivery_no = t.Column<int>(),
            quarantine_id = t.Column<long>(),
            file = t.Column<string>(),
            row = t.Column<long>(),
            codes_before = t.Column<string>(),
            codes_after = t.Column<string>(),
            changes = t.Column<string>(),
            contact_id = t.Column<long>(nullable: true),
            at = t.Column<DateTime>(),
            by = t.Column<string>(),
        }, t =>
        {
            t.PrimaryKey("pk_row_correction", c => c.id);
            t.UniqueConstraint("uq_row_correction_contact_id", c => c.contact_id);
        });
        Index(migrationBuilder, "row_correction", false, "delivery_no");
        migrationBuilder.Sql($"CREATE UNIQUE INDEX ix_nivastrukturering_row_correction_once ON {Sql("row_correction")} (quarantine_id) WHERE contact_id IS NOT NULL");
    }
}
