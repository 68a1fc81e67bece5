using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>The named leases of the host, as this scope sees them.</summary>
public sealed class Leases
{
    private static readonly string _process = $"{Environment.MachineName}/{Environment.ProcessId}/{System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime().Ticks}";
    private readonly KernelDb _db;
    private readonly DbSession _session;
    private readonly string _holder = $"{_process}/{Guid.CreateVersion7():N}";

    internal Leases(KernelDb db, DbSession session) => (_db, _session) = (db, session);

    /// <summary>The lease of a job.</summary>
    /// <param name="name">Module and job, for example <c>sync.fetch</c>; at most 40 characters.</param>
    public Lease Of(string name) => new(_db, _session, name, _holder);
}

/// <summary>
/// Lets one process at a time do a job, by the database's clock. Who was paused past its time and wakes up writes nothing
/// when every transaction of the job asks whether the token is still the newest.
/// </summary>
public sealed class Lease
{
    private const long Milliseconds = 120_000; // more than one call's whole budget
    private readonly KernelDb _db;
    private readonly DbSession _session;
    private readonly string _name, _holder;

    internal Lease(KernelDb db, DbSession session, string name, string holder) => (_db, _session, _name, _holder) = (db, session, name, holder);

    private string Now => _db.IsSqlite ? "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)" : "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    private string Table => _db.TableName("lease_row");

    private IQueryable<LeaseRow> Row => _db.Leases.AsNoTracking().Where(l => l.Name == _name);

    /// <summary>Takes the lease.</summary>
    /// <returns>The fencing token; null when another process has it.</returns>
    public async Task<long?> Take(CancellationToken ct)
    {
        if (!await Row.AnyAsync(ct)) await Execute($"INSERT INTO {Table} (name, holder, token, until) VALUES (@name, '-', 0, 0) ON CONFLICT DO NOTHING", "", ct);
        var held = await Row.SingleAsync(ct);
        var dead = HolderIsDead(held.Holder) ? held.Holder : "";
        await Execute($"UPDATE {Table} SET holder = @holder, token = token + 1, until = {Now} + @ms WHERE name = @name AND (until < {Now} OR holder = @dead)", dead, ct);
        return await Row.Where(l => l.Holder == _holder).Select(l => (long?)l.Token).SingleOrDefaultAsync(ct);
    }

    /// <summary>Asks for more time before the next step; true when the lease is still ours.</summary>
    public async Task<bool> Renew(CancellationToken ct) => await Execute($"UPDATE {Table} SET until = {Now} + @ms WHERE name = @name AND holder = @holder", "", ct) == 1;

    /// <summary>Gives the lease back.</summary>
    public Task Release() => Execute($"UPDATE {Table} SET until = 0 WHERE name = @name AND holder = @holder", "", CancellationToken.None);

    /// <summary>True inside a unit of work when nobody has taken the lease since, and nobody will before the commit.</summary>
    public async Task<bool> Holds(long token, CancellationToken ct)
    {
        if (!_db.IsSqlite) await _db.Database.ExecuteSqlAsync($"SELECT 1 FROM kernel.lease_row WHERE name = {_name} FOR UPDATE", ct);
        return await Row.AnyAsync(l => l.Token == token && l.Holder == _holder, ct);
    }

    private async Task<int> Execute(string sql, string dead, CancellationToken ct)
    {
        await using var command = _session.Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in new (string, object)[] { ("@name", _name), ("@holder", _holder), ("@ms", Milliseconds), ("@dead", dead) })
        {
            if (!sql.Contains(name, StringComparison.Ordinal)) continue;
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
