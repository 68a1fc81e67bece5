using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.TestKit;

namespace Kunskapsstyrning.Adapters.Tests;

public sealed class NorrbottenConformance() : SampleConformance("norrbotten");

public sealed class JamtlandHarjedalenConformance() : SampleConformance("jamtland-harjedalen");

public sealed class VasterbottenConformance() : SampleConformance("vasterbotten");

public sealed class VasternorrlandConformance() : SampleConformance("vasternorrland");

/// <summary>The conformance tests on the sample's delivery.</summary>
public abstract class SampleConformance(string region) : AdapterConformance
{
    protected override string Period => "2026-03";

    protected override Mapping Mapping { get; } = TestData.MappingOf("sample", region, "2026-03");

    protected override IReadOnlyDictionary<string, byte[]> SoundFiles { get; } =
        Directory.GetFiles(TestData.SetPath("sample", "leveranser", region, "2026-03")).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);

    protected override IRegionAdapter NewAdapter() => AllAdapters.Of(region);
}
