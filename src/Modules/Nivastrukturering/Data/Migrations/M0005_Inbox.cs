using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0005_Inbox")]
internal sealed class M0005_Inbox() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder, "inbox_item", t => new
    {
        id = t.Column<Guid>(),
        owner = t.Column<string>(maxLength: 3),
        name = t.Column<string>(),
        fingerprint = t.Column<string>(maxLength: 64),
        seen_at = t.Column<DateTime>(),
        state = t.Column<string>(maxLength: 40),
        attempts = t.Column<int>(),
        next_at = t.Column<DateTime>(nullable: true),
        message = t.Column<string>(),
    }, t => t.PrimaryKey("pk_inbox_item", c => c.id));
}
