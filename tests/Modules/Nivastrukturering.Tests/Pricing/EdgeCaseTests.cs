using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

/// <summary>The cases A, B and C of tests/data/sample-edge/README.md that Norrbotten delivers, from its files as they stand.</summary>
public sealed class EdgeCaseTests
{
    private static readonly ReferenceSet Set = SampleSet.Load("sample-edge");
    private static readonly ServiceCatalogue Catalogue = Set.ToServiceCatalogue();
    private static readonly PriceBook Book = Set.ToPriceBook();
    private static readonly IReadOnlyDictionary<string, Contact> Contacts = Contact.OfNorrbotten(SampleSet.Folder("sample-edge"), Set.Units);

    [Theory]
    [InlineData("A01", "X-02", 3, "Hjärt- och kärlsjukdomar", false)]
    [InlineData("A02", "X-03", 2, "Rörelseorganens sjukdomar", false)]
    [InlineData("A03", "X-03", 2, "Rörelseorganens sjukdomar", true)]
    [InlineData("A04", "X-04", 2, "Ögonsjukdomar", true)]
    [InlineData("A05", "X-05", 3, "Cancersjukdomar", false)]
    [InlineData("A06", null, 2, "Endokrina sjukdomar", false)]
    [InlineData("A07", "X-06", 4, "Nervsystemets sjukdomar", false)]
    [InlineData("A08", null, 2, "Endokrina sjukdomar", false)]
    [InlineData("A09", "X-09", 2, "Kirurgi och plastikkirurgi", true)]
    [InlineData("A10", null, 2, "(okänt)", false)]
    [InlineData("C04", "X-05", 3, "Cancersjukdomar", false)]
    public void Contacts_are_classified(string id, string? service, int level, string rpo, bool isOutside)
    {
        var facts = Contacts["E-" + id].Facts();

        var classification = Catalogue.Classify(facts);

        Assert.Equal((service, level, rpo), (classification.Service?.Code, classification.Level, classification.Rpo));
        Assert.Equal(isOutside, ServiceCatalogue.IsOutsidePermittedUnit(facts, classification));
    }

    [Theory]
    [InlineData("A04", "FAST_PRIS", 990050)]
    [InlineData("B01", "DRG", 3500001)]
    [InlineData("B02", "DRG", 10500002)]
    [InlineData("B03", "DRG", 3499300)]
    [InlineData("B04", "DRG", 14000002)]
    [InlineData("B05", "DRG_YTTERFALL", 14000003)]
    [InlineData("B06", "DRG_YTTERFALL", 14000004)]
    [InlineData("B07", "DRG_YTTERFALL", 14000003)]
    [InlineData("B08", "DRG_YTTERFALL", 7000004)]
    [InlineData("B09", "PRIS_SAKNAS", 0)]
    [InlineData("B10", "VARDDAG", 1920000)]
    [InlineData("B11", "VARDDAG", 640000)]
    [InlineData("B12", "DRG", 6512500)]
    [InlineData("B13", "DRG", 6500000)]
    [InlineData("B14", "BESOK", 160000)]
    [InlineData("B15", "BESOK", 45000)]
    [InlineData("B16", "EJ_DEBITERBAR", 0)]
    [InlineData("B17", "DRG", 7000001)]
    [InlineData("C01", "ABONNEMANG", 0)]
    [InlineData("C06a", "EGEN_VARD", 0)]
    [InlineData("D02", "EJ_REGION", 0)]
    [InlineData("F29", "BESOK", 300000)]
    public void Contacts_are_priced_to_the_ore(string id, string rule, long ore)
    {
        var priced = Price(Contacts["E-" + id]);

        Assert.Equal((rule, ore), (priced.Rule.Code(), priced.AmountOre));
        Assert.Equal(ore, priced.Explanation.Recompute());
    }

    [Theory]
    [InlineData("C01", "AB-01")]
    [InlineData("C02", "AB-01")]
    [InlineData("C03", "AB-01")]
    [InlineData("C04", "AB-02")]
    [InlineData("C05", "AB-02")]
    [InlineData("C07", "AB-01")]
    [InlineData("C08", "AB-04")]
    [InlineData("C09", "AB-04")]
    [InlineData("C10", "AB-04")]
    public void Of_several_subscriptions_the_lowest_id_decides(string id, string subscription) =>
        Assert.Equal(subscription, Price(Contacts["E-" + id]).Explanation.SubscriptionId);

    [Fact]
    public void All_of_Norrbotten_comes_to_the_answer_key()
    {
        SortedDictionary<string, (long Count, long Ore)> actual = new(StringComparer.Ordinal);
        foreach (var contact in Contacts.Values)
        {
            var classification = Catalogue.Classify(contact.Facts());
            var priced = Price(contact);
            var key = $"{(contact.Home.Length == 0 ? "--" : contact.Home)}|25|{classification.Level}|{priced.Rule.Code()}";
            var (count, ore) = actual.GetValueOrDefault(key);
            actual[key] = (count + 1, ore + priced.AmountOre);
        }

        var expected = SampleSet.Expected("sample-edge")["prissattning"]!.AsObject()
            .Where(p => p.Key.Split('|')[1] == "25")
            .ToDictionary(p => p.Key, p => ((long)p.Value!["antal"]!, (long)p.Value!["ore"]!));
        Assert.Equal(expected.OrderBy(p => p.Key, StringComparer.Ordinal), actual.Select(p => KeyValuePair.Create(p.Key, p.Value)));
    }

    [Fact]
    public void Subscriptions_are_shared_as_in_the_answer_key()
    {
        var scope = new SubscriptionScope(Set.Subscriptions);
        foreach (var contact in Contacts.Values) scope.Add(contact.Facts(), Catalogue.Classify(contact.Facts()), contact.Referral);
        var covered = Contacts.Values.Select(Price).Where(p => p.Rule == PriceRule.Abonnemang).CountBy(p => p.Explanation.SubscriptionId!).ToDictionary();

        foreach (var subscription in Set.Subscriptions)
        {
            var expected = SampleSet.Expected("sample-edge")["abonnemang"]![subscription.Id]!;
            var shares = SubscriptionShares.Of(subscription, scope.Of(subscription.Id), Set.Population, MonthsDelivered(subscription.Seller));

            Assert.Equal((string?)expected["fel"], shares.Error);
            Assert.Equal(Figures(expected["andelar"]), shares.Shares);
            Assert.Equal(Figures(expected["vikter"]), shares.Weights);
            Assert.Equal((bool)expected["preliminar"]!, shares.IsPreliminary);
            Assert.Equal((int)expected["kontakter"]!, covered.GetValueOrDefault(subscription.Id));
        }
    }

    private static Dictionary<string, long>? Figures(System.Text.Json.Nodes.JsonNode? node) =>
        node?.AsObject().ToDictionary(p => p.Key, p => (long)p.Value!);

    private static HashSet<DateOnly> MonthsDelivered(string seller) => seller switch
    {
        "25" => [new(2025, 8, 1), new(2025, 12, 1), new(2026, 1, 1), new(2026, 2, 1), new(2026, 4, 1)],
        "23" => [new(2026, 1, 1), new(2026, 2, 1)],
        _ => [new(2026, 1, 1)],
    };

    private static Priced Price(Contact contact)
    {
        var facts = contact.Facts();
        return Book.Price(facts, Catalogue.Classify(facts));
    }
}
