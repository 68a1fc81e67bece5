using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>An import that ends in the middle leaves its month wholly as it was or wholly new, and the same import again ends as one that was never cut.</summary>
public sealed class ImportCrashTests
{
    private const int Killed = 128 + 9, Quarantined = 4;

    /// <summary>
    /// A process that is killed does nothing more, and its database sees it gone: that is what is made at every step, in this process. On SQLite the
    /// files as they are then go on in a copy; on PostgreSQL the import stops there for ever and the server ends its connections, at the last step of each name, since each takes
    /// a database of its own. One real kill -9 shows that it is the same.
    /// </summary>
    [Theory, OnEachDatabase]
    public async Task An_import_that_dies_at_any_step_leaves_all_or_nothing_and_the_next_mends_it(Engine engine)
    {
        await using var start = await StartAsync(engine);
        var before = await StateAsync(start);
        await using var clean = await start.CopyAsync();
        List<string> steps = [];
        List<Kst> dead = [];
        Assert.Equal(Quarantined, await WatchedAsync(clean, step =>
        {
            steps.Add(step);
            if (engine == Engine.Sqlite) dead.Add(clean.CopyAsync().GetAwaiter().GetResult());
        }));
        string[] wanted = ["import.begun", "import.stage-open", "import.block", "import.contacts-written", "import.staged", "import.attached", "import.flipped", "import.discarding", "import.cleaned", "unit.before-commit", "unit.after-commit"];
        Assert.Empty(wanted.Except(steps));
        var (after, kept, flip) = (await StateAsync(clean), await RowsAsync(clean), steps.LastIndexOf("unit.after-commit"));
        Assert.NotEqual(before, after);

        List<int> tried = engine == Engine.Sqlite ? [.. Enumerable.Range(0, steps.Count)] : [.. steps.Select((name, n) => (name, n)).GroupBy(s => s.name).Select(g => g.Last().n).Order()];
        ThreadPool.SetMinThreads(tried.Count + 8, tried.Count + 8); // each that stops keeps one
        while (dead.Count < tried.Count) dead.Add(await StopAsync(start, tried[dead.Count] + 1));
        var killed = await start.CopyAsync();
        Assert.Equal(Killed, (await killed.RunAsync(new Dictionary<string, string?> { ["KST_FAULT"] = $"{flip}" }, Third(killed))).Code); // the step before it
        dead.Add(killed);

        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(Enumerable.Range(0, dead.Count), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (n, _) =>
        {
            await using var kst = dead[n];
            var (name, isOld) = n < tried.Count ? ($"{tried[n] + 1} {steps[tried[n]]}", tried[n] < flip) : ("kill -9", true);
            if (await StateAsync(kst) != (isOld ? before : after)) wrong.Add($"{name}: something in between is left");
            if (await kst.HereAsync(Third(kst)) is var code && code != (isOld ? Quarantined : 0)) wrong.Add($"{name}: the run after ended with {code}");
            if (await StateAsync(kst) != after) wrong.Add($"{name}: the state is another than after one run");
            if (await RowsAsync(kst) is var rows && rows != kept) wrong.Add($"{name}: {rows} rows lie there, not {kept}");
        });
        Assert.Empty(wrong);
    }

    private static async Task<int> WatchedAsync(Kst kst, Action<string> watcher)
    {
        Fault.Watcher = watcher;
        return await kst.HereAsync(Third(kst));
    }

    /// <summary>A copy whose import has come to a step, counted from 1, and no further.</summary>
    private static async Task<Kst> StopAsync(Kst start, int step)
    {
        var kst = await start.CopyAsync();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var passed = 0;
        var run = Task.Run(() => WatchedAsync(kst, _ =>
        {
            if (++passed != step) return;
            reached.SetResult();
            new ManualResetEvent(false).WaitOne();
        }));
        Assert.Same(reached.Task, await Task.WhenAny(reached.Task, run));
        await using NpgsqlConnection connection = new(kst.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand end = new("SELECT bool_and(pg_terminate_backend(pid, 30000)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        await end.ExecuteScalarAsync();
        return kst;
    }

    /// <summary>
    /// A limit on the size of files stands in for a full disk: it makes the same writes fail, and needs no disk of its own. The more room there is,
    /// the later it fills up: the import gives up, or is through and leaves old rows to be taken away. The server's disk is not tried.
    /// </summary>
    [Fact]
    public async Task A_disk_that_fills_up_leaves_all_or_nothing_and_the_next_import_mends_it()
    {
        if (OperatingSystem.IsWindows()) return; // has no such limit
        await using var start = await StartAsync(Engine.Sqlite);
        var before = await StateAsync(start);
        await using var clean = await start.CopyAsync();
        Assert.Equal(Quarantined, await clean.HereAsync(Third(clean)));
        var after = await StateAsync(clean);

        List<int> codes = [];
        foreach (var kilobytes in new[] { 96, 192, 384 })
        {
            await using var full = await start.CopyAsync();
            var code = await WithSmallFilesAsync(full, kilobytes, Third(full));
            codes.Add(code);
            var isThrough = code == Quarantined;
            Assert.True(isThrough || code is 1 or 6, $"{kilobytes} kB ended with {code}");
            Assert.Equal(isThrough ? after : before, await StateAsync(full));
            Assert.Equal(isThrough ? 0 : Quarantined, await full.HereAsync(Third(full)));
            Assert.Equal(after, await StateAsync(full));
            Assert.Equal(await RowsAsync(clean), await RowsAsync(full));
        }
        Assert.Contains(codes, code => code != Quarantined);
    }

    /// <summary>A host with reference files and two deliveries of the month; the third will replace the second and take the first away.</summary>
    private static async Task<Kst> StartAsync(Engine engine)
    {
        var kst = await Kst.OnAsync(engine);
        await kst.ConfigureAsync();
        Assert.Equal(0, await kst.HereAsync("import", "reference", RepoRoot.PathOf("tests", "data", "sample", "gemensamt")));
        Assert.Equal(0, await kst.HereAsync("import", "agreements", RepoRoot.PathOf("tests", "data", "sample", "avtal")));
        var csv = await File.ReadAllBytesAsync(RepoRoot.PathOf("tests", "data", "sample", "leveranser", "norrbotten", "2026-03", "NB_vardkontakter_202603.csv"));
        foreach (var number in new[] { 1, 2, 3 })
        {
            var folder = Directory.CreateDirectory(Path.Combine(kst.DataFolder, $"leverans-{number}")).FullName;
            await File.WriteAllBytesAsync(Path.Combine(folder, "NB_vardkontakter_202603.csv"), [.. csv, .. Enumerable.Repeat((byte)'\n', number)]);
            if (number < 3) Assert.Equal(Quarantined, await kst.HereAsync("import", "contacts", folder, "--region", "norrbotten"));
        }
        return kst;
    }

    private static string[] Third(Kst kst) => ["import", "contacts", Path.Combine(kst.DataFolder, "leverans-3"), "--region", "norrbotten"];

    private static async Task<string> StateAsync(Kst kst)
    {
        var file = Path.Combine(kst.TempFolder, "avstamning.json");
        Assert.Equal(0, await kst.HereAsync("export", "reconciliation", "--out", file));
        return await File.ReadAllTextAsync(file);
    }

    /// <summary>How many rows lie there, seen or not.</summary>
    private static async Task<string> RowsAsync(Kst kst)
    {
        await using DbConnection connection = kst.Engine == Engine.Postgres ? new NpgsqlConnection(kst.ConnectionString) : new SqliteConnection(kst.ConnectionString);
        await connection.OpenAsync();
        List<string> counts = [];
        foreach (var table in new[] { "contact", "quarantine_row", "volume_cell", "delivery" })
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT count(*) FROM nivastrukturering{(kst.Engine == Engine.Postgres ? '.' : '_')}{table}";
            counts.Add(Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!);
        }
        return string.Join(' ', counts);
    }

    private static async Task<int> WithSmallFilesAsync(Kst kst, int kilobytes, string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        ProcessStartInfo start = new("bash", ["-c", $"trap '' XFSZ; ulimit -f {kilobytes}; exec dotnet \"$@\"", "bash", RepoRoot.PathOf("artifacts", "bin", "Host", configuration, "kst.dll"), .. arguments, "--data", kst.DataFolder])
        {
            UseShellExecute = false, RedirectStandardError = true,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // else the runtime itself wants a large file
        using var process = Process.Start(start)!;
        var talk = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        kst.Said.Add(new(process.ExitCode, "", talk));
        return process.ExitCode;
    }
}
