using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

public sealed class ClassificationTests
{
    private static readonly CareService Service = TestBook.Service;

    [Fact]
    public void Without_a_service_the_mvo_decides_level_and_rpo()
    {
        Assert.Equal((2, "Endokrina sjukdomar"), LevelAndRpo(new Contact()));
        Assert.Equal((1, "Primärvård"), LevelAndRpo(new Contact { Mvo = 811 }));
        Assert.Equal((2, "(okänt)"), LevelAndRpo(new Contact { Mvo = 555 }));
    }

    [Fact]
    public void The_lowest_priority_decides_and_not_the_order_of_the_file()
    {
        var catalogue = Of(Service with { Code = "late", Priority = 20 }, Service with { Code = "early", Priority = 10 });

        Assert.Equal("early", Classify(catalogue, new Contact { Procedures = "FNG05" })?.Code);
    }

    [Fact]
    public void Any_procedure_may_match_but_only_the_main_diagnosis_and_only_from_the_start()
    {
        var catalogue = Of(Service);

        Assert.NotNull(Classify(catalogue, new Contact { Procedures = "AAA00 FNG05" }));
        Assert.Null(Classify(catalogue, new Contact { Procedures = "AFNG0 XFNG5" }));
        Assert.Null(Classify(catalogue, new Contact { Procedures = "fng05" }));
    }

    [Fact]
    public void A_unit_is_permitted_by_hospital_and_day()
    {
        var service = Service with { Units = [new("64001", new(new(2026, 1, 1), new(2026, 3, 5)))] };
        var contact = new Contact { Procedures = "FNG05" };

        Assert.False(IsOutside(service, contact));
        Assert.True(IsOutside(service, contact with { Out = new(2026, 3, 6) }));
        Assert.True(IsOutside(service, contact with { Hospital = "64010" }));
        Assert.True(IsOutside(service, contact with { Hospital = "" }));
        Assert.True(IsOutside(service, contact with { Hospital = "", Planned = false }));
        Assert.False(IsOutside(service with { PlannedOnly = true }, contact with { Hospital = "", Planned = false }));
        Assert.False(IsOutside(Service, contact with { Hospital = "" }));
        Assert.False(ServiceCatalogue.IsOutsidePermittedUnit(contact.Facts(), new(null, 2, "")));
    }

    [Theory, InlineData(1), InlineData(64), InlineData(65), InlineData(150)]
    public void A_catalogue_of_any_size_classifies_as_the_page_reads(int size)
    {
        var random = new Random(size);
        var services = Enumerable.Range(0, size).Select(i => RandomService(random, i)).ToArray();
        random.Shuffle(services);
        var catalogue = new Catalogue(1, true, services);
        var fast = new ServiceCatalogue(catalogue, TestBook.Mvos);
        for (var i = 0; i < 5_000; i++)
        {
            var contact = RandomContact(random);
            Assert.Equal(Naive(catalogue, contact)?.Code, fast.Classify(contact.Facts()).Service?.Code);
        }
    }

    /// <summary>The page's rules as they read, with no thought of speed.</summary>
    internal static CareService? Naive(Catalogue catalogue, Contact contact)
    {
        var prisdatum = contact.Kind is Kontaktslag.Sluten or Kontaktslag.Dagkir ? contact.Out : contact.In;
        var age = contact.In.Year - contact.Born;
        var procedures = contact.Procedures.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return catalogue.Services
            .Where(s => s.Validity.From <= prisdatum && (s.Validity.To ?? DateOnly.MaxValue) >= prisdatum)
            .Where(s => s.Rules.Kva.Count == 0 || procedures.Any(p => s.Rules.Kva.Any(k => p.StartsWith(k, StringComparison.Ordinal))))
            .Where(s => s.Rules.Icd.Count == 0 || s.Rules.Icd.Any(i => contact.Diagnosis.StartsWith(i, StringComparison.Ordinal)))
            .Where(s => s.Rules.Drg.Count == 0 || s.Rules.Drg.Any(d => contact.Drg.StartsWith(d, StringComparison.Ordinal)))
            .Where(s => s.Rules.Mvos.Count == 0 || s.Rules.Mvos.Contains(contact.Mvo))
            .Where(s => s.Rules.Kinds.Count == 0 || s.Rules.Kinds.Contains(contact.Kind))
            .Where(s => (s.Rules.AgeFrom ?? int.MinValue) <= age && age <= (s.Rules.AgeTo ?? int.MaxValue))
            .MinBy(s => s.Priority);
    }

    private static CareService RandomService(Random random, int number) => Service with
    {
        Code = $"T-{number}",
        Priority = number,
        Validity = random.Next(3) == 0 ? new(new(2026, 3, 4), null) : new(new(2026, 1, 1), new(2026, 3, 5)),
        Rules = new(
            Prefixes(random), Prefixes(random), Prefixes(random),
            random.Next(3) == 0 ? [random.Next(4), 811] : [], random.Next(3) == 0 ? [(Kontaktslag)random.Next(5), Kontaktslag.Sluten] : [],
            random.Next(4) == 0 ? random.Next(60) : null, random.Next(4) == 0 ? random.Next(60) : null),
    };

    private static string[] Prefixes(Random random) => random.Next(2) == 0
        ? []
        : [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => Code(random)[..random.Next(1, 4)])];

    private static string Code(Random random) => $"{"ABZ"[random.Next(3)]}{"AB1"[random.Next(3)]}{"A12"[random.Next(3)]}0";

    private static Contact RandomContact(Random random) => new()
    {
        Kind = (Kontaktslag)random.Next(5),
        Mvo = random.Next(2) == 0 ? 811 : random.Next(4),
        Diagnosis = random.Next(4) == 0 ? "" : Code(random),
        Drg = random.Next(4) == 0 ? "" : Code(random),
        Procedures = string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => Code(random))),
        Out = new(2026, 3, random.Next(2, 8)),
        Born = random.Next(1960, 2026),
    };

    private static ServiceCatalogue Of(params CareService[] services) => new(new(1, true, services), TestBook.Mvos);

    private static CareService? Classify(ServiceCatalogue catalogue, Contact contact) => catalogue.Classify(contact.Facts()).Service;

    private static (int Level, string Rpo) LevelAndRpo(Contact contact)
    {
        var classification = Of(Service).Classify(contact.Facts());
        return (classification.Level, classification.Rpo);
    }

    private static bool IsOutside(CareService service, Contact contact)
    {
        var facts = contact.Facts();
        return ServiceCatalogue.IsOutsidePermittedUnit(facts, Of(service).Classify(facts));
    }
}
