using System.Reflection;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Tests;

/// <summary>The adapters as the build left them, with the layouts of a data set.</summary>
internal sealed class BuiltAdapters(string dataSet) : IAdapterDirectory
{
    private static readonly Dictionary<string, string> Projects = new()
    {
        ["norrbotten"] = "Norrbotten", ["vasterbotten"] = "Vasterbotten", ["jamtland-harjedalen"] = "JamtlandHarjedalen", ["vasternorrland"] = "Vasternorrland",
    };

    private readonly Mapping[] _mappings = [.. Directory.GetFiles(Path.Combine(dataSet, "mappning"), "*.json").Select(Parse)];

    public IReadOnlyList<AdapterStatus> All => [];

    public IRegionAdapter Open(string regionKey)
    {
        var assembly = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "..", "..", Projects[regionKey], "debug", $"Kunskapsstyrning.Adapters.{Projects[regionKey]}.dll"));
        var type = assembly.GetExportedTypes().Single(typeof(IRegionAdapter).IsAssignableFrom);
        return (IRegionAdapter)Activator.CreateInstance(type)!;
    }

    public IReadOnlyList<Mapping> MappingsOf(string regionKey) => [.. _mappings.Where(m => m.Region == regionKey)];

    private static Mapping Parse(string path)
    {
        using var file = File.OpenRead(path);
        return Mapping.Parse(file);
    }
}
