using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0019_IdHashes")]
internal sealed class M0019_IdHashes() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>("id_hash", Table("quarantine_row"), schema: Schema, nullable: false, defaultValue: 0L);
        migrationBuilder.Sql($"CREATE INDEX ix_nivastrukturering_quarantine_row_waiting ON {Sql("quarantine_row")} (id_hash) WHERE contact_id IS NULL AND cells IS NOT NULL");
    }
}
