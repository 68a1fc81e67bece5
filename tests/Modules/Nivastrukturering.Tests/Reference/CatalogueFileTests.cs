using System.Text.Json.Nodes;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Reference;

public sealed class CatalogueFileTests
{
    private const string Service = """
        {"kod":"T-1","namn":"PCI","rpo":"Hjärta","niva":2,"prioritet":10,"giltigFran":"2024-01-01","giltigTill":null,"endastPlanerad":true,
         "regler":{"kva":["FNG"],"icd":["I21"],"drg":["E"],"mvo":["011"],"kontaktslag":["SLUTEN","DAGKIR"],"alder":{"fran":null,"till":17}},
         "enheter":[{"sjukhus":"64001","giltigFran":null,"giltigTill":"2025-12-31"}],
         "beslut":{"organ":"EXEMPEL","datum":"2023-12-06","dnr":"EX 1/23"}}
        """;

    [Fact]
    public void A_service_is_read_with_all_its_members()
    {
        var service = Assert.Single(Read(Catalogue(_ => { })).Value!.Services);

        Assert.Equal(("T-1", "PCI", "Hjärta", 2, 10, true), (service.Code, service.Name, service.Rpo, service.Level, service.Priority, service.PlannedOnly));
        Assert.Equal(new(new(2024, 1, 1)), service.Validity);
        Assert.Equal(["FNG"], service.Rules.Kva);
        Assert.Equal(["I21"], service.Rules.Icd);
        Assert.Equal(["E"], service.Rules.Drg);
        Assert.Equal([11], service.Rules.Mvos);
        Assert.Equal([Kontaktslag.Sluten, Kontaktslag.Dagkir], service.Rules.Kinds);
        Assert.Equal((null, 17), (service.Rules.AgeFrom, service.Rules.AgeTo));
        Assert.Equal([new("64001", new(DateOnly.MinValue, new(2025, 12, 31)))], service.Units);
        Assert.Equal(new("EXEMPEL", "2023-12-06", "EX 1/23"), service.Decision);
    }

    [Fact]
    public void Two_services_of_one_priority_or_code_are_errors()
    {
        var twins = $$"""{"exempel":true,"version":1,"tjanster":[{{Service}},{{Service}}]}""";

        var parsed = Read(twins);

        Assert.Equal(["NIV-001", "NIV-002"], parsed.Codes);
        Assert.All(parsed.Errors, e => Assert.Equal(2, e.Row));
    }

    [Theory, InlineData(0), InlineData(5), InlineData(2.5)]
    public void A_level_outside_1_to_4_is_an_error(double level) => Assert.Equal(["NIV-004"], Read(Catalogue(s => s["niva"] = level)).Codes);

    [Fact]
    public void A_service_without_any_rule_is_an_error()
    {
        Assert.Equal(["NIV-003"], Read(Catalogue(s => s["regler"] = new JsonObject())).Codes);
        Assert.Equal(["NIV-003"], Read(Catalogue(s => s.Remove("regler"))).Codes);
        Assert.Equal(["NIV-003"], Read(Catalogue(s => s["regler"] = JsonNode.Parse("""{"kva":[],"alder":{"fran":null,"till":null}}"""))).Codes);
    }

    [Fact]
    public void An_unknown_rpo_is_an_error() => Assert.Equal(["NIV-005"], Read(Catalogue(s => s["rpo"] = "hjärta")).Codes);

    [Fact]
    public void From_after_to_is_an_error_in_the_service_its_units_and_its_ages()
    {
        Assert.Equal(["NIV-006"], Read(Catalogue(s => s["giltigTill"] = "2023-12-31")).Codes);
        Assert.Equal(["NIV-006"], Read(Catalogue(s => s["enheter"]![0]!["giltigFran"] = "2026-01-01")).Codes);
        Assert.Equal(["NIV-006"], Read(Catalogue(s => s["regler"]!["alder"]!["fran"] = 18)).Codes);
        Assert.Empty(Read(Catalogue(s => s["giltigTill"] = "2024-01-01")).Errors);
    }

    [Fact]
    public void All_codes_of_a_catalogue_are_reported_at_once()
    {
        var parsed = Read(Catalogue(s =>
        {
            s["niva"] = 9;
            s["rpo"] = "Okänd";
            s["regler"] = new JsonObject();
            s["giltigTill"] = "2000-01-01";
        }));

        Assert.Null(parsed.Value);
        Assert.Equal(["NIV-003", "NIV-004", "NIV-005", "NIV-006"], parsed.Codes);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("""{"version":1,"exempel":true}""")]
    [InlineData("""{"version":1,"version":2,"exempel":true,"tjanster":[]}""")]
    [InlineData("""{"version":"1","exempel":true,"tjanster":[]}""")]
    [InlineData("""{"version":1,"exempel":true,"tjanster":[1]}""")]
    [InlineData("""{"version":1,"exempel":true,"tjanster":[{"kod":"\ud800"}]}""")]
    public void Another_layout_is_refused_and_never_throws(string text) => Assert.Contains("REF-001", Read(text).Codes);

    [Theory]
    [InlineData("kod")]
    [InlineData("namn")]
    [InlineData("rpo")]
    [InlineData("niva")]
    [InlineData("prioritet")]
    [InlineData("endastPlanerad")]
    [InlineData("enheter")]
    public void A_missing_member_is_named(string member)
    {
        var error = Assert.Single(Read(Catalogue(s => s.Remove(member))).Errors);

        Assert.Equal(("REF-001", 1, member), (error.Code, error.Row, error.Column));
    }

    private static string Catalogue(Action<JsonObject> change)
    {
        var service = JsonNode.Parse(Service)!.AsObject();
        change(service);
        return new JsonObject { ["exempel"] = true, ["version"] = 1, ["tjanster"] = new JsonArray(service) }.ToJsonString();
    }

    private static Parsed<Catalogue> Read(string json)
    {
        using var content = SampleSet.Bytes(json);
        return CatalogueFile.Read(content, "katalog.json", ["Hjärta"]);
    }
}
