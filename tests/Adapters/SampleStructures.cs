using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>The local structures of both data sets, looked up in their mapping tables as LPO-STRUKTUR.md says.</summary>
public sealed class SampleStructures
{
    [Theory, MemberData(nameof(Structures))]
    public void A_structure_gives_its_lpo_with_rpo_and_unmatched_names(string set, string region)
    {
        var expected = TestData.Expected(set).GetProperty("lpo").GetProperty(region);
        var pairs = File.ReadLines(TestData.SetPath(set, "gemensamt", "lpo-mappning.csv")).Skip(1)
            .Select(line => line.Split(';')).Where(cells => cells[0] == region).ToList();

        var lpos = ReadStructure(set, region).Groups.Where(group => group.ActsAsLpo).ToList();
        var names = lpos.ToDictionary(lpo => lpo, lpo => lpo.Mirrors.Prepend(lpo.Name).ToList());

        Assert.Equal(
            expected.GetProperty("lpo").EnumerateObject().ToDictionary(lpo => lpo.Name, lpo => lpo.Value.EnumerateArray().Select(rpo => rpo.GetString()!).ToList()).OrderBy(lpo => lpo.Key, StringComparer.Ordinal),
            lpos.ToDictionary(lpo => lpo.Name, lpo => pairs.Where(pair => pair[2].Length > 0 && names[lpo].Any(name => Names.Same(name, pair[1]))).Select(pair => pair[2]).Distinct().ToList()).OrderBy(lpo => lpo.Key, StringComparer.Ordinal));
        Assert.Equal(
            expected.GetProperty("omappade").EnumerateArray().Select(name => name.GetString()!),
            names.Values.SelectMany(name => name).Where(name => !pairs.Any(pair => Names.Same(name, pair[1]))).Distinct().Order(StringComparer.Ordinal));
    }

    public static IEnumerable<TheoryDataRow<string, string>> Structures() =>
        from set in TestData.Sets
        from region in TestData.Expected(set).GetProperty("lpo").EnumerateObject()
        select new TheoryDataRow<string, string>(set, region.Name);

    private static LocalStructure ReadStructure(string set, string region)
    {
        var file = Assert.Single(Directory.GetFiles(TestData.SetPath(set, "lpo", region)));
        using var content = File.OpenRead(file);
        return AllAdapters.Of(region).ReadStructure(content, Path.GetFileName(file), CancellationToken.None);
    }
}
