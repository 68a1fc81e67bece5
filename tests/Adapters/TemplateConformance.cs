using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.TestKit;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The template's own adapter, mapping and sample, compiled here: what <c>kst adapter new</c> writes builds and conforms.</summary>
public sealed class TemplateConformance : ExampleConformance
{
    protected override string Folder { get; } = TestData.PathOf("templates", "kst-adapter", "MallAdapter");

    protected override IRegionAdapter NewAdapter() => new MallAdapter.MallAdapterAdapter();

    [Fact]
    public void Its_manifest_has_the_samples_hash()
    {
        var csv = SoundFiles["vardkontakter_202603.csv"];
        Assert.Contains($"\"sha256\": \"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(csv))}\"", File.ReadAllText(Path.Combine(Folder, "exempel", "leverans.json")), StringComparison.Ordinal);
    }
}

/// <summary>The same project when its author has put their own export in place of the sample, as the guide says: nothing but the mapping knows the files' names.</summary>
public sealed class RenamedExampleConformance : ExampleConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kst-mall-").FullName;

    public RenamedExampleConformance()
    {
        var template = TestData.PathOf("templates", "kst-adapter", "MallAdapter");
        foreach (var name in new[] { "exempel", "mappning" }) Directory.CreateDirectory(Path.Combine(_folder, name));
        File.Copy(Path.Combine(template, "exempel", "vardkontakter_202603.csv"), Path.Combine(_folder, "exempel", "uttag-202604.txt"));
        File.Copy(Path.Combine(template, "exempel", "lpo.json"), Path.Combine(_folder, "exempel", "lokala_lpo.json"));
        File.WriteAllText(Path.Combine(_folder, "mappning", "mall-region-v1.json"),
            File.ReadAllText(Path.Combine(template, "mappning", "mall-region-v1.json")).Replace("vardkontakter_{period}.csv", "uttag-{period}.txt", StringComparison.Ordinal).Replace("MALLKOD", "08", StringComparison.Ordinal));
    }

    protected override string Folder => _folder;

    protected override IRegionAdapter NewAdapter() => new MallAdapter.MallAdapterAdapter();

    [Fact]
    public void Its_files_are_found_by_the_mapping()
    {
        Assert.Equal(("2026-04", "uttag-202604.txt", "lokala_lpo.json"), (Period, Assert.Single(SoundFiles).Key, SoundStructure?.Name));
        File.Delete(Path.Combine(_folder, "exempel", "uttag-202604.txt"));
        Assert.StartsWith("Ingen fil i exempel heter som mappningens filer säger (uttag-{period}.txt).", Assert.Throws<ConformanceException>(() => ExampleFolder.Read(_folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
