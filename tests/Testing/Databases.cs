using Kunskapsstyrning.Kernel;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kunskapsstyrning.Testing;

/// <summary>Gives each test a database of its own: an SQLite file, or a database on the server that <c>./test</c> starts.</summary>
public static class Databases
{
    /// <summary>The variable that holds a connection string to a PostgreSQL server where databases may be made and dropped.</summary>
    public const string Variable = "KST_TEST_POSTGRES";

    private static readonly Dictionary<Engine, Task<TestDatabase>> _templates = [];
    private static int _count;

    /// <summary>True when there is a PostgreSQL server to test on.</summary>
    public static bool HasPostgres => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable));

    /// <summary>What to say when there is none.</summary>
    internal static string PostgresMissing => $"PostgreSQL saknas. Kör ./test, som startar en egen server, eller sätt {Variable}.";

    /// <summary>A database with nothing in it.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL was asked for and there is no server.</exception>
    public static Task<TestDatabase> CreateEmptyAsync(Engine engine) => CreateAsync(engine, template: null);

    /// <summary>A database with every module's tables and what every host is seeded with, copied from a template that is made once per program.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL was asked for and there is no server.</exception>
    public static async Task<TestDatabase> CreateAsync(Engine engine)
    {
        Task<TestDatabase> template;
        lock (_templates)
        {
            if (!_templates.TryGetValue(engine, out template!)) _templates[engine] = template = MakeTemplateAsync(engine);
        }

        return await CreateAsync(engine, await template);
    }

    private static async Task<TestDatabase> MakeTemplateAsync(Engine engine)
    {
        var template = await CreateEmptyAsync(engine);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => template.DisposeAsync().AsTask().GetAwaiter().GetResult();
        await TestHost.MigrateAsync(template);
        return template;
    }

    private static async Task<TestDatabase> CreateAsync(Engine engine, TestDatabase? template)
    {
        var folder = Directory.CreateTempSubdirectory("kst-test-").FullName;
        if (engine == Engine.Sqlite)
        {
            var file = Path.Combine(folder, "kst.db");
            if (template is not null) File.Copy(Path.Combine(template.DataFolder, "kst.db"), file);
            return new(engine, folder, new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = 30 }.ToString());
        }

        var name = $"kst_{Environment.ProcessId}_{Interlocked.Increment(ref _count)}";
        await OnServerAsync($"CREATE DATABASE {name} TEMPLATE {template?.Name ?? "template0"}");
        return new(engine, folder, new NpgsqlConnectionStringBuilder(Server()) { Database = name }.ToString());
    }

    /// <summary>A database and a data folder like another's, which nobody may be using. On SQLite somebody may who does nothing meanwhile: the copy is what his death would leave.</summary>
    public static async Task<TestDatabase> CopyAsync(TestDatabase database)
    {
        NpgsqlConnection.ClearAllPools();
        var copy = await CreateAsync(database.Engine, database.Engine == Engine.Sqlite ? null : database);
        foreach (var file in Directory.GetFiles(database.DataFolder, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith("-shm", StringComparison.Ordinal) || Path.GetFileName(Path.GetDirectoryName(file)) == "locks") continue; // mean nothing without a process
            var to = Path.Combine(copy.DataFolder, Path.GetRelativePath(database.DataFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return copy;
    }

    internal static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Server() => HasPostgres ? Environment.GetEnvironmentVariable(Variable)! : throw new InvalidOperationException(PostgresMissing);
}

/// <summary>One test's database and data folder; both are gone when it is disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    internal TestDatabase(Engine engine, string dataFolder, string connectionString) =>
        (Engine, DataFolder, ConnectionString) = (engine, dataFolder, connectionString);

    /// <summary>Which engine.</summary>
    public Engine Engine { get; }

    /// <summary>Absolute path of a folder of its own; on SQLite the file lies there.</summary>
    public string DataFolder { get; }

    /// <summary>For that engine's provider.</summary>
    public string ConnectionString { get; }

    internal string Name => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Engine == Engine.Postgres) await Databases.OnServerAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
        else SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        Directory.Delete(DataFolder, recursive: true);
    }
}
