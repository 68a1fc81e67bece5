using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Lists, agreements, subscriptions and what happened to them, as tables.</summary>
internal static class PricePicture
{
    private static readonly Column Seller = new("seller", "Säljare", ColumnKind.Region);

    /// <summary>The lists that have a price in the year, a row per seller and list.</summary>
    /// <param name="prices">In force.</param>
    /// <param name="year">Which.</param>
    /// <param name="versions">Every version of each seller's file, by län code.</param>
    public static Table Lists(IReadOnlyList<PriceRow> prices, int year, IReadOnlyDictionary<string, IReadOnlyList<ReferenceFile>> versions)
    {
        var gaps = Gaps(prices, year).CountBy(g => (g.Row.Seller, g.Row.PriceList)).ToDictionary();
        return new()
        {
            Title = $"Prislistor {year}",
            Columns =
            [
                Seller, new("list", "Lista"), .. PriceText.Units.Select(u => new Column(u.ToString().ToLowerInvariant(), PriceText.UnitName(u), ColumnKind.Integer)),
                new("rows", "Rader", ColumnKind.Integer), new("days", "Gäller"), new("gaps", "Luckor", ColumnKind.Integer), new("version", "Version", ColumnKind.Integer), new("loaded", "I bruk sedan"),
            ],
            Rows = [.. InYear(prices, year).GroupBy(p => (p.Seller, p.PriceList)).OrderBy(g => Place(g.Key.Seller)).ThenBy(g => g.Key.PriceList, StringComparer.Ordinal).Select(Row)],
            Notes = ["Ett år kan ha flera rader för samma kod, när priset ändras under året."],
            EmptyText = $"Ingen prislista för {year}",
        };

        Row Row(IGrouping<(string Seller, string List), PriceRow> list)
        {
            var units = list.CountBy(r => PriceCode.TryParse(r.Code, out var code) ? code.Unit : PriceUnit.Contact).ToDictionary();
            var ofSeller = versions.GetValueOrDefault(list.Key.Seller, []);
            var latest = ofSeller is [.., var last] ? last : null;
            var link = $"{PriceText.RowsPath}?saljare={list.Key.Seller}&ar={year}&lista={list.Key.List}";
            return new([
                Region.FindAny(list.Key.Seller)!, ((Cell)PriceText.ListName(list.Key.List)) with { Link = link }, .. PriceText.Units.Select(u => (Cell)(long)units.GetValueOrDefault(u)),
                (long)list.Count(), PriceText.Days(PriceText.Span([.. list.Select(r => r.Validity)])), (long)gaps.GetValueOrDefault((list.Key.Seller, list.Key.List)),
                (long)ofSeller.Count, latest is null ? Cell.Missing : ((Cell)PriceText.At(latest.LoadedAt)) with { Note = latest.LoadedBy },
            ]);
        }
    }

    /// <summary>Price per DRG point and hospital on a day.</summary>
    public static Table Points(IReadOnlyList<PriceRow> prices, DateOnly day) => new()
    {
        Title = $"Pris per DRG-poäng {SwedishFormat.Date(day)}",
        Columns = [new("hospital", "Sjukhus"), Seller, .. PriceText.Lists.Select(l => new Column(l, PriceText.ListName(l), ColumnKind.Money) { Decimals = 2 })],
        Rows =
        [
            .. prices.Where(p => p.Validity.Contains(day) && PriceCode.TryParse(p.Code, out var code) && code.Unit == PriceUnit.DrgPoint)
                .GroupBy(p => (p.Seller, p.Code)).OrderBy(g => Place(g.Key.Seller)).ThenBy(g => g.Key.Code, StringComparer.Ordinal)
                .Select(g => new Row([Hospital(g.First()), Region.FindAny(g.Key.Seller)!, .. PriceText.Lists.Select(l => (Cell)g.FirstOrDefault(p => p.PriceList == l)?.PriceOre)])),
        ],
        EmptyText = "Inget pris per DRG-poäng",
    };

    /// <summary>Days without a price between two prices, in the year.</summary>
    public static Table GapsOf(IReadOnlyList<PriceRow> prices, int year) => new()
    {
        Title = $"Dagar utan pris {year}",
        Columns = [new("code", "Kod"), new("label", "Benämning"), Seller, new("list", "Lista"), new("from", "Utan pris från", ColumnKind.Date), new("to", "Till och med", ColumnKind.Date), new("days", "Dagar", ColumnKind.Integer)],
        Rows =
        [
            .. Gaps(prices, year).Select(g => new Row(
                g.Row.Code, g.Row.Label, Region.FindAny(g.Row.Seller)!, PriceText.ListName(g.Row.PriceList), g.Days.From, g.Days.To!.Value, (long)(g.Days.To!.Value.DayNumber - g.Days.From.DayNumber + 1))),
        ],
        Notes = ["En kontakt som faller i en lucka får nästa regel som passar, eller inget pris alls. Lägg ett förslag som fyller dagarna."],
        EmptyText = $"Inga luckor {year}: varje kod har pris alla dagar mellan sin första och sista.",
    };

    /// <summary>Services whose new code a list has no row for.</summary>
    /// <param name="missing">All sellers'.</param>
    /// <param name="open">Those that the user may propose a row for now.</param>
    public static Table Unpriced(IReadOnlyList<UnpricedService> missing, IReadOnlyList<UnpricedService> open) => new()
    {
        Title = "Nya koder utan prisrad",
        Columns =
        [
            new("service", "Vård"), new("code", "Kod"), Seller, new("list", "Lista"), new("from", "Utan prisrad från", ColumnKind.Date), new("former", "Koden före"), new("formerOre", "Priset före", ColumnKind.Money) { Decimals = 2 },
            .. open.Count > 0 ? new[] { new Column("add", "Förslag") { Sortable = false } } : [],
        ],
        Rows =
        [
            .. missing.Select(u => new Row(
            [
                (Cell)u.Service.Name with { Link = Nivakarta.LevelPicture.PathOf(u.Service.Code) }, u.Service.Code, Region.FindAny(u.Former.Seller)!, PriceText.ListName(u.Former.PriceList), u.From, u.FormerCode, u.Former.PriceOre,
                .. open.Count > 0 ? new[] { open.Contains(u) ? (Cell)"Lägg prisrad" with { Link = PriceText.NewRowPath(u.Service.Code) } : Cell.NotApplicable } : [],
            ])),
        ],
        Notes = ["Nivåkartan gav vården en ny kod. Utan rad för den får kontakterna nästa regel som passar, till exempel DRG. Säljarens ekonom föreslår raden och någon annan godkänner."],
    };

    /// <summary>Agreements that are valid some day of the year.</summary>
    public static Table Agreements(IEnumerable<Agreement> agreements, int year) => new()
    {
        Title = $"Avtal {year}",
        Columns =
        [
            new("id", "Avtal"), Seller, new("buyer", "Köpare"), new("list", "Lista"), new("days", "Gäller"), new("limit", "Ytterfall över", ColumnKind.Number) { Decimals = 2, Meaning = "Hur många gånger DRG-priset som kostnaden ska överstiga" },
            new("share", "Andel som betalas", ColumnKind.Percent) { Decimals = 0 }, new("free", "Debiteras inte"),
        ],
        Rows =
        [
            .. agreements.Where(a => a.Validity.Overlaps(PriceText.YearOf(year))).OrderBy(a => Place(a.Seller)).ThenBy(a => Place(a.Buyer)).ThenBy(a => a.Validity.From).Select(a => new Row(
                a.Id, Region.FindAny(a.Seller)!, PriceText.BuyerName(a.Buyer), PriceText.ListName(a.PriceList), PriceText.Days(a.Validity), a.LimitHundredths / 100m, (decimal)a.ShareHundredths,
                a.NotBilled.Count == 0 ? Cell.NotApplicable : string.Join(", ", a.NotBilled.Select(PriceText.KindName)))),
        ],
        Notes = ["Ytterfall: kostar kontakten mer än så många gånger DRG-priset betalas andelen av det som överstiger."],
        EmptyText = $"Inget avtal för {year}",
    };

    /// <summary>Subscriptions that are valid some day of the year.</summary>
    public static Table Subscriptions(IEnumerable<Subscription> subscriptions, int year) => new()
    {
        Title = $"Abonnemang {year}",
        Columns = [new("label", "Abonnemang"), Seller, new("from", "Från", ColumnKind.Date), new("to", "Till", ColumnKind.Date), new("yearOre", "Per år", ColumnKind.Money) { Decimals = 2 }, new("key", "Fördelas efter"), new("participants", "Deltagare"), new("scope", "Omfattar")],
        Rows =
        [
            .. subscriptions.Where(s => s.Validity.Overlaps(PriceText.YearOf(year))).OrderBy(s => s.Id, StringComparer.Ordinal).Select(s => new Row(
                ((Cell)(s.Label.Length > 0 ? s.Label : s.Id)) with { Note = s.Label.Length > 0 ? s.Id : null }, Region.FindAny(s.Seller)!, s.Validity.From, s.Validity.To is { } to ? to : Cell.NotApplicable, s.YearlyOre, PriceText.KeyName(s.Key),
                string.Join(", ", s.Participants.Select(Region.NameOf)), Scope(s))),
        ],
        EmptyText = $"Inget abonnemang för {year}",
    };

    /// <summary>What has been proposed, latest first.</summary>
    public static Table Proposals(IReadOnlyList<PriceProposal> proposals, bool waiting) => new()
    {
        Title = waiting ? "Förslag som väntar" : "Avgjorda förslag",
        Columns = [new("file", "Fil"), new("state", "Läge", ColumnKind.State), new("origin", "Förslag"), new("reason", "Skäl"), new("proposed", "Föreslaget"), new("decided", "Avgjort")],
        Rows =
        [
            .. proposals.Where(p => p.Status == ProposalStatus.Waiting == waiting).Select(p => new Row(
                ((Cell)PriceText.FileName(p.FileName)) with { Link = PriceText.PathOf(p) }, PriceText.StateOf(p), p.Origin, p.Reason, ((Cell)PriceText.At(p.ProposedAt)) with { Note = p.ProposedBy },
                p.DecidedAt is { } at ? ((Cell)PriceText.At(at)) with { Note = p.DecidedBy } : Cell.NotApplicable)),
        ],
        EmptyText = "Inget förslag väntar",
    };

    /// <summary>Every version that has come into use, latest first.</summary>
    /// <param name="versions">With what each changed.</param>
    public static Table Log(IReadOnlyList<LoggedVersion> versions) => new()
    {
        Title = "Ändringslogg",
        Columns = [new("file", "Fil"), new("version", "Version", ColumnKind.Integer), new("loaded", "I bruk sedan"), new("by", "Tagen i bruk av"), new("proposed", "Föreslagen av"), new("reason", "Skäl"), new("changes", "Vad som ändrades")],
        Rows =
        [
            .. versions.Select(v => new Row(
                ((Cell)PriceText.FileName(v.File.Name)) with { Link = v.Link }, (long)v.Number, PriceText.At(v.File.LoadedAt), v.File.LoadedBy,
                v.Proposal is { } p ? ((Cell)p.ProposedBy) with { Note = PriceText.At(p.ProposedAt) } : Cell.NotApplicable, v.Proposal?.Reason is { } reason ? reason : Cell.NotApplicable, v.Changes)),
        ],
        Notes = ["Dagarna i en lista säger när priset gäller. I bruk sedan säger när det blev känt här. Filer utan förslag har driften läst in med kommandot kst import agreements, eller så kommer de från ägarens värd."],
        EmptyText = "Inget är inläst än",
    };

    /// <summary>Where a region stands on the pages: the four of Norra first; what is no region comes last.</summary>
    internal static int Place(string region) => Region.Sweden.Index().Where(r => r.Item.Code.Code == region).Select(r => r.Index).FirstOrDefault(int.MaxValue);

    internal static IEnumerable<PriceRow> InYear(IEnumerable<PriceRow> prices, int year) => prices.Where(p => p.Validity.Overlaps(PriceText.YearOf(year)));

    private static IEnumerable<PriceGap> Gaps(IEnumerable<PriceRow> prices, int year) => PriceTimeline.Gaps(prices).Where(g => g.Days.Overlaps(PriceText.YearOf(year)));

    private static string Hospital(PriceRow row) => row.Label.Replace("Pris per DRG-poäng ", "", StringComparison.Ordinal) is { Length: > 0 } name ? name : row.Code;

    private static string Scope(Subscription s) => string.Join("; ", new[] { string.Join(", ", s.Services), s.Mvos.Count > 0 ? $"MVO {string.Join(", ", s.Mvos.Select(m => m.ToString("000", System.Globalization.CultureInfo.InvariantCulture)))}" : "" }.Where(t => t.Length > 0)) is { Length: > 0 } text ? text : "inga kontakter";
}

/// <summary>A version with what it changed.</summary>
/// <param name="File">The version.</param>
/// <param name="Number">From 1 within its name.</param>
/// <param name="Changes">For people.</param>
/// <param name="Proposal">The one that it came from; null when a command loaded it, or another host.</param>
/// <param name="Link">Where it is shown beside the one before; null where there is no such page.</param>
internal sealed record LoggedVersion(ReferenceFile File, int Number, string Changes, PriceProposal? Proposal, string? Link);
