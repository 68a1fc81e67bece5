using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Sync.Data.Migrations;

[DbContext(typeof(SyncDb))]
[Migration("0001_Sync")]
internal sealed class M0001_Sync() : ModuleMigration("sync")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "checkpoint", t => new
        {
            peer = t.Column<string>(),
            epoch = t.Column<Guid>(),
            no = t.Column<long>(),
            hash = t.Column<string>(maxLength: 64),
            renewing = t.Column<bool>(),
        }, t => t.PrimaryKey("pk_checkpoint", c => c.peer));

        Create(migrationBuilder, "received", t => new
        {
            peer = t.Column<string>(),
            epoch = t.Column<Guid>(),
            no = t.Column<long>(),
            type = t.Column<string>(),
            entity_id = t.Column<string>(),
            operation = t.Column<string>(maxLength: 1),
            outcome = t.Column<string>(maxLength: 40),
            item = t.Column<string>(nullable: true),
        }, t => t.PrimaryKey("pk_received", c => new { c.peer, c.epoch, c.no }));

        Create(migrationBuilder, "refusal", t => new
        {
            id = t.Column<Guid>(),
            at = t.Column<DateTime>(),
            peer = t.Column<string>(),
            no = t.Column<long>(),
            type = t.Column<string>(),
            entity_id = t.Column<string>(),
            owner_code = t.Column<string>(),
            reason = t.Column<string>(),
        }, t => t.PrimaryKey("pk_refusal", c => c.id));

        Create(migrationBuilder, "run", t => new
        {
            id = t.Column<Guid>(),
            peer = t.Column<string>(),
            trigger = t.Column<string>(maxLength: 40),
            started_at = t.Column<DateTime>(),
            ended_at = t.Column<DateTime>(),
            result = t.Column<string>(maxLength: 40),
            applied = t.Column<int>(),
            refused = t.Column<int>(),
            waiting = t.Column<int>(),
            message = t.Column<string>(),
        }, t => t.PrimaryKey("pk_run", c => c.id));
        Index(migrationBuilder, "run", false, "peer", "started_at");

        Create(migrationBuilder, "lease_row", t => new
        {
            name = t.Column<string>(maxLength: 40),
            holder = t.Column<string>(),
            token = t.Column<long>(),
            until = t.Column<long>(),
        }, t => t.PrimaryKey("pk_lease_row", c => c.name));
        migrationBuilder.InsertData(Table("lease_row"), ["name", "holder", "token", "until"], ["text", "text", "bigint", "bigint"], ["fetch", "-", 0L, 0L], Schema);
    }
}
