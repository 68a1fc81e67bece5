using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>What the one who runs a host relies on, tried on the program itself.</summary>
public sealed class OperationsTests
{
    [Theory, OnEachDatabase]
    public async Task Doctor_says_that_all_is_well(Engine engine)
    {
        await using var kst = await Kst.OnAsync(engine);
        Dictionary<string, string?> address = new() { ["KST__Http__Urls"] = $"http://127.0.0.1:{FreePort()}" };

        var well = await kst.RunAsync(address, "doctor", "--output", "json");

        Assert.Equal(0, well.Code);
        using var checks = JsonDocument.Parse(well.Output);
        Assert.All(checks.RootElement.EnumerateArray(), check => Assert.Equal("Ok", check.GetProperty("state").GetString()));
        Assert.Contains(checks.RootElement.EnumerateArray(), check => check.GetProperty("name").GetString() == "Databas");
    }

    [Fact]
    public async Task Doctor_ends_with_10_and_a_remedy_when_the_address_is_taken_and_the_database_is_empty()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var empty = Directory.CreateDirectory(Path.Combine(kst.TempFolder, "tom")).FullName;

        var ended = await kst.RunAsync(new Dictionary<string, string?>
        {
            ["KST__Http__Urls"] = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}", ["KST__Data__Folder"] = empty, ["KST__Database__ConnectionString"] = null,
        }, "doctor");

        Assert.Equal(10, ended.Code);
        Assert.Contains("välj en annan port", ended.Output, StringComparison.Ordinal);
        Assert.Contains("kst migrate", ended.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(empty, "kst.db")), "doctor only reads");
    }

    [Fact]
    public async Task Telemetry_goes_to_the_named_collector_with_routes_and_never_with_a_personal_link()
    {
        await using var collector = Collector.Start();
        var folder = Directory.CreateTempSubdirectory("kst-otel-").FullName;
        try
        {
            await using var host = await HostProcess.StartAsync(folder, new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
            }, "run", "--urls", "http://127.0.0.1:0");
            using var client = new HttpClient { BaseAddress = host.Address };

            await client.GetAsync("/svara/hemlig-nyckel-till-formularet");

            var traces = await collector.First("/v1/traces", "/svara/{token}");
            Assert.DoesNotContain("hemlig-nyckel", traces, StringComparison.Ordinal);
            Assert.Contains("kunskapsstyrning", traces, StringComparison.Ordinal);
            Assert.Contains("http.server.request.duration", await collector.First("/v1/metrics", "http.server.request.duration"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Example_data_is_taken_away_after_a_typed_word_and_the_host_comes_back_empty()
    {
        var folder = Directory.CreateTempSubdirectory("kst-exempel-").FullName;
        try
        {
            var port = FreePort();
            await using var host = await HostProcess.StartAsync(folder, [], "run", "--demo", "--urls", $"http://127.0.0.1:{port}");
            using var client = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = host.Address };
            await client.SignInAsync(Roles.OperationsAdmin);
            Assert.Contains("2026", await client.GetStringAsync("/dialoger"), StringComparison.Ordinal);

            var unsure = await client.PostFormAsync("/administration/exempeldata", new Dictionary<string, string> { ["Bekrafta"] = "ja" });
            Assert.Contains("Inget är borttaget", await unsure.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            var sure = await client.PostFormAsync("/administration/exempeldata", new Dictionary<string, string> { ["Bekrafta"] = "TA BORT" });
            Assert.Contains("Exempeldata tas bort nu", await sure.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await host.ComesBack();

            await client.SignInAsync(Roles.OperationsAdmin);
            var rounds = await client.GetStringAsync("/dialoger");
            Assert.Contains("2024", rounds, StringComparison.Ordinal);
            Assert.DoesNotContain("2026/rpo", rounds, StringComparison.Ordinal);
            Assert.Contains("exempeldata är borttagna", rounds, StringComparison.Ordinal);
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "arkiv"), "demo.db", SearchOption.AllDirectories));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Takes what is sent to it, as a region's collector would.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Body)> _got = [];
        private readonly SemaphoreSlim _arrived = new(0);

        public required string Address { get; init; }

        public static Collector Start()
        {
            var collector = new Collector { Address = $"http://127.0.0.1:{FreePort()}" };
            collector._listener.Prefixes.Add(collector.Address + "/");
            collector._listener.Start();
            _ = collector.Receive();
            return collector;
        }

        /// <summary>The first body at that address that holds the text.</summary>
        public async Task<string> First(string path, string text)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (true)
            {
                if (_got.FirstOrDefault(g => g.Path == path && g.Body.Contains(text, StringComparison.Ordinal)).Body is { } body) return body;
                await _arrived.WaitAsync(patience.Token);
            }
        }

        public ValueTask DisposeAsync()
        {
            _listener.Close();
            _arrived.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task Receive()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                using var reader = new StreamReader(context.Request.InputStream, Encoding.Latin1);
                _got.Enqueue((context.Request.Url!.AbsolutePath, await reader.ReadToEndAsync()));
                context.Response.Close();
                _arrived.Release();
            }
        }
    }
}
