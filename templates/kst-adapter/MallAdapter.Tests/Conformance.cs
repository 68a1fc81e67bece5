using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.TestKit;

namespace MallAdapter.Tests;

/// <summary>What every adapter must do, on the sample delivery.</summary>
public sealed class MallAdapterConformance : AdapterConformance
{
    private static readonly string Folder = AppContext.BaseDirectory;

    protected override string Period => "2026-03";

    protected override Mapping Mapping { get; } = ReadMapping("mall-region-v1.json");

    protected override IReadOnlyDictionary<string, byte[]> SoundFiles { get; } =
        Directory.GetFiles(Path.Combine(Folder, "exempel"), "vardkontakter_*.csv").ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);

    protected override (string Name, byte[] Content)? SoundStructure => ("lpo.json", File.ReadAllBytes(Path.Combine(Folder, "exempel", "lpo.json")));

    protected override IRegionAdapter NewAdapter() => new MallAdapterAdapter();

    private static Mapping ReadMapping(string name)
    {
        using var json = File.OpenRead(Path.Combine(Folder, "mappning", name));
        return Mapping.Parse(json);
    }
}
