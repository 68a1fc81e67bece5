using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Reference;

public sealed class ReferenceSetTests
{
    [Theory, InlineData("sample"), InlineData("sample-edge")]
    public void Both_sample_sets_are_read_without_errors(string set)
    {
        var reference = SampleSet.Load(set);

        Assert.NotEmpty(reference.Units);
        Assert.NotEmpty(reference.Kommuner);
        Assert.NotEmpty(reference.DrgWeights);
        Assert.NotEmpty(reference.Organisations);
        Assert.NotEmpty(reference.Prices);
        Assert.NotEmpty(reference.Agreements);
    }

    [Fact]
    public void The_values_of_the_sample_are_read_exactly()
    {
        var reference = SampleSet.Load("sample");

        Assert.Contains(new PriceRow("norra", "22", "DRGPOANG:62010", 6_483_965, new(new(2025, 1, 1), new(2025, 12, 31)), "Pris per DRG-poäng Sundsvalls sjukhus"), reference.Prices);
        Assert.Contains(new DrgWeight("A01A", 41_203, "exempel"), reference.DrgWeights);
        Assert.Contains(new Mvo(107, "Kardiologi", "MED", false, "Hjärt- och kärlsjukdomar"), reference.Mvos);
        Assert.Contains(reference.Population, f => f is { Year: 2024, Region: "23", Count: 132_839, IsUncertain: false });
        Assert.All(reference.Agreements, a => Assert.Equal((250, 80), (a.LimitHundredths, a.ShareHundredths)));
        Assert.Equal(27, reference.RpoNames.Count);
        Assert.Equal(33, reference.Catalogue.Services.Count);
    }

    [Theory, InlineData("sample"), InlineData("sample-edge")]
    public void Hostile_reference_files_get_the_codes_of_the_answer_key(string set)
    {
        var reference = SampleSet.Load(set);
        var expected = SampleSet.Expected(set)["fientligtReferens"]!.AsObject();
        Assert.NotEmpty(expected);

        foreach (var (name, codes) in expected)
        {
            var path = Assert.Single(Directory.GetFiles(Path.Combine(SampleSet.Folder(set), "fientligt-referens", name)));
            using var content = File.OpenRead(path);
            var errors = ReferenceSet.Check(content, Path.GetFileName(path), reference.RpoNames);
            Assert.Equal(codes!.AsArray().Select(c => (string)c!), new Parsed<string>(null, errors).Codes);
        }
    }

    [Fact]
    public void A_missing_file_is_an_error_that_names_it()
    {
        using var folder = new TemporaryFolder();

        var parsed = ReferenceSet.Load(folder.Path);

        Assert.Null(parsed.Value);
        Assert.Equal(["REF-001"], parsed.Codes);
        Assert.Contains(parsed.Errors, e => e.File == "katalog.json" || e.File == "lpo-mappning.csv");
        Assert.All(parsed.Errors, e => Assert.Contains("Lägg den i mappen", e.Message, StringComparison.Ordinal));
    }

    private sealed class TemporaryFolder : IDisposable
    {
        internal string Path { get; } = Directory.CreateTempSubdirectory("kst-referens-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
