using Kunskapsstyrning.Adapters.JamtlandHarjedalen;
using Kunskapsstyrning.Adapters.Norrbotten;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Adapters.Vasterbotten;
using Kunskapsstyrning.Adapters.Vasternorrland;

namespace Kunskapsstyrning.Adapters.Tests;

internal static class AllAdapters
{
    public static IReadOnlyList<string> Ids { get; } = ["jamtland-harjedalen", "norrbotten", "vasterbotten", "vasternorrland"];

    public static IRegionAdapter Of(string region) => region switch
    {
        "jamtland-harjedalen" => new JamtlandHarjedalenAdapter(),
        "norrbotten" => new NorrbottenAdapter(),
        "vasterbotten" => new VasterbottenAdapter(),
        "vasternorrland" => new VasternorrlandAdapter(),
        _ => throw new ArgumentException(region, nameof(region)),
    };
}
