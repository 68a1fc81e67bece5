using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>An import that ends in the middle leaves its month wholly as it was or wholly new, and the same import again ends as one that was never cut.</summary>
public sealed class ImportCrashTests
{
    private const int Killed = 128 + 9;

    [Theory, OnEachDatabase]
    public async Task An_import_that_is_killed_at_any_step_leaves_all_or_nothing_and_the_next_mends_it(Engine engine)
    {
        await using var start = await StartAsync(engine);
        var before = await StateAsync(start);
        await using var clean = await start.CopyAsync();
        var run = await clean.RunAsync(FaultAt(0), Third(clean));
        var steps = Regex.Matches(run.Talk, @"^FAULT \d+ (?<name>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture).Select(m => m.Groups["name"].Value).ToList();
        string[] wanted = ["import.begun", "import.stage-open", "import.block", "import.contacts-written", "import.staged", "import.attached", "import.flipped", "import.discarding", "import.cleaned", "unit.before-commit", "unit.after-commit"];
        Assert.Empty(wanted.Except(steps));
        var after = await StateAsync(clean);
        Assert.NotEqual(before, after);
        var (kept, flipped) = (await RowsAsync(clean), steps.LastIndexOf("unit.after-commit"));

        // Every step on SQLite; on PostgreSQL the last of each name, which for the commits is the flip.
        var tried = Enumerable.Range(1, steps.Count).Where(step => engine == Engine.Sqlite || !steps.Skip(step).Contains(steps[step - 1])).ToList();
        ConcurrentDictionary<int, string> wrong = [];
        await Parallel.ForEachAsync(tried, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (step, _) =>
        {
            await using var copy = await CopyAsync(start);
            var killed = await copy.RunAsync(FaultAt(step), Third(copy));
            if (killed.Code != Killed) wrong[step] = $"{steps[step - 1]}: was not killed but ended with {killed.Code}";
            if (await StateAsync(copy) != (step <= flipped ? before : after)) wrong[step] = $"{steps[step - 1]}: the kill left something in between";
            var mended = await copy.HereAsync(Third(copy));
            if (mended is not (0 or 4)) wrong[step] = $"{steps[step - 1]}: the run after ended with {mended}";
            else if (await StateAsync(copy) != after) wrong[step] = $"{steps[step - 1]}: the state is another";
            else if (await RowsAsync(copy) is var rows && rows != kept) wrong[step] = $"{steps[step - 1]}: {rows} rows lie there, not {kept}";
        });
        Assert.Empty(wrong);
    }

    /// <summary>A limit on the size of files stands in for a full disk: it makes the same writes fail, and needs no disk of its own. The server's disk is not tried.</summary>
    [Theory]
    [InlineData(64)]
    [InlineData(192)]
    public async Task A_disk_that_fills_up_leaves_all_or_nothing_and_the_next_import_mends_it(int kilobytes)
    {
        if (OperatingSystem.IsWindows()) return; // has no such limit
        await using var start = await StartAsync(Engine.Sqlite);
        var before = await StateAsync(start);
        await using var clean = await start.CopyAsync();
        Assert.Equal(4, await clean.HereAsync(Third(clean)));

        var code = await WithSmallFilesAsync(start, kilobytes, Third(start));
        Assert.True(code is 1 or 6, $"ended with {code}");
        Assert.Equal(before, await StateAsync(start));
        Assert.Equal(4, await start.HereAsync(Third(start)));
        Assert.Equal(await StateAsync(clean), await StateAsync(start));
        Assert.Equal(await RowsAsync(clean), await RowsAsync(start));
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
            if (number < 3) Assert.Equal(4, await kst.HereAsync("import", "contacts", folder, "--region", "norrbotten"));
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

    private static readonly SemaphoreSlim _oneCopy = new(1);

    private static async Task<Kst> CopyAsync(Kst host)
    {
        await _oneCopy.WaitAsync();
        try
        {
            return await host.CopyAsync();
        }
        finally
        {
            _oneCopy.Release();
        }
    }

    private static Dictionary<string, string?> FaultAt(int step) => new() { ["KST_FAULT"] = step.ToString(CultureInfo.InvariantCulture) };
}
