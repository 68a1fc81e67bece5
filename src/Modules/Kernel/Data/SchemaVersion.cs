using System.Data.Common;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>How the database stands against this program.</summary>
public enum SchemaState
{
    /// <summary>There is nothing yet.</summary>
    Empty,

    /// <summary>Made by an older program: it waits for migrations.</summary>
    Older,

    /// <summary>As this program wants it.</summary>
    Current,

    /// <summary>Made by a newer program: this one must not touch it.</summary>
    Newer,
}

/// <summary>
/// Compares the migrations that the database has had with those in the program, without a context: every command asks,
/// and the models of all modules would be most of what a short one costs.
/// </summary>
public sealed class SchemaVersion(IEnumerable<ModuleSchema> schemas, DbSession session, HostSettings host)
{
    /// <summary>How the database stands; one that is not there is not made.</summary>
    public async Task<SchemaState> State(CancellationToken ct)
    {
        if (host.Engine == Engine.Sqlite && !File.Exists(new SqliteConnectionStringBuilder(host.ConnectionString).DataSource)) return SchemaState.Empty;
        var histories = await Texts(host.Engine == Engine.Sqlite ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SELECT schemaname || '.' || tablename FROM pg_tables", ct);
        var applied = 0;
        var pending = false;
        foreach (var schema in schemas)
        {
            var history = schema.History(host.Engine);
            var done = histories.Contains(history) ? await Texts($"SELECT \"MigrationId\" FROM {history}", ct) : [];
            if (!done.IsSubsetOf(schema.Migrations)) return SchemaState.Newer;
            applied += done.Count;
            pending |= done.Count < schema.Migrations.Count;
        }
        return applied == 0 ? SchemaState.Empty : pending ? SchemaState.Older : SchemaState.Current;
    }

    private async Task<HashSet<string>> Texts(string sql, CancellationToken ct)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        HashSet<string> texts = [];
        await using DbDataReader reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) texts.Add(reader.GetString(0));
        return texts;
    }
}

/// <summary>A module's part of the database: its name, and its migrations in the program.</summary>
/// <param name="Name">Schema on PostgreSQL, prefix on SQLite.</param>
/// <param name="Context">The type whose assembly holds the migrations.</param>
public sealed record ModuleSchema(string Name, Type Context)
{
    /// <summary>The ids of its migrations.</summary>
    public IReadOnlySet<string> Migrations { get; } = Context.Assembly.GetTypes()
        .Where(t => typeof(Migration).IsAssignableFrom(t) && t.GetCustomAttribute<DbContextAttribute>()?.ContextType == Context)
        .Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ToHashSet();

    /// <summary>The table of those that the database has had, as in SQL.</summary>
    public string History(Engine engine) => engine == Engine.Sqlite ? Name + "_migration" : Name + ".migration";
}
