namespace Kunskapsstyrning.Nivastrukturering;

/// <summary>Reads <c>abonnemang.json</c> with the check AVT-002 (docs/formats/PRICING.md).</summary>
internal static class SubscriptionFile
{
    private const long WholeInHundredthsOfPercent = 10_000;
    private static readonly string[] Types = ["BEFOLKNING", "REMISSER", "KPP", "FAST"];

    /// <summary>Reads and checks the subscriptions.</summary>
    internal static Parsed<IReadOnlyList<Subscription>> Read(Stream content, string file) =>
        JsonItem.ReadFile<IReadOnlyList<Subscription>>(content, file, (root, errors) =>
        {
            HashSet<string> ids = [];
            List<Subscription> subscriptions = [];
            foreach (var item in root.Items("abonnemang"))
            {
                var subscription = ReadOne(item, errors);
                if (!ids.Add(subscription.Id)) item.Wrong("id", "olika för varje abonnemang");
                subscriptions.Add(subscription);
            }
            return subscriptions;
        });

    /// <summary>For example <c>BEFOLKNING</c>.</summary>
    internal static string Code(this SharingKeyType type) => Types[(int)type];

    private static Subscription ReadOne(JsonItem item, ReferenceErrors errors)
    {
        var participants = item.Texts("deltagare");
        if (participants.Any(p => !Kernel.RegionCode.IsKnown(p)) || participants.Distinct().Count() != participants.Count)
            item.Wrong("deltagare", "en lista med länskoder, var och en bara en gång");

        var yearlyOre = item.Whole("arsbeloppOre");
        if (yearlyOre < 0) item.Wrong("arsbeloppOre", "ett belopp i öre som inte är negativt");

        var validity = item.Validity() ?? default;
        if (!validity.IsValid) item.Wrong("giltigTill", "samma dag som giltigFran eller senare");

        return new(
            item.Text("id") ?? "", item.RegionOf("saljare") ?? "", item.OptionalText("benamning"), validity, item.Texts("tjanster"), item.Mvos("mvo"),
            [.. participants.Order(StringComparer.Ordinal)], yearlyOre ?? 0, ReadKey(item, participants, errors));
    }

    private static SharingKey ReadKey(JsonItem item, IReadOnlyList<string> participants, ReferenceErrors errors)
    {
        var none = new SharingKey(default, null, new Dictionary<string, long>());
        if (item.Child("nyckel") is not { } key)
        {
            item.Wrong("nyckel", "ett objekt med typ");
            return none;
        }
        var type = Array.IndexOf(Types, key.Text("typ"));
        if (type < 0)
        {
            key.Wrong("typ", "BEFOLKNING, REMISSER, KPP eller FAST");
            return none;
        }
        none = none with { Type = (SharingKeyType)type };
        return none.Type switch
        {
            SharingKeyType.Befolkning => none with { Year = key.Int("ar") },
            SharingKeyType.Fast => none with { Parts = ReadParts(key, participants, errors) },
            _ => none,
        };
    }

    private static Dictionary<string, long> ReadParts(JsonItem key, IReadOnlyList<string> participants, ReferenceErrors errors)
    {
        Dictionary<string, long> parts = [];
        if (key.Child("andelar") is { } item)
            foreach (var region in item.Names()) parts[region] = item.Whole(region) ?? 0;

        if (!parts.Keys.ToHashSet().SetEquals(participants))
            errors.Add("AVT-002", key.Row, "andelar", "Andelarna ska ha exakt samma regioner som deltagare. Lägg till eller ta bort en region.");
        if (parts.Values.Any(p => p is < 0 or > WholeInHundredthsOfPercent) || parts.Values.Sum() != WholeInHundredthsOfPercent)
            errors.Add("AVT-002", key.Row, "andelar", "Andelarna ska vara hundradels procent, 0 till 10000, och tillsammans bli 10000. Rätta dem.");
        return parts;
    }
}
