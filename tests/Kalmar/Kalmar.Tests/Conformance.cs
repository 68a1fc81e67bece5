using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.TestKit;

namespace Kunskapsstyrning.Kalmar.Tests;

/// <summary>What every adapter must do, on the made-up delivery.</summary>
public sealed class KalmarConformance : AdapterConformance
{
    protected override string Period => "2026-03";

    protected override Mapping Mapping { get; } = Place.Mapping();

    protected override IReadOnlyDictionary<string, byte[]> SoundFiles { get; } =
        new Dictionary<string, byte[]> { ["kalmar_202603.csv"] = File.ReadAllBytes(Place.Example("kalmar_202603.csv")) };

    protected override (string Name, byte[] Content)? SoundStructure => ("lpo.json", File.ReadAllBytes(Place.Example("lpo.json")));

    protected override IRegionAdapter NewAdapter() => new global::Kalmar.KalmarAdapter();
}
