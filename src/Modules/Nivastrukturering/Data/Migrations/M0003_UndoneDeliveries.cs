using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0003_UndoneDeliveries")]
internal sealed class M0003_UndoneDeliveries() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("former_no", Table("delivery"), schema: Schema, nullable: true);
        migrationBuilder.AddColumn<DateTime>("undone_at", Table("delivery"), schema: Schema, nullable: true);
        migrationBuilder.AddColumn<string>("undone_by", Table("delivery"), schema: Schema, nullable: false, defaultValue: "");
    }
}
