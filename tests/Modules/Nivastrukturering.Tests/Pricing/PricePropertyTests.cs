using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

public sealed class PricePropertyTests
{
    private static readonly ReferenceSet Set = SampleSet.Load("sample");
    private static readonly ServiceCatalogue Catalogue = Set.ToServiceCatalogue();
    private static readonly PriceBook Book = Set.ToPriceBook();

    [Fact]
    public void A_drg_price_is_rounded_half_away_from_zero() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Two().ToArbitrary(),
        figures => PriceExplanation.DrgPrice(figures.Item1, figures.Item2) == Rounded((BigInteger)figures.Item1 * figures.Item2, 10_000)).QuickCheckThrowOnFailure();

    [Fact]
    public void An_outliers_extra_is_rounded_once() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).Four().ToArbitrary(),
        f =>
        {
            var (kpp, drg, limit, share) = ((long)f.Item1 * 1000, (long)f.Item2, (long)f.Item3 % 1000, (long)f.Item4 % 101);
            return PriceExplanation.Extra(kpp, drg, limit, share) == Rounded(share * ((BigInteger)kpp * 100 - (BigInteger)limit * drg), 10_000);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_amount_is_recomputed_from_its_explanation_alone()
    {
        HashSet<PriceRule> seen = [];
        foreach (var contact in RandomContacts(20_000))
        {
            var facts = contact.Facts();
            var priced = Book.Price(facts, Catalogue.Classify(facts));

            Assert.Equal(priced.AmountOre, priced.Explanation.Recompute());
            Assert.Equal(priced.Rule, priced.Explanation.Rule);
            Assert.True(priced.AmountOre >= 0);
            seen.Add(priced.Rule);
        }
        Assert.Equal(Enum.GetValues<PriceRule>(), seen.Order());
    }

    [Fact]
    public void Classification_agrees_with_the_page_read_word_by_word()
    {
        HashSet<string> seen = [];
        foreach (var contact in RandomContacts(20_000))
        {
            var expected = ClassificationTests.Naive(Set.Catalogue, contact);
            var actual = Catalogue.Classify(contact.Facts());

            Assert.Equal(expected?.Code, actual.Service?.Code);
            if (expected is not null) seen.Add(expected.Code);
        }
        Assert.True(seen.Count > 20, $"Only {seen.Count} services were met.");
    }

    [Fact]
    public void Classifying_and_pricing_allocate_nothing()
    {
        var contacts = RandomContacts(1_000).ToArray();
        Run(contacts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Run(contacts);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated / (100 * contacts.Length)); // an object is at least 24 bytes; a collection made for others adds a few kilobytes
    }

    private static void Run(Contact[] contacts)
    {
        foreach (var contact in contacts)
        {
            var facts = contact.Facts();
            var classification = Catalogue.Classify(facts);
            _ = ServiceCatalogue.IsOutsidePermittedUnit(facts, classification);
            _ = Book.Price(facts, classification);
        }
    }

    /// <summary>The same contacts every time, with codes that the sample's rules and prices know, and some they don't.</summary>
    private static IEnumerable<Contact> RandomContacts(int count)
    {
        var random = new Random(20260301);
        string[] regions = ["22", "23", "24", "25"];
        string[] homes = [.. regions, "01", "12", ""];
        string[] hospitals = [.. Set.Units.Select(u => u.Hospital).Distinct(), "64999"];
        int[] mvos = [.. Set.Mvos.Select(m => m.Code), 555];
        string[] procedures = [.. Set.Catalogue.Services.SelectMany(s => s.Rules.Kva).Select(k => (k + "00")[..5]), "ZZZ99"];
        string[] diagnoses = [.. Set.Catalogue.Services.SelectMany(s => s.Rules.Icd).Select(i => (i + "000")[..4]), "I109", ""];
        string[] drgs = [.. Set.DrgWeights.Take(5).Select(w => w.Drg), "", ""];
        for (var i = 0; i < count; i++)
        {
            var kind = (Kontaktslag)random.Next(5);
            var first = new DateOnly(2025, 12, 1).AddDays(random.Next(200));
            yield return new()
            {
                Region = Pick(regions),
                Home = Pick(homes),
                Hospital = Pick(hospitals),
                Kind = kind,
                Visit = kind >= Kontaktslag.OppenLakare ? (Besokstyp)random.Next(2) : null,
                Planned = random.Next(2) == 0,
                In = first,
                Out = first.AddDays(random.Next(20)),
                Mvo = mvos[random.Next(mvos.Length)],
                Diagnosis = Pick(diagnoses),
                Procedures = string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => Pick(procedures))),
                Drg = Pick(drgs),
                Weight = random.Next(5) == 0 ? null : random.Next(60_000),
                KppOre = random.Next(3) == 0 ? null : random.NextInt64(200_000_000),
                Born = random.Next(1930, 2026),
            };
        }

        string Pick(string[] values) => values[random.Next(values.Length)];
    }

    private static BigInteger Rounded(BigInteger value, BigInteger divisor)
    {
        var half = BigInteger.Abs(value) * 2 + divisor;
        return (half / (divisor * 2)) * value.Sign;
    }
}
