using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Reference;

/// <summary>The two data sets of tests/data, found from the build output upwards.</summary>
internal static class SampleSet
{
    internal static string Folder(string set)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "data")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/data");
        return Path.Combine(folder.FullName, "tests", "data", set);
    }

    internal static ReferenceSet Load(string set)
    {
        var parsed = ReferenceSet.Load(Folder(set));
        Assert.Empty(parsed.Errors);
        return parsed.Value!;
    }

    internal static JsonNode Expected(string set) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(set), "expected.json")))!;

    internal static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
