using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.Isolation.Tests;

/// <summary>The regions' own plugins give the same wherever they run.</summary>
public sealed class BuiltPlugins
{
    [Theory]
    [InlineData("norrbotten")]
    [InlineData("vasterbotten")]
    [InlineData("jamtland-harjedalen")]
    [InlineData("vasternorrland")]
    public void A_delivery_is_the_same_rows_by_a_process_of_its_own_as_in_the_host(string region)
    {
        var folder = RepoRoot.PathOf("tests", "data", "sample", "leveranser", region, "2026-03");
        var files = new MemoryDelivery("2026-03", Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes));
        var (here, there) = (Plugins.Open(Plugins.InProcess), Plugins.Open(Plugins.InProcesses()));
        var mapping = here.MappingsOf(region).Single(m => m.ValidFor("2026-03"));

        var (own, others) = (RecordedRows.Of(here.Open(region), files, mapping), RecordedRows.Of(there.Open(region), files, mapping));

        Assert.NotEmpty(own.Rows);
        Assert.Equal(own.Rows.Select(Told), others.Rows.Select(Told));
        Assert.Equal(own.Broken, others.Broken);
        Assert.Equal(own.Warnings, others.Warnings);
    }

    [Fact]
    public void A_cancelled_reading_ends_and_leaves_the_plugin_on()
    {
        var directory = Plugins.Open(Plugins.InProcesses());
        using var cancelled = new CancellationTokenSource();
        var files = new MemoryDelivery("2026-03", new Dictionary<string, Func<Stream>>
        {
            ["gotland_202603.csv"] = () =>
            {
                cancelled.Cancel();
                return Plugins.Telling("hangs").Open("gotland_202603.csv");
            },
        });
        Assert.ThrowsAny<OperationCanceledException>(() => directory.Open("gotland").Read(files, directory.MappingsOf("gotland").Single(), new RecordedRows(), cancelled.Token));
        Assert.All(directory.All, adapter => Assert.Null(adapter.OffBecause));
    }

    private static string Told(RecordedRows.Recorded row) => $"{row.Kind} {row.Position} {string.Join('|', row.Values)}";
}
