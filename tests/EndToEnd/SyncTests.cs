using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>Two real processes with two databases, mutual TLS between them.</summary>
public sealed class SyncTests
{
    private const string NewLpo = "Hud- och könssjukdomar";

    private const int Killed = 128 + 9;

    private static readonly string[] _fetch = ["sync", "now"];

    [Theory, OnEachDatabase]
    public async Task A_new_lpo_in_the_region_is_on_nrfs_map_after_the_job_once_and_nrfs_agreements_are_in_the_region(Engine engine)
    {
        await using var pair = await SyncPair.MakeAsync(engine, engine);
        await using var region = await pair.Region.ServeAsync();
        await using (await pair.Nrf.ServeAsync())
        {
            Assert.Equal(0, await pair.Nrf.HereAsync("import", "agreements", Sample("avtal", "avtal.json"), Sample("avtal", "abonnemang.json")));
            Assert.Equal(0, await pair.Region.HereAsync(_fetch));
        }
        Assert.Equal(9, await pair.Region.HereAsync("import", "agreements", Sample("avtal", "avtal.json"))); // here they are copies
        Assert.Equal(await FilesAsync(pair.Nrf), await FilesAsync(pair.Region));
        var reckoned = Path.Combine(pair.Region.TempFolder, "avstamning.json");
        Assert.Equal(0, await pair.Region.HereAsync("export", "reconciliation", "--out", reckoned));
        Assert.NotEmpty(JsonNode.Parse(await File.ReadAllTextAsync(reckoned))!["abonnemang"]!.AsObject()); // and are what the region reckons with

        Assert.Equal(0, await pair.Region.HereAsync("import", "reference", Sample("gemensamt", "lpo-mappning.csv")));
        Assert.Equal(0, await pair.Region.HereAsync("import", "structure", await StructureAsync(pair.Region, without: NewLpo), "--region", "norrbotten"));
        Assert.Equal(0, await pair.Nrf.HereAsync("sync", "now", "--peer", "norrbotten"));
        Assert.Empty(await GroupsAsync(pair.Nrf));

        Assert.Equal(0, await pair.Region.HereAsync("import", "structure", await StructureAsync(pair.Region, without: null), "--region", "norrbotten"));
        Assert.Equal(0, await pair.Nrf.HereAsync(_fetch));
        Assert.Single(await GroupsAsync(pair.Nrf));
        Assert.Equal(NewLpo, await OnMapAsync(pair.Nrf));

        var state = await SyncPair.StateAsync(pair.Nrf);
        var again = await pair.Nrf.RunAsync(_fetch);
        Assert.Contains("Norrbotten: 0 utförda, 0 väntar, 0 avvisade", again.Talk, StringComparison.Ordinal);
        Assert.Equal(state, await SyncPair.StateAsync(pair.Nrf));
    }

    /// <summary>
    /// A process that is killed does nothing more: on SQLite its files as they are at every step of a fetch in this process go on in a copy, and one
    /// real kill -9 shows that it is the same. On PostgreSQL a process is killed at the last step of each name, which is where the page is written.
    /// </summary>
    [Theory, OnEachDatabase]
    public async Task A_fetch_that_is_killed_at_any_step_leaves_the_same_state_as_one_without_a_crash(Engine engine)
    {
        await using var pair = await PairWithNewsAsync(engine);
        await using var region = await pair.Region.ServeAsync();
        await using var clean = await pair.Nrf.CopyAsync();
        List<string> steps = [];
        ConcurrentDictionary<int, Kst> dead = [];
        Assert.Equal(0, await WatchedAsync(clean, name =>
        {
            steps.Add(name);
            if (engine == Engine.Sqlite) dead[steps.Count] = clean.CopyAsync().GetAwaiter().GetResult();
        }));
        Assert.Empty(new[] { "sync.lease-taken", "sync.fetched", "sync.replicas-saved", "sync.checkpoint-saved", "unit.before-commit", "unit.after-commit" }.Except(steps));
        var expected = await SyncPair.StateAsync(clean);

        foreach (var copy in dead.Values) await BuryAsync(copy);
        var written = steps.LastIndexOf("sync.checkpoint-saved") + 1;
        var killed = engine == Engine.Sqlite ? [written] : Enumerable.Range(1, steps.Count).Where(step => !steps.Skip(step).Contains(steps[step - 1]));
        await Parallel.ForEachAsync(killed, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (step, _) =>
        {
            var copy = await CopyAsync(pair.Nrf);
            Assert.Equal(Killed, (await copy.RunAsync(FaultAt(step), _fetch)).Code);
            dead[engine == Engine.Sqlite ? steps.Count + 1 : step] = copy;
        });
        if (engine == Engine.Sqlite) Assert.Equal(await SyncPair.StateAsync(dead[written]), await SyncPair.StateAsync(dead[steps.Count + 1]));

        ConcurrentDictionary<int, string> wrong = [];
        await Parallel.ForEachAsync(dead, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (each, _) =>
        {
            await using var copy = each.Value;
            var name = steps.ElementAtOrDefault(each.Key - 1) ?? "kill -9";
            var mended = await copy.HereAsync(_fetch);
            if (mended != 0) wrong[each.Key] = $"{name}: the run after ended with {mended}";
            else if (!expected.SequenceEqual(await SyncPair.StateAsync(copy))) wrong[each.Key] = $"{name}: the state is another";
        });
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_host_that_is_killed_at_any_step_of_serving_leaves_the_same_state_as_one_without_a_crash()
    {
        await using var pair = await PairWithNewsAsync(Engine.Sqlite); // serving only reads: one engine says it
        List<Kst> cut = [];
        for (var step = 1; ; step++) // until there is no such step
        {
            var copy = await pair.Nrf.CopyAsync();
            cut.Add(copy);
            await using var dying = await pair.Region.ServeAsync(FaultAt(step));
            var code = await copy.HereAsync(_fetch);
            if (code == 0) break;
            Assert.Equal(6, code);
            await dying.Ended;
        }
        Assert.Equal(4, cut.Count - 1); // asked and answering, for the first page and for the rest

        var expected = await SyncPair.StateAsync(cut[^1]);
        await using var region = await pair.Region.ServeAsync();
        foreach (var copy in cut)
        {
            Assert.Equal(0, await copy.HereAsync(_fetch));
            Assert.Equal(expected, await SyncPair.StateAsync(copy));
            await copy.DisposeAsync();
        }
    }

    [Fact]
    public async Task Rows_of_another_owner_and_strangers_are_refused_and_it_is_logged()
    {
        await using var pair = await SyncPair.MakeAsync(Engine.Sqlite, Engine.Sqlite); // Sync.Tests refuse on both engines
        Assert.Equal(0, await pair.Region.HereAsync("import", "reference", Sample("gemensamt", "lpo-mappning.csv")));
        await using var region = await pair.Region.ServeAsync();

        Dictionary<string, string?> pinned = new() { ["KST__Sync__Peers__0__Thumbprint"] = new('0', 64) };
        var stranger = await pair.Nrf.RunAsync(pinned, "sync", "now");
        Assert.Equal(6, stranger.Code);
        Assert.Contains("annat certifikat", stranger.Talk, StringComparison.Ordinal);

        var pem = Path.Combine(pair.Nrf.DataFolder, "keys", "sync.pem");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pem));
        await DoorAsync(pair, region, pem);
        File.Move(pem, pem + ".undan");
        Assert.Equal(6, await pair.Nrf.HereAsync(_fetch)); // it makes itself another certificate, which the region does not know
        File.Move(pem + ".undan", pem, overwrite: true);

        Dictionary<string, string?> wrongOwner = new() { ["KST__Sync__Peers__0__Owner"] = "24" };
        var before = (await SyncPair.StateAsync(pair.Nrf)).Where(l => !l.StartsWith("sync.", StringComparison.Ordinal));
        var refused = await pair.Nrf.RunAsync(wrongOwner, "sync", "now");
        Assert.Equal(4, refused.Code);
        Assert.Contains("of owner 25 was refused", refused.Talk, StringComparison.Ordinal);
        Assert.Equal(before, (await SyncPair.StateAsync(pair.Nrf)).Where(l => !l.StartsWith("sync.", StringComparison.Ordinal)));
        var status = await pair.Nrf.RunAsync("sync", "status");
        Assert.DoesNotContain("Väntar, avvisade   0, 0", status.Output, StringComparison.Ordinal);
    }

    /// <summary>The port for hosts lets in nobody without a pinned certificate and answers nothing but the feed; the port for people does not answer the feed.</summary>
    private static async Task DoorAsync(SyncPair pair, Serving serving, string pem)
    {
        var port = new Uri(pair.Region.Settings["Sync:Urls"]);
        var thumbprint = pair.Nrf.Settings["Sync:Peers:0:Thumbprint"];
        using HttpClient bare = new(Tls(thumbprint)) { BaseAddress = port };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bare.GetAsync("/api/v1/sync/feed?after=0"));

        using var raw = X509Certificate2.CreateFromPemFile(pem);
        using HttpClient peer = new(Tls(thumbprint, raw)) { BaseAddress = port };
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(peer, "/api/v1/sync/feed?after=0"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(peer, "/health/live"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOfAsync(peer, "/api/v1/sync/feed?after=-1"));
        using HttpClient person = new() { BaseAddress = serving.Address };
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(person, "/api/v1/sync/feed?after=0"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(person, "/health/live"));
    }

    private static SocketsHttpHandler Tls(string thumbprint, params X509Certificate2[] shown) => new()
    {
        SslOptions = new()
        {
            ClientCertificates = [.. shown],
            RemoteCertificateValidationCallback = (_, server, _, _) => server!.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).Equals(thumbprint, StringComparison.OrdinalIgnoreCase),
        },
    };

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>What Norrbotten's column says of the RPO on NRF's map, seen through the demonstration's sign-in, which NRF's own host does not have.</summary>
    private static async Task<string> OnMapAsync(Kst nrf)
    {
        await using var copy = await nrf.CopyAsync();
        foreach (var key in copy.Settings.Keys.Where(k => k.StartsWith("Sync:", StringComparison.Ordinal)).ToList()) copy.Settings.Remove(key);
        copy.Settings["Host:Role"] = "Demo";
        await copy.ConfigureAsync();
        await using var serving = await copy.ServeAsync();
        using HttpClient client = new(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = serving.Address };
        await client.SignInAsync(Roles.Director);
        var map = await client.GetStringAsync("/struktur/lpo-karta.csv");
        return Assert.Single(map.Split('\n'), line => line.StartsWith(NewLpo + ";", StringComparison.Ordinal)).Split(';')[1];
    }

    private static async Task<IReadOnlyList<string>> FilesAsync(Kst host) =>
        [.. (await SyncPair.StateAsync(host)).Where(l => l.StartsWith("nivastrukturering.reference_file", StringComparison.Ordinal))];

    private static async Task<string> StructureAsync(Kst host, string? without)
    {
        var lines = await File.ReadAllLinesAsync(Sample("lpo", "norrbotten", "lpo.csv"));
        var file = Path.Combine(host.TempFolder, "lpo.csv");
        await File.WriteAllLinesAsync(file, lines.Where(l => without is null || !l.Contains(without, StringComparison.Ordinal)), Utf8WithMark);
        return file;
    }

    /// <summary>The region has NRF's structure, and an LPO structure that NRF has not fetched yet.</summary>
    private static async Task<SyncPair> PairWithNewsAsync(Engine engine)
    {
        var pair = await SyncPair.MakeAsync(engine, engine);
        await using (await pair.Nrf.ServeAsync()) Assert.Equal(0, await pair.Region.HereAsync(_fetch));
        Assert.Equal(0, await pair.Region.HereAsync("import", "reference", Sample("gemensamt", "lpo-mappning.csv")));
        var few = (await File.ReadAllLinesAsync(Sample("lpo", "norrbotten", "lpo.csv"))).Take(4);
        var file = Path.Combine(pair.Region.TempFolder, "lpo.csv");
        await File.WriteAllLinesAsync(file, few, Utf8WithMark);
        Assert.Equal(0, await pair.Region.HereAsync("import", "structure", file, "--region", "norrbotten"));
        return pair;
    }

    private static async Task<List<string>> GroupsAsync(Kst host) =>
        [.. (await SyncPair.StateAsync(host)).Where(l => l.StartsWith("structure.group:", StringComparison.Ordinal) && l.Contains($"name=LPO {NewLpo}|", StringComparison.Ordinal))];

    private static System.Text.UTF8Encoding Utf8WithMark { get; } = new(encoderShouldEmitUTF8Identifier: true);

    private static async Task<int> WatchedAsync(Kst host, Action<string> watcher)
    {
        Fault.Watcher = watcher;
        return await host.HereAsync(_fetch);
    }

    /// <summary>This process holds the lease in the copy, and lives: it is to be one that is gone.</summary>
    private static async Task BuryAsync(Kst copy)
    {
        await using SqliteConnection connection = new(copy.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE kernel_lease_row SET holder = replace(holder, '/{Environment.ProcessId}/', '/{int.MaxValue}/')";
        await command.ExecuteNonQueryAsync();
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

    private static Dictionary<string, string?> FaultAt(int step) => new() { ["KST_FAULT"] = step.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private static string Sample(params string[] parts) => RepoRoot.PathOf(["tests", "data", "sample", .. parts]);
}
