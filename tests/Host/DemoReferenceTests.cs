using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Kernel;
using Xunit;

namespace Kunskapsstyrning.Host.Tests;

public class DemoReferenceTests
{
    private static readonly DateOnly First = new(2025, 1, 1), Last = new(2026, 12, 31);

    [Fact]
    public void Every_reference_file_passes_the_load_rules() => Assert.Empty(DemoPipeline.LoadReference().Errors);

    [Fact]
    public void Every_price_holds_for_both_years() => Assert.All(
        DemoPipeline.Reference.Prices.GroupBy(p => (p.PriceList, p.Seller, p.Code)),
        prices => Assert.True(Covers(prices.Select(p => p.Validity)), prices.Key.ToString()));

    [Fact]
    public void Every_agreement_holds_for_both_years()
    {
        Assert.Equal(16, DemoPipeline.Reference.Agreements.Count);
        Assert.All(DemoPipeline.Reference.Agreements, agreement => Assert.True(Covers([agreement.Validity]), agreement.Id));
    }

    [Fact]
    public void Every_region_has_a_local_structure_that_its_adapter_reads()
    {
        foreach (var region in Region.Norra)
        {
            var (path, bytes) = DemoReference.Instance.Files.Single(f => f.Key.StartsWith($"lpo/{region.Key}/", StringComparison.Ordinal));

            var structure = DemoPipeline.Adapter(region.Key).ReadStructure(new MemoryStream(bytes), Path.GetFileName(path), TestContext.Current.CancellationToken);

            Assert.True(structure.Groups.Count(g => g.ActsAsLpo) > 9, region.Key);
        }
    }

    [Fact]
    public async Task A_data_set_has_the_agreed_folders()
    {
        var folder = Directory.CreateTempSubdirectory("kst-demo-");
        try
        {
            var told = 0;
            await DemoDataSet.Write(folder.FullName, DemoDeliveries.All(months: 1, scalePercent: 2), _ => told++, TestContext.Current.CancellationToken);

            Assert.Equal(4, told);
            Assert.Equal(["avtal", "gemensamt", "leveranser", "lpo", "mappning"], folder.GetDirectories().Select(d => d.Name).Order(StringComparer.Ordinal));
            Assert.All(Region.Norra, region => Assert.True(File.Exists(Path.Combine(folder.FullName, "leveranser", region.Key, "2026-10", "leverans.json"))));
            var control = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "kontroll.json"), TestContext.Current.CancellationToken);
            Assert.All(Region.Norra, region => Assert.Contains($"\"{region.Key}/2026-10\"", control, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool Covers(IEnumerable<Period> periods)
    {
        DateOnly? next = First;
        foreach (var period in periods.OrderBy(p => p.From))
        {
            if (next is not { } day || period.From > day) break;
            next = period.To?.AddDays(1);
        }
        return next is null || next > Last;
    }
}
