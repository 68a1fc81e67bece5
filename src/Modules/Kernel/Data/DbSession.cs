using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>The host's pool of connections to its one database.</summary>
public sealed class DbPool : IAsyncDisposable
{
    private readonly NpgsqlDataSource? _postgres;

    /// <summary>Makes the pool; nothing is opened yet.</summary>
    public DbPool(HostSettings settings)
    {
        Settings = settings;
        if (settings.Engine == Engine.Postgres) _postgres = NpgsqlDataSource.Create(settings.ConnectionString);
    }

    /// <summary>The host's identity.</summary>
    public HostSettings Settings { get; }

    /// <summary>A connection of its own, opened; the caller disposes it. For bulk writes beside the scope's connection.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken ct = default)
    {
        if (_postgres is not null) return await _postgres.OpenConnectionAsync(ct);
        var connection = new SqliteConnection(Settings.ConnectionString);
        await connection.OpenAsync(ct);
        await Prepare(connection, ct);
        return connection;
    }

    private static async Task Prepare(SqliteConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;";
        await command.ExecuteNonQueryAsync(ct);
    }

    internal DbConnection OpenNow()
    {
        if (_postgres is not null) return _postgres.OpenConnection();
        var connection = new SqliteConnection(Settings.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        else SqliteConnection.ClearPool(new SqliteConnection(Settings.ConnectionString));
    }
}

/// <summary>The one open connection of a scope, on which every module's context is built.</summary>
public sealed class DbSession(DbPool pool) : IAsyncDisposable, IDisposable
{
    private readonly List<ModuleDb> _contexts = [];
    private DbConnection? _connection;

    /// <summary>The scope's connection, opened at first use.</summary>
    public DbConnection Connection => _connection ??= pool.OpenNow();

    /// <summary>The transaction of the running unit of work, or null.</summary>
    public DbTransaction? Transaction { get; private set; }

    internal ChangeRecord? Record { get; private set; }

    /// <summary>Whose rows are being written as copies of another host's; null when the host writes its own.</summary>
    internal IReadOnlySet<Owner>? Replicated { get; private set; }

    internal IReadOnlyList<ModuleDb> Contexts => _contexts;

    internal void Enlist(ModuleDb context)
    {
        _contexts.Add(context);
        if (Transaction is not null) context.Database.UseTransaction(Transaction);
    }

    /// <summary>Lets copies of the owners' rows be written, and nothing else that has an owner, until the returned object is disposed.</summary>
    internal Replication Replicate(IReadOnlySet<Owner> owners)
    {
        Replicated = owners;
        return new(this);
    }

    internal void Begin(DbTransaction transaction)
    {
        Transaction = transaction;
        Record = new ChangeRecord();
        foreach (var context in _contexts)
        {
            context.Database.UseTransaction(transaction);
            context.ChangeTracker.Clear(); // else a retry sees what the first try left and saves nothing
        }
    }

    internal void End()
    {
        foreach (var context in _contexts)
        {
            context.Database.UseTransaction(null); // else the next query throws
            context.ChangeTracker.Clear();
        }
        Transaction = null;
        Record = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection?.Dispose();

    internal sealed class Replication(DbSession session) : IDisposable
    {
        public void Dispose() => session.Replicated = null;
    }
}
