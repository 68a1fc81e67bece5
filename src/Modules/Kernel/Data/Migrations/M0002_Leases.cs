using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Kernel.Data.Migrations;

[DbContext(typeof(KernelDb))]
[Migration("0002_Leases")]
internal sealed class M0002_Leases() : ModuleMigration("kernel")
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder, "lease_row", t => new
    {
        name = t.Column<string>(maxLength: 40),
        holder = t.Column<string>(),
        token = t.Column<long>(),
        until = t.Column<long>(),
    }, t => t.PrimaryKey("pk_lease_row", c => c.name));
}
