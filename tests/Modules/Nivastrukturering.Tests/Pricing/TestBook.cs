using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Pricing;

/// <summary>Small price books and catalogues, seller 24 and buyer 25 where nothing else is said.</summary>
internal static class TestBook
{
    internal static Period Year2026 { get; } = new(new(2026, 1, 1), new(2026, 12, 31));

    internal static IReadOnlyList<Mvo> Mvos { get; } =
    [
        new(101, "Internmedicin", "MED", false, "Endokrina sjukdomar"),
        new(811, "Allmänmedicin", "PRIM", true, "Primärvård"),
        new(999, "Utan prisgrupp", "", false, "Akutvård"),
    ];

    internal static Agreement Terms { get; } = new("AVT-24-25", "24", "25", "norra", Year2026, 250, 80, []);

    internal static CareService Service { get; } = new(
        "T-1", "Tjänst", "Hjärt- och kärlsjukdomar", 3, 10, new(new(2024, 1, 1)), false, new(["FNG"], [], [], [], [], null, null), [], new("", "", ""));

    internal static PriceRow Row(string code, long priceOre, string list = "norra", Period? validity = null) => new(list, "24", code, priceOre, validity ?? Year2026, "");

    internal static PriceBook Book(IEnumerable<PriceRow> rows, params Subscription[] subscriptions) => new(rows, [Terms], subscriptions, Mvos);

    internal static Priced Price(this PriceBook book, Contact contact, CareService? service = null) =>
        book.Price(contact.Facts(), new(service, service?.Level ?? 2, service?.Rpo ?? "Endokrina sjukdomar"));

    internal static Subscription Subscription(string id, params string[] participants) =>
        new(id, "24", "Abonnemang", Year2026, ["T-1"], [811], participants, 100, new(SharingKeyType.Remisser, null, new Dictionary<string, long>()));
}
