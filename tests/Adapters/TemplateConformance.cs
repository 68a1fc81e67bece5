using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.TestKit;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The template's own adapter, mapping and sample, compiled here: what <c>kst adapter new</c> writes builds and conforms.</summary>
public sealed class TemplateConformance() : FilledTemplate("vardkontakter_{period}.csv", "vardkontakter_202603.csv", "lpo.json")
{
    [Fact]
    public void Its_manifest_has_the_samples_hash()
    {
        var csv = SoundFiles["vardkontakter_202603.csv"];
        Assert.Contains($"\"sha256\": \"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(csv))}\"", File.ReadAllText(Path.Combine(Template, "exempel", "leverans.json")), StringComparison.Ordinal);
    }
}

/// <summary>The same project when its author has put their own export in place of the sample, as the guide says: nothing but the mapping knows the files' names.</summary>
public sealed class RenamedExampleConformance() : FilledTemplate("uttag-{period}.txt", "uttag-202604.txt", "lokala_lpo.json")
{
    [Fact]
    public void Its_files_are_found_by_the_mapping()
    {
        Assert.Equal(("2026-04", "uttag-202604.txt", "lokala_lpo.json"), (Period, Assert.Single(SoundFiles).Key, SoundStructure?.Name));
        File.Delete(Path.Combine(Folder, "exempel", "uttag-202604.txt"));
        Assert.StartsWith("Ingen fil i exempel heter som mappningens filer säger (uttag-{period}.txt).", Assert.Throws<ConformanceException>(() => ExampleFolder.Read(Folder)).Message, StringComparison.Ordinal);
    }
}

/// <summary>The template's project in a folder of its own, its words filled in.</summary>
public abstract class FilledTemplate : ExampleConformance, IDisposable
{
    private protected static readonly string Template = TestData.PathOf("templates", "kst-adapter", "MallAdapter");

    private readonly string _folder = Directory.CreateTempSubdirectory("kst-mall-").FullName;

    protected FilledTemplate(string pattern, string sample, string structure)
    {
        foreach (var name in new[] { "exempel", "mappning" }) Directory.CreateDirectory(Path.Combine(_folder, name));
        File.Copy(Path.Combine(Template, "exempel", "vardkontakter_202603.csv"), Path.Combine(_folder, "exempel", sample));
        File.Copy(Path.Combine(Template, "exempel", "lpo.json"), Path.Combine(_folder, "exempel", structure));
        var mapping = Path.Combine("mappning", "mall-region-v1.json");
        File.WriteAllText(Path.Combine(_folder, mapping),
            File.ReadAllText(Path.Combine(Template, mapping)).Replace("vardkontakter_{period}.csv", pattern, StringComparison.Ordinal).Replace("MALLKOD", "08", StringComparison.Ordinal));
    }

    protected override string Folder => _folder;

    protected override IRegionAdapter NewAdapter() => new MallAdapter.MallAdapterAdapter();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
