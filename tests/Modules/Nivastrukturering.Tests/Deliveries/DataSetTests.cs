using System.Text.Json.Nodes;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class DataSetTests
{
    [Theory]
    [InlineData("sample")]
    [InlineData("sample-edge")]
    public void Every_delivery_counts_as_the_answer_key_says(string name)
    {
        var set = new DataSetDeliveries(name);

        var deliveries = set.ReadAll();

        Json.Same(set.Expected["leveranser"]!, deliveries);
        Json.Same(set.Expected["pseudonymprov"]!, set.Pseudonyms());
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("sample-edge")]
    public void Every_hostile_delivery_ends_as_the_answer_key_says(string name)
    {
        var set = new DataSetDeliveries(name);

        Json.Same(set.Expected["fientligt"]!, set.ReadHostile());
    }
}

internal static class Json
{
    /// <summary>Fails with every member that differs, not only the first.</summary>
    public static void Same(JsonNode expected, JsonNode? actual)
    {
        List<string> differences = [];
        Compare("", expected, actual, differences);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static void Compare(string path, JsonNode? expected, JsonNode? actual, List<string> differences)
    {
        if (expected is JsonObject wanted && actual is JsonObject got)
        {
            foreach (var name in wanted.Select(m => m.Key).Union(got.Select(m => m.Key))) Compare($"{path}/{name}", wanted[name], got[name], differences);
        }
        else if (!JsonNode.DeepEquals(expected, actual)) differences.Add($"{path}: expected {expected?.ToJsonString() ?? "nothing"}, got {actual?.ToJsonString() ?? "nothing"}");
    }
}
