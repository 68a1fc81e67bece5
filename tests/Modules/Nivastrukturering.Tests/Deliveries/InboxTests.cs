using System.IO.Compression;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Inbox;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class InboxTests
{
    private static readonly string Set = Repository.DataSet("sample");
    private readonly SetClock _clock = new(new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    [Theory, OnEachDatabase]
    public async Task A_delivery_whose_manifest_fits_is_read_at_once_then_put_away_and_the_same_again_changes_nothing(Engine engine)
    {
        await using var host = await Start(engine);
        Put(host, "norrbotten/2026-03");
        var zip = Path.Combine(Folder(host, "vasternorrland"), "mars.zip");
        await ZipFile.CreateFromDirectoryAsync(Path.Combine(Set, "leveranser", "vasternorrland", "2026-03"), zip, Ct);

        await Look(host);
        Assert.Equal(["norrbotten/2026-03 inläst inkorgen", "vasternorrland/mars.zip inläst inkorgen"], await Deliveries(host));
        Assert.Equal([Path.Combine("arkiv", "20261122T080000-2026-03")], Left(host, "norrbotten"));
        Assert.Equal([Path.Combine("arkiv", "20261122T080000-mars.zip")], Left(host, "vasternorrland"));
        Assert.True(File.Exists(Path.Combine(Folder(host, "norrbotten"), "arkiv", "20261122T080000-2026-03", "leverans.json")));

        _clock.Now += TimeSpan.FromSeconds(30);
        Put(host, "norrbotten/2026-03");
        await Look(host);
        Assert.Equal(2, (await Deliveries(host)).Count);
        Assert.Equal(2, Left(host, "norrbotten").Count);
        await Look(host);
        Assert.Empty(await Items(host));
    }

    [Fact]
    public void Any_regions_host_has_a_folder_of_its_own_and_the_federation_has_none()
    {
        Assert.Equal(["kalmar"], RegionsOf(HostRole.Region, "08"));
        Assert.Equal(Region.Norra.Select(r => r.Key), RegionsOf(HostRole.Demo, null));
        Assert.Empty(RegionsOf(HostRole.Federation, null));

        static IEnumerable<string> RegionsOf(HostRole role, string? region) => InboxSettings.Read(new ConfigurationBuilder().Build(), new()
        {
            Role = role, Region = region is null ? null : RegionCode.Parse(region, null), DataFolder = Path.GetTempPath(), Engine = Engine.Sqlite, ConnectionString = "",
        }).Regions.Select(r => r.Key);
    }

    [Theory, OnEachDatabase]
    public async Task Files_without_a_manifest_are_read_when_nothing_has_changed_for_a_while(Engine engine)
    {
        await using var host = await Start(engine);
        var files = Directory.GetFiles(Path.Combine(Set, "leveranser", "vasterbotten", "2026-03"), "*.csv");
        foreach (var file in files.Where(f => !f.Contains("diagnos", StringComparison.Ordinal))) File.Copy(file, Path.Combine(Folder(host, "vasterbotten"), Path.GetFileName(file)));
        await Look(host);
        _clock.Now += TimeSpan.FromSeconds(119);
        var last = files.Single(f => f.Contains("diagnos", StringComparison.Ordinal));
        File.Copy(last, Path.Combine(Folder(host, "vasterbotten"), Path.GetFileName(last)));
        await Look(host);
        _clock.Now += TimeSpan.FromSeconds(119);
        await Look(host);
        Assert.Empty(await Deliveries(host));

        _clock.Now += TimeSpan.FromSeconds(1);
        await Look(host);
        Assert.Equal(["vasterbotten/2026-03 inläst inkorgen"], await Deliveries(host));
        Assert.Equal([Path.Combine("arkiv", "20261122T080359-2026-03"), "enheter.csv"], Left(host, "vasterbotten")); // the unit table waits for the next month
    }

    [Fact]
    public async Task Files_that_are_left_are_read_once_even_when_the_delivery_has_been_undone()
    {
        await using var host = await Start(Engine.Sqlite, after: "leave");
        Put(host, "norrbotten/2026-03");
        await Look(host);
        await host.InScopeAsync(async scope =>
        {
            var delivery = await scope.GetRequiredService<NivastruktureringDb>().Deliveries.AsNoTracking().SingleAsync(Ct);
            await scope.GetRequiredService<UndoDelivery>().Run(Guid.CreateVersion7(), delivery, Ct);
            return true;
        });
        await Look(host);
        Assert.Equal(["norrbotten/2026-03 ångrad inkorgen"], await Deliveries(host));
        Assert.Equal(["2026-03"], Left(host, "norrbotten"));
    }

    [Fact]
    public async Task A_rejected_delivery_stays_and_is_tried_again_when_it_has_been_mended()
    {
        await using var host = await Start(Engine.Sqlite);
        var folder = Put(host, "norrbotten/2026-03");
        var csv = Path.Combine(folder, "NB_vardkontakter_202603.csv");
        var good = await File.ReadAllBytesAsync(csv, Ct);
        await File.WriteAllBytesAsync(csv, [.. good, (byte)'\n'], Ct);
        await Look(host); // does not fit its manifest: perhaps it is being written
        Assert.Empty(await Deliveries(host));
        _clock.Now += TimeSpan.FromMinutes(2);
        await Look(host);
        await Look(host);
        Assert.Equal(["norrbotten/2026-03 avvisad inkorgen"], await Deliveries(host));
        Assert.Equal(["2026-03"], Left(host, "norrbotten"));

        await File.WriteAllBytesAsync(csv, good, Ct);
        await Look(host);
        Assert.Equal(["norrbotten/2026-03 avvisad inkorgen", "norrbotten/2026-03 inläst inkorgen"], await Deliveries(host));
    }

    [Fact]
    public async Task A_source_that_is_out_of_reach_is_tried_again_with_longer_and_longer_waits()
    {
        var reachable = false;
        await using var host = await Start(Engine.Sqlite, wrap: sink => reachable ? sink : throw new SourceUnavailableException("Mappen nås inte."));
        Put(host, "norrbotten/2026-03");
        await Look(host);
        await Look(host); // not its turn yet
        Assert.Equal(("Mappen nås inte.", _clock.Now.UtcDateTime.AddSeconds(30)), Assert.Single((await Items(host)).Select(i => (i.Message, i.NextAt!.Value))));
        _clock.Now += TimeSpan.FromSeconds(30);
        await Look(host);
        Assert.Equal((2, _clock.Now.UtcDateTime.AddSeconds(60)), Assert.Single((await Items(host)).Select(i => (i.Attempts, i.NextAt!.Value))));
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("Försöker igen", await host.Client.GetStringAsync("/administration/import", Ct), StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        Assert.Contains("från inkorgen", await host.Client.GetStringAsync("/drift/jobb", Ct), StringComparison.Ordinal);

        reachable = true;
        _clock.Now += TimeSpan.FromSeconds(60);
        using var pressed = await host.Client.PostFormAsync("/drift/jobb", new Dictionary<string, string>());
        Assert.True(pressed.IsSuccessStatusCode);
        Assert.Equal(["norrbotten/2026-03 inläst inkorgen"], await Deliveries(host));
    }

    [Fact]
    public async Task A_delivery_in_the_folder_of_another_region_is_not_read()
    {
        await using var host = await Start(Engine.Sqlite);
        Copy(Path.Combine(Set, "leveranser", "norrbotten", "2026-03"), Path.Combine(Folder(host, "vasterbotten"), "2026-03"));
        await Look(host);
        Assert.Empty(await Deliveries(host));
        Assert.Equal([(InboxState.Refused, "Leveransen är från Region Norrbotten och läses in där.")], (await Items(host)).Select(i => (i.State, i.Message)));
    }

    [Fact]
    public void A_host_reads_the_folder_of_its_own_region_alone_and_says_which_setting_is_wrong()
    {
        var region = new HostSettings { Role = HostRole.Region, Region = RegionCode.Parse("24", null), DataFolder = Path.GetTempPath(), Engine = Engine.Sqlite, ConnectionString = "" };
        Assert.Equal(["vasterbotten"], InboxSettings.Read(Configured(), region).Regions.Select(r => r.Key));
        Assert.Empty(InboxSettings.Read(Configured(), region with { Role = HostRole.Federation, Region = null }).Regions);
        Assert.Contains("nivastrukturering:Inbox:After", Assert.Throws<ConfigurationException>(() => InboxSettings.Read(Configured(("Inbox:After", "radera")), region)).Message, StringComparison.Ordinal);
        Assert.Contains("Inbox:QuietSeconds", Assert.Throws<ConfigurationException>(() => InboxSettings.Read(Configured(("Inbox:QuietSeconds", "-1")), region)).Message, StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IConfiguration Configured(params (string Key, string Value)[] keys) =>
        new ConfigurationBuilder().AddInMemoryCollection(keys.ToDictionary(k => k.Key, k => (string?)k.Value)).Build();

    private async Task<TestHost> Start(Engine engine, string after = "archive", Func<IContactSink, IContactSink>? wrap = null)
    {
        var adapters = new BuiltAdapters(Set);
        var host = await TestHost.StartAsync(
            engine, new Dictionary<string, string?> { ["nivastrukturering:Inbox:IntervalSeconds"] = "0", ["nivastrukturering:Inbox:After"] = after },
            s => s.Replace(ServiceDescriptor.Singleton<IAdapterDirectory>(wrap is null ? adapters : new WrappedAdapters(adapters, wrap))), _clock);
        await ImportContactsTests.PutReferences(host);
        return host;
    }

    private static Task<bool> Look(TestHost host) => host.InScopeAsync(async scope =>
    {
        await scope.GetRequiredService<InboxReader>().Run(Ct);
        return true;
    });

    private static string Folder(TestHost host, string region) => Directory.CreateDirectory(Path.Combine(host.DataFolder, "inkorg", region)).FullName;

    private static string Put(TestHost host, string key)
    {
        var parts = key.Split('/');
        return Copy(Path.Combine(Set, "leveranser", parts[0], parts[1]), Path.Combine(Folder(host, parts[0]), parts[1]));
    }

    private static string Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return to;
    }

    /// <summary>Deliveries and loose files in a region's folder and in its archive.</summary>
    private static IReadOnlyList<string> Left(TestHost host, string region)
    {
        var folder = Folder(host, region);
        return [.. Directory.GetFileSystemEntries(folder).SelectMany(e => Path.GetFileName(e) == "arkiv" ? Directory.GetFileSystemEntries(e) : [e]).Select(e => Path.GetRelativePath(folder, e)).Order(StringComparer.Ordinal)];
    }

    private static Task<List<InboxItem>> Items(TestHost host) => host.ReadAsync<NivastruktureringDb, List<InboxItem>>(db => db.InboxItems.AsNoTracking().ToListAsync(Ct));

    private static Task<List<string>> Deliveries(TestHost host) => host.ReadAsync<NivastruktureringDb, List<string>>(async db =>
        [.. (await db.Deliveries.AsNoTracking().OrderBy(d => d.No).ToListAsync(Ct)).Select(d => $"{d.Source} {d.Status.Text()} {d.ReceivedBy}")]);
}
