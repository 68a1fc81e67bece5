using System.Diagnostics;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Npgsql;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>Our import on PostgreSQL beside <c>psql</c>'s COPY of the clean rows that came out of it, into a like table; for the CPU, the server's own.</summary>
internal static partial class PostgresImport
{
    private const string Totals = "SELECT count(*) || ' contacts, ' || coalesce(sum(amount_ore), 0) || ' öre' FROM ";

    public static async Task Run(Deliveries data, string delivery, int rounds)
    {
        var clean = Path.Combine(Environment.GetEnvironmentVariable("KST_TEST_POSTGRES_FOLDER") ?? Path.GetTempPath(), "kst-bench-clean.copy");
        List<double> wall = [], cpu = [], indexed = [];
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                await using var host = await data.NewHost(Engine.Postgres, delivery);
                var ours = Deliveries.Import(host, "norrbotten", delivery);
                await using var connection = new NpgsqlConnection(host.ConnectionString + ";Command Timeout=0");
                await connection.OpenAsync();
                var partition = await Text(connection, "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'nivastrukturering.contact'::regclass");
                var totals = await Text(connection, Totals + partition);
                if (round == 1) await Execute(connection, $"COPY (SELECT * FROM {partition}) TO '{clean}'");

                await Execute(connection, $"CREATE TABLE raw_copy (LIKE {partition} INCLUDING DEFAULTS)");
                var server = await Server(connection, $"COPY raw_copy FROM '{clean}'");
                await Execute(connection, "TRUNCATE raw_copy");
                var raw = Psql(host.ConnectionString, $"\\copy raw_copy FROM '{clean}'");
                Report.MustEqual("COPY", totals, await Text(connection, Totals + "raw_copy"));
                var indexes = await Timed(async () =>
                {
                    foreach (var (definition, n) in (await Indexes(connection, partition)).Select((d, n) => (d, n))) await Execute(connection, Renamed().Replace(definition, $"INDEX raw_{n} ON raw_copy USING"));
                });

                var rows = long.Parse(totals.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
                Report.Line("PostgreSQL: our import", ours, rows);
                Report.Line("psql: COPY of the clean rows", raw, rows);
                Report.Line("PostgreSQL: COPY of a file of its own", server, rows);
                Console.WriteLine($"  {totals}; the same indexes afterwards {indexes.TotalSeconds:0.00} s");
                wall.Add(ours.Wall / raw.Wall);
                cpu.Add(ours.Cpu / server.Cpu);
                indexed.Add(ours.Wall / (raw.Wall + indexes));
            }
        }
        finally
        {
            File.Delete(clean);
        }
        Report.Result("G1", Report.Median(wall));
        Report.Result("G2", Report.Median(cpu));
        Report.Result("G8", Report.Median(indexed));
    }

    private static Cost Psql(string connectionString, string command)
    {
        NpgsqlConnectionStringBuilder to = new(connectionString);
        return Measured.Run(new ProcessStartInfo("psql", ["-X", "-q", "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, "-d", to.Database!, "-c", command]));
    }

    /// <summary>A command on the server: its wall, and its backend's CPU.</summary>
    private static async Task<Cost> Server(NpgsqlConnection connection, string sql)
    {
        var before = Measured.CpuOf(connection.ProcessID);
        var wall = await Timed(() => Execute(connection, sql));
        return new(wall, Measured.CpuOf(connection.ProcessID) - before);
    }

    private static async Task<TimeSpan> Timed(Func<Task> job)
    {
        var watch = Stopwatch.StartNew();
        await job();
        return watch.Elapsed;
    }

    private static async Task<List<string>> Indexes(NpgsqlConnection connection, string table)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = '{table}'::regclass", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> definitions = [];
        while (await reader.ReadAsync()) definitions.Add(reader.GetString(0));
        return definitions;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> Text(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    [GeneratedRegex(@"INDEX \S+ ON (ONLY )?\S+ USING", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Renamed();
}
