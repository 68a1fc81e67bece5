using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Sync.Data.Migrations;

[DbContext(typeof(SyncDb))]
[Migration("0002_LeaseToKernel")]
internal sealed class M0002_LeaseToKernel() : ModuleMigration("sync")
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(Table("lease_row"), Schema);
}
