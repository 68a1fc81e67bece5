using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.TestKit;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The template's own adapter, mapping and sample, compiled here: what <c>kst adapter new</c> writes builds and conforms.</summary>
public sealed class TemplateConformance : AdapterConformance
{
    private static readonly string Folder = TestData.PathOf("templates", "kst-adapter", "MallAdapter");

    protected override string Period => "2026-03";

    protected override Mapping Mapping { get; } = ReadMapping();

    protected override IReadOnlyDictionary<string, byte[]> SoundFiles { get; } =
        new Dictionary<string, byte[]> { ["vardkontakter_202603.csv"] = File.ReadAllBytes(Path.Combine(Folder, "exempel", "vardkontakter_202603.csv")) };

    protected override (string Name, byte[] Content)? SoundStructure => ("lpo.json", File.ReadAllBytes(Path.Combine(Folder, "exempel", "lpo.json")));

    protected override IRegionAdapter NewAdapter() => new MallAdapter.MallAdapterAdapter();

    [Fact]
    public void Its_manifest_has_the_samples_hash()
    {
        var csv = SoundFiles["vardkontakter_202603.csv"];
        Assert.Contains($"\"sha256\": \"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(csv))}\"", File.ReadAllText(Path.Combine(Folder, "exempel", "leverans.json")), StringComparison.Ordinal);
    }

    private static Mapping ReadMapping()
    {
        using var json = File.OpenRead(Path.Combine(Folder, "mappning", "mall-region-v1.json"));
        return Mapping.Parse(json);
    }
}
