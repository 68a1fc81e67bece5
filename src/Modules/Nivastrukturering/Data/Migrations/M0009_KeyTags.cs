using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0009_KeyTags")]
internal sealed class M0009_KeyTags() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("key_tag", Table("delivery"), maxLength: PseudonymKey.TagLength, schema: Schema, nullable: false, defaultValue: "");
        migrationBuilder.AddColumn<string>("key_tag", Table("invoice_document"), maxLength: PseudonymKey.TagLength, schema: Schema, nullable: false, defaultValue: "");
    }
}
