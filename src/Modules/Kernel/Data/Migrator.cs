using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>Brings every module's part of the database to this program's form.</summary>
public sealed class Migrator(IEnumerable<ModuleDb> contexts, DbSession session, HostSettings host)
{
    /// <summary>Applies what is missing, one process at a time.</summary>
    public async Task Migrate(CancellationToken ct)
    {
        await using var turn = await Turn(ct);
        foreach (var context in contexts)
        {
            if (host.Engine == Engine.Sqlite) await FreeStaleLock(ct);
            await context.Database.MigrateAsync(ct);
        }
    }

    private async Task<IAsyncDisposable> Turn(CancellationToken ct)
    {
        if (host.Engine == Engine.Sqlite)
        {
            Directory.CreateDirectory(host.DataFolder);
            return new FileStream(Path.Combine(host.DataFolder, "migrate.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        await using var command = session.Connection.CreateCommand();
        command.CommandText = "SELECT pg_advisory_lock(5021947)";
        await command.ExecuteNonQueryAsync(ct);
        return new Unlock(session);
    }

    // A process that died while migrating leaves EF's lock row behind, and the next one would wait for ever.
    private async Task FreeStaleLock(CancellationToken ct)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'";
        if ((long)(await command.ExecuteScalarAsync(ct))! == 0) return;
        command.CommandText = "DELETE FROM \"__EFMigrationsLock\"";
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed class Unlock(DbSession session) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using var command = session.Connection.CreateCommand();
            command.CommandText = "SELECT pg_advisory_unlock(5021947)";
            await command.ExecuteNonQueryAsync();
        }
    }
}
