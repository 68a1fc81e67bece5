using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Kernel.Data.Migrations;

[DbContext(typeof(KernelDb))]
[Migration("0001_Kernel")]
internal sealed class M0001_Kernel() : ModuleMigration("kernel")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "audit_entry", t => new
        {
            no = t.Column<long>(),
            at = t.Column<DateTime>(),
            actor = t.Column<string>(),
            action = t.Column<string>(),
            run_key = t.Column<Guid>(),
            entity = t.Column<string>(),
            entity_id = t.Column<string>(),
            operation = t.Column<string>(maxLength: 1),
            changes = t.Column<string>(),
            hash = t.Column<string>(maxLength: 64),
        }, t => t.PrimaryKey("pk_audit_entry", c => c.no));
        Index(migrationBuilder, "audit_entry", false, "entity", "entity_id");

        Create(migrationBuilder, "feed_entry", t => new
        {
            no = t.Column<long>(),
            epoch = t.Column<Guid>(),
            type = t.Column<string>(),
            entity_id = t.Column<string>(),
            owner_code = t.Column<string>(maxLength: 3),
            operation = t.Column<string>(maxLength: 1),
            payload = t.Column<string>(),
            at = t.Column<DateTime>(),
            hash = t.Column<string>(maxLength: 64),
        }, t => t.PrimaryKey("pk_feed_entry", c => c.no));

        Create(migrationBuilder, "counter", t => new
        {
            name = t.Column<string>(maxLength: 40),
            value = t.Column<long>(),
            hash = t.Column<string>(maxLength: 64),
            epoch = t.Column<Guid>(),
        }, t => t.PrimaryKey("pk_counter", c => c.name));

        Create(migrationBuilder, "idempotency_key", t => new
        {
            key = t.Column<Guid>(),
            action = t.Column<string>(),
            at = t.Column<DateTime>(),
            answer = t.Column<string>(nullable: true),
        }, t => t.PrimaryKey("pk_idempotency_key", c => c.key));

        foreach (var chain in new[] { "audit", "feed" })
        {
            migrationBuilder.InsertData(Table("counter"), ["name", "value", "hash", "epoch"], ["text", "bigint", "text", "uuid"],
                [chain, 0L, new string('0', 64), Guid.CreateVersion7()], Schema);
        }
    }
}
