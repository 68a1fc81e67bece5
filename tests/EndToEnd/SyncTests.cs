using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>Two real processes with two databases, mutual TLS between them.</summary>
public sealed class SyncTests
{
    private const string NewLpo = "Hud- och könssjukdomar";

    [Theory, OnEachDatabase]
    public async Task A_new_lpo_in_the_region_is_on_nrfs_map_after_the_job_once_and_nrfs_agreements_are_in_the_region(Engine engine)
    {
        await using var pair = await SyncPair.MakeAsync(engine, engine);
        await using var region = await pair.Region.ServeAsync();
        await using (await pair.Nrf.ServeAsync())
        {
            await RunAsync(pair.Nrf, 0, "import", "agreements", Sample("avtal", "avtal.json"), Sample("avtal", "abonnemang.json"));
            await RunAsync(pair.Region, 0, "sync", "now");
        }
        Assert.Equal(9, (await pair.Region.RunAsync("import", "agreements", Sample("avtal", "avtal.json"))).Code); // here they are copies
        Assert.Equal(await FilesAsync(pair.Nrf), await FilesAsync(pair.Region));
        var reconciliation = JsonNode.Parse((await RunAsync(pair.Region, 0, "export", "reconciliation")).Output)!;
        Assert.NotEmpty(reconciliation["abonnemang"]!.AsObject()); // and are what the region reckons with

        await RunAsync(pair.Region, 0, "import", "reference", Sample("gemensamt", "lpo-mappning.csv"));
        await RunAsync(pair.Region, 0, "import", "structure", await StructureAsync(pair.Region, without: NewLpo), "--region", "norrbotten");
        await RunAsync(pair.Nrf, 0, "sync", "now", "--peer", "norrbotten");
        Assert.Equal("ej kartlagt", await OnMapAsync(pair.Nrf));

        await RunAsync(pair.Region, 0, "import", "structure", await StructureAsync(pair.Region, without: null), "--region", "norrbotten");
        await RunAsync(pair.Nrf, 0, "sync", "now");
        Assert.Equal(NewLpo, await OnMapAsync(pair.Nrf));

        var state = await SyncPair.StateAsync(pair.Nrf);
        var again = await RunAsync(pair.Nrf, 0, "sync", "now");
        Assert.Contains("Norrbotten: 0 utförda, 0 väntar, 0 avvisade", again.Talk, StringComparison.Ordinal);
        Assert.Equal(state, await SyncPair.StateAsync(pair.Nrf));
        Assert.Single(state, line => line.StartsWith("structure.group:", StringComparison.Ordinal) && line.Contains($"name=LPO {NewLpo}|", StringComparison.Ordinal));
    }

    [Theory, OnEachDatabase]
    public async Task A_host_that_is_killed_at_any_step_leaves_the_same_state_as_a_run_without_a_crash(Engine engine)
    {
        await using var pair = await SyncPair.MakeAsync(engine, engine);
        string[] fetch = ["sync", "now"];
        int serverSteps;
        await using (await pair.Nrf.ServeAsync()) await RunAsync(pair.Region, 0, fetch);
        await RunAsync(pair.Region, 0, "import", "reference", Sample("gemensamt", "lpo-mappning.csv"));
        await RunAsync(pair.Region, 0, "import", "structure", Sample("lpo", "norrbotten", "lpo.csv"), "--region", "norrbotten");

        IReadOnlyList<string> expected;
        List<string> steps;
        await using (await pair.Region.ServeAsync())
        {
            await using (var clean = await pair.Nrf.CopyAsync())
            {
                var run = await clean.RunAsync(FaultAt(0), fetch);
                steps = [.. Regex.Matches(run.Talk, @"^FAULT \d+ (?<name>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture).Select(m => m.Groups["name"].Value)];
                expected = await SyncPair.StateAsync(clean);
            }
            Assert.Empty(new[] { "sync.lease-taken", "sync.fetched", "sync.replicas-saved", "sync.checkpoint-saved", "unit.before-commit", "unit.after-commit" }.Except(steps));

            ConcurrentDictionary<int, string> wrong = [];
            await Parallel.ForEachAsync(Enumerable.Range(1, steps.Count), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (step, _) =>
            {
                await using var copy = await CopyAsync(pair.Nrf);
                var killed = await copy.RunAsync(FaultAt(step), fetch);
                if (killed.Code != 137) wrong[step] = $"{steps[step - 1]}: was not killed but ended with {killed.Code}";
                var mended = await copy.RunAsync(fetch);
                if (mended.Code != 0) wrong[step] = $"{steps[step - 1]}: the run after ended with {mended.Code}: {mended.Talk}";
                else if (!expected.SequenceEqual(await SyncPair.StateAsync(copy))) wrong[step] = $"{steps[step - 1]}: the state is another";
            });
            Assert.Empty(wrong);
        }

        serverSteps = 0;
        while (true) // the server dies at its n:th step, until it has no n:th
        {
            await using var copy = await CopyAsync(pair.Nrf);
            await using (var dying = await pair.Region.ServeAsync(FaultAt(serverSteps + 1)))
            {
                var cut = await copy.RunAsync(fetch);
                if (cut.Code == 0) break;
                Assert.Equal(6, cut.Code);
                await dying.Ended;
            }
            serverSteps++;
            await using (await pair.Region.ServeAsync()) await RunAsync(copy, 0, fetch);
            Assert.Equal(expected, await SyncPair.StateAsync(copy));
        }
        Assert.Equal(4, serverSteps); // asked and answering, for the first page and for the rest
    }

    [Theory, OnEachDatabase]
    public async Task Rows_of_another_owner_and_strangers_are_refused_and_it_is_logged(Engine engine)
    {
        await using var pair = await SyncPair.MakeAsync(engine, engine);
        await RunAsync(pair.Region, 0, "import", "reference", Sample("gemensamt", "lpo-mappning.csv"));
        await using var region = await pair.Region.ServeAsync();

        Dictionary<string, string?> pinned = new() { ["KST__Sync__Peers__0__Thumbprint"] = new('0', 64) };
        var stranger = await pair.Nrf.RunAsync(pinned, "sync", "now");
        Assert.Equal(6, stranger.Code);
        Assert.Contains("annat certifikat", stranger.Talk, StringComparison.Ordinal);

        var pem = Path.Combine(pair.Nrf.DataFolder, "keys", "sync.pem");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(pem));
        await DoorAsync(pair.Region, region, pem);
        File.Move(pem, pem + ".undan");
        Assert.Equal(6, (await pair.Nrf.RunAsync("sync", "now")).Code); // it makes itself another certificate, which the region does not know
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
    private static async Task DoorAsync(Kst host, Serving serving, string pem)
    {
        var port = new Uri(host.Settings["KST__Sync__Urls"]!);
        using HttpClient bare = new(Tls()) { BaseAddress = port };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bare.GetAsync("/api/v1/sync/feed?after=0"));

        using var raw = X509Certificate2.CreateFromPemFile(pem);
        using HttpClient peer = new(Tls(raw)) { BaseAddress = port };
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(peer, "/api/v1/sync/feed?after=0"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(peer, "/health/live"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusOfAsync(peer, "/api/v1/sync/feed?after=-1"));
        using HttpClient person = new() { BaseAddress = serving.Address };
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(person, "/api/v1/sync/feed?after=0"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(person, "/health/live"));
    }

    private static SocketsHttpHandler Tls(params X509Certificate2[] shown) => new()
    {
        SslOptions = new() { ClientCertificates = [.. shown], RemoteCertificateValidationCallback = (_, _, _, _) => true },
    };

    private static async Task<HttpStatusCode> StatusOfAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>What Norrbotten's column says of the RPO on NRF's map, seen through the demonstration's sign-in, which NRF's own host does not have.</summary>
    private static async Task<string> OnMapAsync(Kst nrf)
    {
        var onlyLooking = nrf.Settings.Keys.Where(k => k.StartsWith("KST__Sync__", StringComparison.Ordinal)).ToDictionary(k => k, _ => (string?)null);
        onlyLooking["KST__Host__Role"] = "Demo";
        await using var serving = await nrf.ServeAsync(onlyLooking);
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
        await File.WriteAllLinesAsync(file, lines.Where(l => without is null || !l.Contains(without, StringComparison.Ordinal)), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return file;
    }

    private static async Task<Ended> RunAsync(Kst host, int code, params string[] arguments)
    {
        var ended = await host.RunAsync(arguments);
        Assert.True(ended.Code == code, $"kst {string.Join(' ', arguments)} ended with {ended.Code}: {ended.Talk}");
        return ended;
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
