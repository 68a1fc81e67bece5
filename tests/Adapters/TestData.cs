using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The repository's folders and the two data sets under tests/data.</summary>
internal static class TestData
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Sets { get; } = ["sample", "sample-edge"];

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string SetPath(string set, params string[] parts) => Path.Combine([Root, "tests", "data", set, .. parts]);

    public static JsonElement Expected(string set)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SetPath(set, "expected.json")));
        return document.RootElement.Clone();
    }

    /// <summary>The mapping that is valid for the period, highest version first, as the host chooses it.</summary>
    public static Mapping MappingOf(string set, string region, string period) => Directory
        .EnumerateFiles(SetPath(set, "mappning"), $"{region}-v*.json")
        .Select(file =>
        {
            using var json = File.OpenRead(file);
            return Mapping.Parse(json);
        })
        .Where(mapping => mapping.ValidFor(period))
        .MaxBy(mapping => mapping.Version)!;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kunskapsstyrning.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Kunskapsstyrning.sln is in no folder above the tests.");
        return folder;
    }
}

/// <summary>A delivery in a folder.</summary>
internal sealed class FolderFiles(string folder, string period) : DeliveryFiles
{
    public override string Period => period;

    public override IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public override Stream Open(string name) => File.OpenRead(Path.Combine(folder, name));
}
