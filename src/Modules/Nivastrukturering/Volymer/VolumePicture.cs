using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Volymer;

/// <summary>Volumes and their cost as table, chart and sentences.</summary>
/// <param name="reference">Names of services and hospitals.</param>
/// <param name="source">Where the figures come from.</param>
internal sealed class VolumePicture(ReferenceSet reference, string source)
{
    public const string Path = "/kostnader/volymer";

    /// <summary>What lagens förarbeten said should be centralised of hospital care: national 5 %, sjukvårdsregional 10–15 %.</summary>
    private static readonly (int Level, string Name, decimal From, decimal To)[] References = [(3, "Sjukvårdsregional nivå", 10, 15), (4, "Nationell nivå (NHV)", 5, 5)];

    /// <summary>The ways to count, in the order of the page, with their words.</summary>
    public static IReadOnlyList<(VolumeBy By, string Key, string Name)> Ways { get; } =
    [
        (VolumeBy.Tjanst, "tjanst", "Vårdåtgärd"), (VolumeBy.Rpo, "rpo", "RPO"), (VolumeBy.Niva, "niva", "Vårdnivå"),
        (VolumeBy.Hemregion, "hemregion", "Hemregion"), (VolumeBy.Sjukhus, "sjukhus", "Sjukhus"), (VolumeBy.Manad, "manad", "Månad"),
    ];

    /// <summary>What a group's key is called for people.</summary>
    public string NameOf(VolumeBy by, string key) => by switch
    {
        VolumeBy.Tjanst => key.Length == 0 ? "Ingen vårdåtgärd i kartläggningen" : reference.Catalogue.Services.FirstOrDefault(s => s.Code == key) is { } service ? $"{service.Name} ({key})" : key,
        VolumeBy.Niva => CostMap.Levels[int.Parse(key, CultureInfo.InvariantCulture) - 1],
        VolumeBy.Hemregion => key.Length == 0 ? "Utan hemregion" : Region.NameOf(key),
        VolumeBy.Sjukhus => key.Length == 0 ? "Utanför sjukhus" : reference.Units.FirstOrDefault(u => u.Hospital == key)?.HospitalName ?? key,
        VolumeBy.Manad => SwedishText.Capital(CultureInfo.GetCultureInfo("sv-SE").DateTimeFormat.GetMonthName(int.Parse(key, CultureInfo.InvariantCulture))),
        _ => key,
    };

    /// <summary>The table of groups, the year before beside.</summary>
    /// <param name="by">What a row stands for.</param>
    /// <param name="now">The year's groups.</param>
    /// <param name="before">Those of the year before, on the same months.</param>
    /// <param name="years">The two years; null when nothing of the year before can be compared.</param>
    /// <param name="isOpen">True for groups that the reader may see whole.</param>
    /// <param name="link">Where a group's row leads; null for nowhere.</param>
    public Table TableOf(VolumeBy by, IReadOnlyList<Volume> now, IReadOnlyList<Volume> before, (int Now, int? Before) years, Func<string, bool> isOpen, Func<string, string?> link)
    {
        var keys = now.Concat(before).Select(v => v.Key).Distinct().ToList();
        List<(string Key, Volume? Now, Volume? Before)> groups = [.. keys.Select(k => (k, now.FirstOrDefault(v => v.Key == k), before.FirstOrDefault(v => v.Key == k)))];
        groups = [.. by is VolumeBy.Niva or VolumeBy.Manad ? groups.OrderBy(g => g.Key, StringComparer.Ordinal) : groups.OrderByDescending(g => g.Now?.Contacts ?? 0).ThenBy(g => NameOf(by, g.Key), SwedishComparer.Instance)];
        bool[] open = [.. groups.Select(g => isOpen(g.Key))];
        var told = Counts.Select(count => SmallNumbers.DecideColumn([.. groups.Select(g => g.Now is null ? 0 : count(g.Now))], open)).ToList();
        var toldBefore = SmallNumbers.DecideColumn([.. groups.Select(g => g.Before?.Contacts ?? 0)], open);
        var total = told[0].Sum == Told.Exactly ? now.Sum(v => v.Contacts) : 0;
        (Volume?, Told)? Compared(Volume? volume, Told what) => years.Before is null ? null : (volume, what);
        var name = Ways.First(w => w.By == by).Name;
        return new()
        {
            Title = $"Vårdvolymer {years.Now} per {(by == VolumeBy.Rpo ? name : name.ToLower(SwedishFormat.Culture))}",
            Columns =
            [
                new("group", name), new("contacts", "Kontakter", ColumnKind.Integer), new("share", "Andel", ColumnKind.Percent),
                .. years.Before is { } year ? new Column[] { new("before", year.ToString(CultureInfo.InvariantCulture), ColumnKind.Integer), new("change", "Förändring", ColumnKind.Percent) { Signed = true } } : [],
                new("points", "DRG-poäng", ColumnKind.Number), new("meanKppOre", "Kostnad per kontakt", ColumnKind.Money), new("pointOre", "Kostnad per DRG-poäng", ColumnKind.Money),
                new("amountOre", "Köpt för", ColumnKind.Money) { Unit = MoneyUnit.Tkr }, new("outside", "Utanför beslutad enhet", ColumnKind.Integer),
            ],
            Rows = [.. groups.Select((g, i) => new Row([((Cell)NameOf(by, g.Key)) with { Link = link(g.Key) }, .. Figures(g.Now, [.. told.Select(t => t.Figures[i])], total, Compared(g.Before, toldBefore.Figures[i]))]))],
            Sum = now.Count == 0 ? null : new Row(["Summa", .. Figures(Sum(now), [.. told.Select(t => t.Sum)], total, Compared(before.Count == 0 ? null : Sum(before), toldBefore.Sum))]),
            Source = source,
            Notes =
            [
                "Egen vård ingår. Köpt för är det som debiteras mellan regioner.",
                .. years.Before is { } compared ? new[] { $"{compared} räknas på samma regioners samma månader som {years.Now}." } : [],
                "Kostnad är regionernas egen kostnad per patient (KPP) där den är känd; kostnad per DRG-poäng räknas på kontakter som har både KPP och DRG-vikt.",
                SmallNumbers.Signs,
            ],
            EmptyText = "Inga kontakter för urvalet.",
        };
    }

    /// <summary>How large a part of each region's hospital care is given on the two higher levels.</summary>
    /// <param name="levels">By län code and level, as <see cref="Volumes.Levels"/> gives them.</param>
    /// <param name="byCost">True to count known cost, else contacts.</param>
    public ReferenceChart ChartOf(IReadOnlyList<Volume> levels, bool byCost)
    {
        var homes = Region.Norra.Select(r => (Name: r.Name, Region: (Region?)r, Code: r.Code.Code)).Append(("Alla fyra", null, "")).ToList();
        return new()
        {
            Title = "Hur stor del av sjukhusvården ges på högre nivå?",
            Finding = Finding(levels, byCost),
            Reading = $"Andel av {(byCost ? "kostnaden för" : "kontakterna i")} regionens invånares vård på nivå 2–4, var den än gavs.",
            Source = source,
            Note = "Riktmärkena är från förarbetena till lagen om nationell högspecialiserad vård: ungefär 5 % nationellt och 10–15 % sjukvårdsregionalt av sjukhusvårdens volym. De är ingen gräns.",
            ReferenceName = "riktmärke",
            Panels = [.. References.Select(r => new ReferencePanel(r.Name, r.From, r.To, [.. homes.Select(h => new ReferenceBar(h.Name, ShareOf(levels, h.Code, r.Level, byCost), h.Region))]))],
        };
    }

    private static string Finding(IReadOnlyList<Volume> levels, bool byCost) =>
        ShareOf(levels, "", 3, byCost) is { } regional && ShareOf(levels, "", 4, byCost) is { } national
            ? $"{SwedishFormat.Percent(regional, 1)} av sjukhusvården ges på sjukvårdsregional nivå och {SwedishFormat.Percent(national, 1)} på nationell."
            : "";

    private static decimal? ShareOf(IReadOnlyList<Volume> levels, string home, int level, bool byCost)
    {
        var own = levels.Where(v => home.Length == 0 ? Region.Find(v.Key[..^2]) is not null : v.Key[..^2] == home).Where(v => v.Key[^1] > '1').ToList();
        var part = own.Where(v => v.Key[^1] == '0' + level).ToList();
        if (own.Sum(v => v.Contacts) == 0 || part.Sum(v => byCost ? v.KppContacts : v.Contacts) is > 0 and < SmallNumbers.Limit) return null;
        var whole = own.Sum(Measure);
        return whole == 0 ? null : SwedishFormat.Share(part.Sum(Measure), whole);

        long Measure(Volume volume) => byCost ? volume.KppOre : volume.Contacts;
    }

    /// <summary>How many contacts each figure of a row is of, in the order of <see cref="Figures"/>.</summary>
    private static readonly Func<Volume, long>[] Counts = [v => v.Contacts, v => v.WeightContacts, v => v.KppContacts, v => v.PointContacts, v => v.BilledContacts, v => v.Outside];

    private static Volume Sum(IEnumerable<Volume> all) => all.Aggregate((a, b) => a + b);

    private static IEnumerable<Cell> Figures(Volume? now, Told[] told, long total, (Volume? Volume, Told Told)? compared)
    {
        now ??= new("", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        var isTold = told[0] == Told.Exactly;
        yield return SmallNumbers.Tell(now.Contacts, told[0]);
        yield return isTold && total > 0 ? SwedishFormat.Share(now.Contacts, total) : Cell.NotApplicable;
        if (compared is var (before, toldBefore))
        {
            yield return SmallNumbers.Tell(before?.Contacts ?? 0, toldBefore);
            yield return isTold && toldBefore == Told.Exactly && before is { Contacts: > 0 } ? SwedishFormat.Share(now.Contacts - before.Contacts, before.Contacts) : Cell.NotApplicable;
        }
        yield return Shown(1, now.Weight / 10_000m);
        yield return Shown(2, now.MeanKppOre);
        yield return Shown(3, now.PointOre);
        yield return Shown(4, now.AmountOre);
        yield return SmallNumbers.Tell(now.Outside, told[5]);

        Cell Shown(int figure, Cell value) => Counts[figure](now) == 0 ? Cell.NotApplicable : told[figure] == Told.Exactly ? value : Cell.Missing;
    }
}
