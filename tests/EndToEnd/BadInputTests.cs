using System.Net;
using System.Net.Sockets;
using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>Each way of going wrong gives one clear Swedish line, the documented exit code, and leaves everything as it was.</summary>
public sealed class BadInputTests(BadInputTests.LoadedSample sample) : IClassFixture<BadInputTests.LoadedSample>
{
    private static readonly string Sample = RepoRoot.PathOf("tests", "data", "sample");

    [Fact]
    public async Task A_delivery_with_a_wrong_column_is_rejected_and_changes_nothing()
    {
        await using var kst = await Loaded();
        var folder = Copy(kst, "norrbotten", "2026-03", text => text.Replace("Kommunkod", "Hemkommunkod", StringComparison.Ordinal));
        await Refused(kst, 5, "Kommunkod", "import", "contacts", folder, "--region", "norrbotten");
    }

    [Fact]
    public async Task A_truncated_file_is_rejected_and_changes_nothing()
    {
        await using var kst = await Loaded();
        var folder = Copy(kst, "jamtland-harjedalen", "2026-03", text => text[..(text.Length / 2)]);
        await Refused(kst, 5, "KST-208", "import", "contacts", folder, "--region", "jamtland-harjedalen");
    }

    [Fact]
    public async Task Another_region_s_delivery_is_refused_and_changes_nothing()
    {
        await using var kst = await Loaded();
        await Refused(kst, 9, "Västerbotten", "import", "contacts", Path.Combine(Sample, "leveranser", "vasterbotten", "2026-03"), "--region", "norrbotten");
    }

    [Fact]
    public async Task Another_region_s_structure_is_refused_and_changes_nothing()
    {
        await using var kst = await Loaded();
        await Refused(kst, 5, "LPO-002", "import", "structure", Path.Combine(Sample, "lpo", "norrbotten", "lpo.csv"), "--region", "vasternorrland");
    }

    [Fact]
    public async Task A_price_list_with_an_error_is_refused_and_the_former_stays()
    {
        await using var kst = await Loaded();
        await Refused(kst, 5, "PRI-001", "import", "agreements", Path.Combine(Sample, "fientligt-referens", "pris-overlapp", "prislista-23.csv"));
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        await kst.ConfigureAsync();
        Assert.Equal(0, await kst.HereAsync("import", "reference", Path.Combine(Sample, "gemensamt")));
        Assert.Equal(0, await kst.HereAsync("import", "agreements", Path.Combine(Sample, "avtal")));
        var ended = await Unchanged(kst, 4, "import", "contacts", Path.Combine(Sample, "leveranser", "norrbotten", "2026-03"), "--region", "norrbotten", "--dry-run");
        Assert.Contains("244", ended.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_region_an_unknown_command_and_a_missing_file_are_misuse()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        Assert.Contains("norrbotten", Says(await kst.RunAsync("import", "contacts", Sample, "--region", "nordland"), 2), StringComparison.Ordinal);
        Says(await kst.RunAsync("impotr"), 2);
        Says(await kst.RunAsync("import", "structure", "finns-inte.txt", "--region", "norrbotten"), 2);
    }

    [Fact]
    public async Task A_region_without_an_adapter_is_told_where_to_put_one()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        var nowhere = new Dictionary<string, string?> { ["KST__Adapters__ProgramFolder"] = kst.TempFolder };
        Says(await kst.RunAsync(nowhere, "import", "structure", Path.Combine(Sample, "lpo", "norrbotten", "lpo.csv"), "--region", "norrbotten"), 3);
    }

    [Fact]
    public async Task A_plugin_for_another_major_version_of_the_Sdk_is_incompatible()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        var plugin = Directory.CreateDirectory(Path.Combine(kst.TempFolder, "norrbotten")).FullName;
        foreach (var file in Directory.GetFiles(RepoRoot.PathOf("artifacts", "adapters", "norrbotten"))) File.Copy(file, Path.Combine(plugin, Path.GetFileName(file)));
        var manifest = Path.Combine(plugin, "adapter.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("[1.0,2.0)", "[2.0,3.0)", StringComparison.Ordinal));
        var other = new Dictionary<string, string?> { ["KST__Adapters__ProgramFolder"] = kst.TempFolder };
        Says(await kst.RunAsync(other, "import", "structure", Path.Combine(Sample, "lpo", "norrbotten", "lpo.csv"), "--region", "norrbotten"), 7);
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Assert.Contains("KST__Http__Urls", Says(await kst.RunAsync("run", "--urls", $"http://127.0.0.1:{port}"), 6), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_a_matter_of_rights()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        Says(await kst.RunAsync(new Dictionary<string, string?> { ["KST__Data__Folder"] = "/proc/kst" }, "export", "reconciliation"), 9);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_not_there_can_be_tried_again()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        var postgres = new Dictionary<string, string?> { ["KST__Database__Provider"] = "Postgres", ["KST__Database__ConnectionString"] = "Host=127.0.0.1;Port=1;Username=ingen;Database=ingen;Timeout=2" };
        Assert.Contains("PostgreSQL", Says(await kst.RunAsync(postgres, "export", "reconciliation"), 6), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_s_host_wants_its_database_made_first()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        var region = new Dictionary<string, string?> { ["KST__Host__Role"] = "Region", ["KST__Host__Region"] = "norrbotten", ["KST__Data__Folder"] = Path.Combine(kst.TempFolder, "ny") };
        Assert.Contains("kst migrate", Says(await kst.RunAsync(region, "export", "reconciliation"), 7), StringComparison.Ordinal);
        Assert.Equal(0, (await kst.RunAsync(region, "migrate")).Code);
        Assert.Equal(0, (await kst.RunAsync(region, "export", "reconciliation")).Code);
    }

    [Fact]
    public async Task A_database_made_by_a_newer_program_is_not_touched()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        await using (var connection = new SqliteConnection(kst.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO structure_migration VALUES ('9999_Framtiden', '10.0.0')";
            await command.ExecuteNonQueryAsync();
        }
        SqliteConnection.ClearAllPools();
        Assert.Contains("nyare", Says(await kst.RunAsync("export", "reconciliation"), 7), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_named_with_its_key()
    {
        await using var kst = await Kst.OnAsync(Engine.Sqlite);
        Assert.Contains("Host:Role", Says(await kst.RunAsync(new Dictionary<string, string?> { ["KST__Host__Role"] = "Kommun" }, "export", "reconciliation"), 3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zip_that_is_no_zip_is_rejected()
    {
        await using var kst = await Loaded();
        var zip = Path.Combine(kst.TempFolder, "leverans.zip");
        await File.WriteAllTextAsync(zip, "inte en zip");
        await Refused(kst, 5, "KST-212", "import", "contacts", zip, "--region", "norrbotten");
    }

    private Task<Kst> Loaded() => sample.CopyAsync();

    private static async Task Refused(Kst kst, int code, string word, params string[] arguments) =>
        Assert.Contains(word, (await Unchanged(kst, code, arguments)).Talk, StringComparison.Ordinal);

    /// <summary>Runs the command and asserts that what the host holds is as before.</summary>
    private static async Task<Ended> Unchanged(Kst kst, int code, params string[] arguments)
    {
        var before = await Holdings(kst);
        var ended = await kst.RunAsync(arguments);
        Says(ended, code);
        Assert.Equal(before, await Holdings(kst));
        return ended;
    }

    /// <summary>What is in force; how refused deliveries ended is told beside it.</summary>
    private static async Task<string> Holdings(Kst kst)
    {
        var file = Path.Combine(kst.TempFolder, "avstamning.json");
        Assert.Equal(0, await kst.HereAsync("export", "reconciliation", "--out", file));
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        foreach (var delivery in json["leveranser"]!.AsObject().Where(d => (string?)d.Value!["status"] == "avvisad").Select(d => d.Key).ToList()) json["leveranser"]!.AsObject().Remove(delivery);
        return json.ToJsonString();
    }

    private static string Says(Ended ended, int code)
    {
        Assert.True(ended.Code == code, $"Code {ended.Code}, not {code}: {ended.Talk}");
        Assert.DoesNotContain("   at ", ended.Talk, StringComparison.Ordinal);
        return ended.Talk;
    }

    /// <summary>A delivery of the sample with its contact file changed and nothing that says so.</summary>
    private static string Copy(Kst kst, string region, string period, Func<string, string> change)
    {
        var folder = Directory.CreateDirectory(Path.Combine(kst.TempFolder, period)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Sample, "leveranser", region, period)).Where(f => !f.EndsWith("leverans.json", StringComparison.Ordinal)))
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), Encoding.Latin1.GetBytes(file.Contains("vardkontakter", StringComparison.Ordinal) ? change(text) : text));
        }
        return folder;
    }

    /// <summary>The sample, read in once; each test has a copy.</summary>
    public sealed class LoadedSample : IAsyncLifetime
    {
        private Kst? _kst;

        /// <inheritdoc/>
        public async ValueTask InitializeAsync()
        {
            _kst = await Kst.OnAsync(Engine.Sqlite);
            await _kst.ConfigureAsync();
            Assert.Equal(4, await _kst.HereAsync("import", "dataset", Sample));
        }

        /// <inheritdoc/>
        public ValueTask DisposeAsync() => _kst!.DisposeAsync();

        internal Task<Kst> CopyAsync() => _kst!.CopyAsync();
    }
}
