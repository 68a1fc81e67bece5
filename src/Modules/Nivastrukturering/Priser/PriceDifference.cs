using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Features;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Two versions of a file beside each other, as tables.</summary>
internal static class PriceDifference
{
    /// <summary>What a version changes of another, in a few words.</summary>
    /// <param name="fileName">A file that <see cref="PriceProposal.Takes"/>.</param>
    /// <param name="before">Accepted; null for none.</param>
    /// <param name="after">Accepted.</param>
    public static string Summary(string fileName, byte[]? before, byte[] after)
    {
        if (PriceListFile.IsName(fileName, out _)) return PriceText.Summary(Changes(fileName, before, after));
        var (gone, added) = Lines(fileName, before, after);
        return gone.Count + added.Count == 0 ? "inget ändras" : $"{SwedishFormat.Integer(added.Count)} nya eller ändrade, {SwedishFormat.Integer(gone.Count)} tas bort eller byts ut";
    }

    /// <summary>The same as a table.</summary>
    public static Table Of(string fileName, byte[]? before, byte[] after)
    {
        if (PriceListFile.IsName(fileName, out _)) return Prices("Skillnad mot det som gäller", Changes(fileName, before, after));
        var (gone, added) = Lines(fileName, before, after);
        return new()
        {
            Title = "Skillnad mot det som gäller",
            Columns = [new("id", fileName == PriceProposal.AgreementsName ? "Avtal" : "Abonnemang"), new("kind", "Ändring"), new("text", "Innehåll")],
            Rows = [.. gone.Select(l => (Line: l, Kind: "Tas bort")).Concat(added.Select(l => (Line: l, Kind: "Läggs till"))).OrderBy(l => l.Line.Id, StringComparer.Ordinal).Select(l => new Row(l.Line.Id, l.Kind, l.Line.Text))],
            EmptyText = "Inget ändras.",
        };
    }

    /// <summary>Price changes as a table.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="changes">In order.</param>
    /// <param name="hasDays">False when the days say nothing.</param>
    public static Table Prices(string title, IReadOnlyList<PriceChange> changes, bool hasDays = true) => new()
    {
        Title = title,
        Columns =
        [
            new("code", "Kod"), new("label", "Benämning"), new("list", "Lista"), new("kind", "Vad"), .. hasDays ? new[] { new Column("from", "Från", ColumnKind.Date), new Column("to", "Till", ColumnKind.Date) } : [],
            Ore("beforeOre", "Före"), Ore("afterOre", "Efter"), Ore("differenceOre", "Skillnad") with { Signed = true }, new("percent", "Ändring", ColumnKind.Percent) { Decimals = 2, Signed = true },
        ],
        Rows =
        [
            .. changes.Select(c => new Row(
            [
                c.Row.Code, c.Row.Label, PriceText.ListName(c.Row.PriceList), c.Kind, .. hasDays ? new[] { c.Days.From, c.Days.To is { } to ? to : Cell.NotApplicable } : [],
                c.BeforeOre ?? Cell.NotApplicable, c.AfterOre ?? Cell.NotApplicable, c.DifferenceOre ?? Cell.NotApplicable, c.Percent ?? Cell.NotApplicable,
            ])),
        ],
        Notes = ["En rad för varje kod och tid då priset blir ett annat. – i Till betyder tills vidare."],
        EmptyText = "Inga priser ändras.",
    };

    /// <summary>The price changes between two versions of a list.</summary>
    public static IReadOnlyList<PriceChange> Changes(string fileName, byte[]? before, byte[] after) => PriceTimeline.Changes(Rows(fileName, before), Rows(fileName, after));

    /// <summary>The rows of a version; none for null.</summary>
    public static IReadOnlyList<PriceRow> Rows(string fileName, byte[]? content) => content is null ? [] : PriceListFile.Read(new MemoryStream(content, writable: false), fileName).Value!;

    /// <summary>What another set of prices does to the months that are priced, as a table.</summary>
    /// <param name="months">From <see cref="Repricing"/>.</param>
    /// <param name="isOwn">True when the reader may see every figure of the contacts; else months and sums of fewer than five contacts are hidden.</param>
    public static Table Months(IReadOnlyList<RepricedMonth> months, bool isOwn)
    {
        var rows = (isOwn ? months : months.GroupBy(m => (m.Month, m.Seller)).Select(g => new RepricedMonth(g.Key.Month, g.Key.Seller, "", g.Sum(m => m.Contacts), g.Sum(m => m.ThenOre), g.Sum(m => m.NowOre)))).ToList();
        var hides = !isOwn && rows.Exists(m => m.Contacts < SmallNumbers.Limit);
        return new()
        {
            Title = "Månader som redan är prissatta",
            Columns = [new("month", "Månad"), new("seller", "Säljare", ColumnKind.Region), .. isOwn ? [new Column("buyer", "Köpare")] : Array.Empty<Column>(), new("contacts", "Kontakter", ColumnKind.Integer), Ore("thenOre", "Prissatt då"), Ore("nowOre", "Med den nya"), Ore("differenceOre", "Skillnad") with { Signed = true }],
            Rows = [.. rows.Select(m => new Row([((Cell)DeliveryPicture.MonthOf(m.Month)), Region.FindAny(m.Seller)!, .. isOwn ? [(Cell)Region.NameOf(m.Buyer)] : Array.Empty<Cell>(), .. Figures(m)]))],
            Sum = rows.Count == 0 || hides ? null : new Row(["Summa", Cell.Empty, .. isOwn ? [Cell.Empty] : Array.Empty<Cell>(), rows.Sum(m => m.Contacts), rows.Sum(m => m.ThenOre), rows.Sum(m => m.NowOre), rows.Sum(m => m.DifferenceOre)]),
            Notes = ["Bara kontakter som får ett annat belopp är med. Belopp i kronor, på öret."],
            EmptyText = "Ingen månad som redan är prissatt berörs.",
        };

        Cell[] Figures(RepricedMonth m) => !isOwn && m.Contacts < SmallNumbers.Limit
            ? [SmallNumbers.Tell(m.Contacts, Told.TooFew), Cell.Missing, Cell.Missing, Cell.Missing]
            : [m.Contacts, m.ThenOre, m.NowOre, m.DifferenceOre];
    }

    /// <summary>The runs that priced months anew, as a table.</summary>
    /// <param name="runs">Latest first.</param>
    /// <param name="isOwn">True when the reader may see every figure; else those of fewer than five contacts are hidden.</param>
    public static Table Runs(IReadOnlyList<PriceRun> runs, bool isOwn) => new()
    {
        Title = "Gjorda omräkningar",
        Columns = [new("at", "När"), new("month", "Månad"), new("seller", "Säljare", ColumnKind.Region), new("by", "Vem"), new("reason", "Skäl"), new("contacts", "Kontakter", ColumnKind.Integer), Ore("thenOre", "Före"), Ore("nowOre", "Efter"), Ore("differenceOre", "Skillnad") with { Signed = true }],
        Rows =
        [
            .. runs.Select(r => new Row(
            [
                PriceText.At(r.At), DeliveryPicture.MonthOf(r.Period), Region.FindAny(r.Owner.Code)!, r.By, r.Reason.Length == 0 ? Cell.NotApplicable : r.Reason,
                .. !isOwn && r.Contacts < SmallNumbers.Limit ? (Cell[])[SmallNumbers.Tell(r.Contacts, Told.TooFew), Cell.Missing, Cell.Missing, Cell.Missing] : [r.Contacts, r.ThenOre, r.NowOre, r.DifferenceOre],
            ])),
        ],
        Notes = ["Bara kontakter som fick ett annat belopp är räknade. Ångras leveransen står raden kvar."],
        EmptyText = "Ingen månad är omräknad.",
    };

    private static (List<(string Id, string Text)> Gone, List<(string Id, string Text)> Added) Lines(string fileName, byte[]? before, byte[] after)
    {
        var (was, now) = (LinesOf(fileName, before), LinesOf(fileName, after));
        return ([.. was.Except(now)], [.. now.Except(was)]);
    }

    private static IEnumerable<(string Id, string Text)> LinesOf(string fileName, byte[]? content)
    {
        if (content is null) return [];
        var stream = new MemoryStream(content, writable: false);
        return fileName == PriceProposal.AgreementsName ? AgreementFile.Read(stream, fileName).Value!.Select(Line) : SubscriptionFile.Read(stream, fileName).Value!.Select(Line);
    }

    private static (string Id, string Text) Line(Agreement a) => (a.Id,
        $"{Region.NameOf(a.Seller)} till {PriceText.BuyerName(a.Buyer)}, {PriceText.ListName(a.PriceList)}, {PriceText.Days(a.Validity)}, ytterfall över {SwedishFormat.Number(a.LimitHundredths / 100m, 2)} gånger med {SwedishFormat.Percent(a.ShareHundredths)}"
        + (a.NotBilled.Count == 0 ? "" : $", debiterar inte {string.Join(", ", a.NotBilled.Order().Select(PriceText.KindName))}"));

    private static (string Id, string Text) Line(Subscription s) => (s.Id,
        $"{s.Label}, {Region.NameOf(s.Seller)}, {PriceText.Days(s.Validity)}, {SwedishFormat.Money(s.YearlyOre, MoneyUnit.Kr, 2)} per år, {PriceText.KeyName(s.Key)}, deltagare {string.Join(", ", s.Participants.Select(Region.NameOf))}, "
        + $"tjänster {string.Join(", ", s.Services)}, MVO {string.Join(", ", s.Mvos)}");

    private static Column Ore(string key, string title) => new(key, title, ColumnKind.Money) { Decimals = 2 };
}
