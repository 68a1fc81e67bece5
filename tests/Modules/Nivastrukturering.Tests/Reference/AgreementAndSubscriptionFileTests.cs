using System.Text.Json.Nodes;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Reference;

public sealed class AgreementAndSubscriptionFileTests
{
    private const string Agreement = """
        {"id":"AVT-1","saljare":"24","kopare":"25","prislista":"norra","giltigFran":"2026-01-01","giltigTill":"2026-12-31",
         "ytterfall":{"grans":"2.5","andel":"0.80"},"ejDebiterbaraKontaktslag":["DISTANS"]}
        """;

    private const string Subscription = """
        {"id":"AB-1","saljare":"24","benamning":"Genetik","giltigFran":"2026-01-01","giltigTill":"2026-12-31","tjanster":["NRF-021"],"mvo":["771"],
         "deltagare":["25","22"],"arsbeloppOre":100,"nyckel":{"typ":"FAST","andelar":{"22":2500,"25":7500}}}
        """;

    [Fact]
    public void An_agreement_is_read_with_exact_hundredths()
    {
        var agreement = Assert.Single(ReadAgreements(Agreement).Value!);

        Assert.Equal(("AVT-1", "24", "25", "norra", 250, 80), (agreement.Id, agreement.Seller, agreement.Buyer, agreement.PriceList, agreement.LimitHundredths, agreement.ShareHundredths));
        Assert.Equal([Kontaktslag.Distans], agreement.NotBilled);
        Assert.Equal(new(new(2026, 1, 1), new(2026, 12, 31)), agreement.Validity);
    }

    [Theory]
    [InlineData("2026-12-31", "AVT-001")]
    [InlineData("2027-01-01", null)]
    public void Agreements_of_one_pair_may_not_overlap(string from, string? code) =>
        Assert.Equal(code is null ? [] : [code], ReadAgreements(Agreement, With(Agreement, a => { a["giltigFran"] = from; a["giltigTill"] = null; })).Codes);

    [Fact]
    public void Agreements_with_different_buyers_may_overlap() =>
        Assert.Empty(ReadAgreements(Agreement, With(Agreement, a => a["kopare"] = "RIKS"), With(Agreement, a => a["kopare"] = "22")).Errors);

    [Fact]
    public void A_limit_that_is_not_a_decimal_text_is_refused()
    {
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["ytterfall"]!["grans"] = "2,5")).Codes);
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["ytterfall"]!["grans"] = 2.5)).Codes);
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["ytterfall"]!["andel"] = "0.800")).Codes);
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a.Remove("ytterfall"))).Codes);
    }

    [Fact]
    public void Wrong_regions_lists_kinds_and_days_of_an_agreement_are_refused()
    {
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["kopare"] = "riks")).Codes);
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["prislista"] = "sodra")).Codes);
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["ejDebiterbaraKontaktslag"] = new JsonArray("BREV"))).Codes);
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["giltigFran"] = "2027-01-01")).Codes);
        Assert.Equal(["REF-001"], ReadAgreements(With(Agreement, a => a["giltigFran"] = "1/1 2026")).Codes);
    }

    [Fact]
    public void A_subscription_is_read_with_its_participants_sorted()
    {
        var subscription = Assert.Single(ReadSubscriptions(Subscription).Value!);

        Assert.Equal(("AB-1", "24", "Genetik", 100), (subscription.Id, subscription.Seller, subscription.Label, subscription.YearlyOre));
        Assert.Equal(["22", "25"], subscription.Participants);
        Assert.Equal([771], subscription.Mvos);
        Assert.Equal(SharingKeyType.Fast, subscription.Key.Type);
        Assert.Equal(7500, subscription.Key.Parts["25"]);
    }

    [Theory]
    [InlineData("""{"22":2500,"25":7501}""")]
    [InlineData("""{"22":2500,"25":7499}""")]
    [InlineData("""{"22":10000}""")]
    [InlineData("""{"22":2500,"25":7500,"24":0}""")]
    [InlineData("""{"22":-100,"25":10100}""")]
    [InlineData("{}")]
    public void Parts_must_name_exactly_the_participants_and_sum_to_the_whole(string parts) =>
        Assert.Equal(["AVT-002"], ReadSubscriptions(With(Subscription, s => s["nyckel"]!["andelar"] = JsonNode.Parse(parts))).Codes);

    [Fact]
    public void Wrong_keys_sums_participants_and_ids_of_a_subscription_are_refused()
    {
        Assert.Equal(["REF-001"], ReadSubscriptions(With(Subscription, s => s["nyckel"]!["typ"] = "LIKA")).Codes);
        Assert.Equal(["REF-001"], ReadSubscriptions(With(Subscription, s => s["nyckel"] = JsonNode.Parse("""{"typ":"BEFOLKNING"}"""))).Codes);
        Assert.Equal(["REF-001"], ReadSubscriptions(With(Subscription, s => s["arsbeloppOre"] = -1)).Codes);
        Assert.Equal(["REF-001"], ReadSubscriptions(With(Subscription, s => s["arsbeloppOre"] = 1.5)).Codes);
        Assert.Equal(["REF-001"], ReadSubscriptions(With(Subscription, s => s["deltagare"] = new JsonArray("22", "25", "25"))).Codes);
        Assert.Equal(["REF-001"], ReadSubscriptions(Subscription, Subscription).Codes);
    }

    private static string With(string json, Action<JsonObject> change)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        change(node);
        return node.ToJsonString();
    }

    private static Parsed<IReadOnlyList<Agreement>> ReadAgreements(params string[] agreements)
    {
        using var content = SampleSet.Bytes($$"""{"avtal":[{{string.Join(',', agreements)}}]}""");
        return AgreementFile.Read(content, "avtal.json");
    }

    private static Parsed<IReadOnlyList<Subscription>> ReadSubscriptions(params string[] subscriptions)
    {
        using var content = SampleSet.Bytes($$"""{"abonnemang":[{{string.Join(',', subscriptions)}}]}""");
        return SubscriptionFile.Read(content, "abonnemang.json");
    }
}
