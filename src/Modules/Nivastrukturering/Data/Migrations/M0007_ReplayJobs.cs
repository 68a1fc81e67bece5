using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Nivastrukturering.Data.Migrations;

[DbContext(typeof(NivastruktureringDb))]
[Migration("0007_ReplayJobs")]
internal sealed class M0007_ReplayJobs() : ModuleMigration("nivastrukturering")
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Create(migrationBuilder, "replay_job", t => new
        {
            id = t.Column<Guid>(),
            owner = t.Column<string>(maxLength: 3),
            delivery_no = t.Column<int>(),
            state = t.Column<string>(maxLength: 40),
            total = t.Column<int>(),
            cursor = t.Column<long>(),
            read = t.Column<int>(),
            accepted = t.Column<int>(),
            attempts = t.Column<int>(),
            message = t.Column<string>(),
            requested_at = t.Column<DateTime>(),
            requested_by = t.Column<string>(),
            ended_at = t.Column<DateTime>(nullable: true),
            version = t.Column<int>(),
        }, t => t.PrimaryKey("pk_replay_job", c => c.id));
        migrationBuilder.Sql($"CREATE UNIQUE INDEX ix_nivastrukturering_replay_job_running ON {Sql("replay_job")} (delivery_no) WHERE ended_at IS NULL");
    }
}
