using System.Globalization;
using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Sync.Data;

/// <summary>
/// Lets one process at a time fetch, by the database's clock. Who was paused past its time and wakes up writes nothing:
/// every page asks in its own transaction whether the token is still the newest.
/// </summary>
internal sealed class Lease(SyncDb db, DbSession session)
{
    private const long Milliseconds = 120_000; // more than one call's whole budget
    private static readonly string Process = $"{Environment.MachineName}/{Environment.ProcessId}/{System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime().Ticks}";

    private readonly string _holder = $"{Process}/{Guid.CreateVersion7():N}";

    private string Now => db.IsSqlite ? "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)" : "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    /// <summary>Takes the lease.</summary>
    /// <returns>The fencing token; null when another process has it.</returns>
    public async Task<long?> Take(CancellationToken ct)
    {
        var held = await db.Leases.AsNoTracking().SingleAsync(ct);
        var dead = HolderIsDead(held.Holder) ? held.Holder : "";
        await Execute($"SET holder = @holder, token = token + 1, until = {Now} + @ms WHERE until < {Now} OR holder = @dead", dead, ct);
        return await db.Leases.AsNoTracking().Where(l => l.Holder == _holder).Select(l => (long?)l.Token).SingleOrDefaultAsync(ct);
    }

    /// <summary>Asks for more time before the next page; true when the lease is still ours.</summary>
    public async Task<bool> Renew(CancellationToken ct) => await Execute($"SET until = {Now} + @ms WHERE holder = @holder", "", ct) == 1;

    /// <summary>Gives the lease back.</summary>
    public Task Release() => Execute("SET until = 0 WHERE holder = @holder AND @ms > 0", "", CancellationToken.None);

    /// <summary>True inside a unit of work when nobody has taken the lease since, and nobody will before the commit.</summary>
    public async Task<bool> Holds(long token, CancellationToken ct)
    {
        if (!db.IsSqlite) await db.Database.ExecuteSqlAsync($"SELECT 1 FROM sync.lease_row FOR UPDATE", ct);
        return await db.Leases.AsNoTracking().AnyAsync(l => l.Token == token && l.Holder == _holder, ct);
    }

    private async Task<int> Execute(string change, string dead, CancellationToken ct)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = $"UPDATE {db.TableName("lease_row")} {change}";
        foreach (var (name, value) in new (string, object)[] { ("@holder", _holder), ("@ms", Milliseconds), ("@dead", dead) })
        {
            if (!change.Contains(name, StringComparison.Ordinal)) continue;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>True for a process of this machine that is gone: it need not be waited for. Wrong is harmless, since the token decides.</summary>
    private static bool HolderIsDead(string holder)
    {
        if (holder.Split('/') is not [var machine, var id, var started, _] || machine != Environment.MachineName) return false;
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture) != started;
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }
}
