using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>One service as tables.</summary>
internal static class ServicePicture
{
    private const string Others = "Andra regioner";

    /// <summary>Where it may be given, and when.</summary>
    public static Table HospitalsOf(CareService service, IReadOnlyDictionary<string, string> hospitals, DateOnly today) => new()
    {
        Title = "Var den får utföras",
        Columns = [new("hospital", "Sjukhus"), new("code", "Sjukhuskod"), new("from", "Gäller från", ColumnKind.Date), new("to", "Gäller till", ColumnKind.Date), new("state", "Läge", ColumnKind.State)],
        Rows = [.. service.Units.Select(u => new Row(
            ServiceWords.Hospital(u.Hospital, hospitals), u.Hospital, u.Validity.From == DateOnly.MinValue ? Cell.NotApplicable : u.Validity.From, u.Validity.To is { } to ? to : Cell.NotApplicable,
            u.Validity.Contains(today) ? new State(StateMark.Klar, "Gäller") : u.Validity.From > today ? new State(StateMark.Inte, "Kommande") : new State(StateMark.Vilar, "Avslutad")))],
        EmptyText = "Alla enheter får utföra vården.",
    };

    /// <summary>The line's services in the order of time, and who decided each.</summary>
    public static Table LineOf(IEnumerable<CareService> line) => new()
    {
        Title = "Nivå över tid",
        Columns = [new("code", "Kod"), new("level", "Nivå"), new("rpo", "RPO"), new("from", "Gäller från", ColumnKind.Date), new("to", "Gäller till", ColumnKind.Date), new("decision", "Beslut")],
        Rows = [.. line.OrderBy(s => s.Validity.From).Select(s => new Row(
            (Cell)s.Code with { Link = LevelPicture.PathOf(s.Code) }, ServiceWords.LevelOf(s.Level), s.Rpo, s.Validity.From == DateOnly.MinValue ? Cell.NotApplicable : s.Validity.From,
            s.Validity.To is { } to ? to : Cell.NotApplicable, ServiceWords.Decision(s.Decision)))],
    };

    /// <summary>The versions of the map that changed this service, latest first.</summary>
    public static Table HistoryOf(string code, IReadOnlyList<MapEdition> editions, IReadOnlyDictionary<string, string> hospitals)
    {
        List<Row> rows = [];
        CareService? before = null;
        foreach (var edition in editions.Reverse())
        {
            var now = edition.Catalogue.Services.FirstOrDefault(s => s.Code == code);
            var told = (before, now) switch
            {
                (null, null) => null,
                (null, { }) => "Togs in i kartan",
                ({ }, null) => "Ströks ur kartan",
                ({ } was, { } becomes) => Changed(was, becomes, hospitals),
            };
            if (told is not null) rows.Add(new Row($"Utgåva {edition.Number}", SwedishFormat.Day(new DateTimeOffset(edition.LoadedAt)), edition.LoadedBy, told, now is null ? Cell.NotApplicable : ServiceWords.Decision(now.Decision)));
            before = now;
        }
        rows.Reverse();
        return new()
        {
            Title = "Utgåvor",
            Columns = [new("edition", "Utgåva"), new("loaded", "I bruk från", ColumnKind.Date), new("by", "Av"), new("change", "Vad som ändrades"), new("decision", "Beslut")],
            Rows = rows,
        };
    }

    /// <summary>Contacts per home region, counts 1–4 hidden.</summary>
    /// <param name="contacts">By home region's län code, all 21 and empty.</param>
    /// <param name="year">The year, in words: <c>2026, jan–okt</c>.</param>
    /// <param name="exactFor">The region whose own row the reader may see exactly; null for none.</param>
    public static Table VolumesOf(IReadOnlyDictionary<string, long> contacts, string year, string? exactFor)
    {
        List<(Cell Name, long Count, bool Open)> homes = [.. Region.Norra.Select(r => ((Cell)r, contacts.GetValueOrDefault(r.Code.Code), r.Code.Code == exactFor))];
        homes.Add((Others, contacts.Where(c => Region.Norra.All(r => r.Code.Code != c.Key)).Sum(c => c.Value), false));
        var told = SmallNumbers.DecideColumn([.. homes.Select(h => h.Count)], [.. homes.Select(h => h.Open)]);
        return new()
        {
            Title = $"Kontakter per hemregion {year}",
            Columns = [new("home", "Hemregion", ColumnKind.Region), new("contacts", "Kontakter", ColumnKind.Integer)],
            Rows = [.. homes.Select((h, i) => new Row(h.Name, SmallNumbers.Tell(h.Count, told.Figures[i])))],
            Sum = new Row("Summa", SmallNumbers.Tell(homes.Sum(h => h.Count), told.Sum)),
            Notes = [SmallNumbers.Signs, "Kontakterna har den klassning som gällde när leveransen lästes in."],
        };
    }

    /// <summary>The fixed prices of the service on the day.</summary>
    public static Table PricesOf(IEnumerable<PriceRow> prices, string code, DateOnly day) => new()
    {
        Title = $"Fast pris {SwedishFormat.Date(day)}",
        Columns = [new("seller", "Säljare"), new("list", "Prislista"), new("price", "Pris per kontakt", ColumnKind.Money), new("from", "Gäller från", ColumnKind.Date), new("to", "Gäller till", ColumnKind.Date)],
        Rows = [.. prices.Where(p => p.Validity.Contains(day) && PriceCode.TryParse(p.Code, out var parsed) && parsed.Unit == PriceUnit.Contact && parsed.Key == code).Select(p => new Row(
            Region.NameOf(p.Seller), p.PriceList == "riks" ? "Riket" : "Norra", p.PriceOre, p.Validity.From == DateOnly.MinValue ? Cell.NotApplicable : p.Validity.From, p.Validity.To is { } to ? to : Cell.NotApplicable))],
        EmptyText = "Inget fast pris: vården prissätts efter DRG, vårddag eller besök.",
    };

    /// <summary>Other services that are valid at the same time and share the beginning of a code; of a contact that fits both, the lowest priority decides.</summary>
    public static IReadOnlyList<(CareService Other, string Codes)> Sharing(CareService service, IEnumerable<CareService> all) =>
        [.. all.Where(o => LevelMaps.LineOf(o.Code) != LevelMaps.LineOf(service.Code) && o.Validity.Overlaps(service.Validity))
            .Select(o => (o, Codes: string.Join(", ", Shared(service.Rules.Kva, o.Rules.Kva).Concat(Shared(service.Rules.Icd, o.Rules.Icd)).Concat(Shared(service.Rules.Drg, o.Rules.Drg)))))
            .Where(p => p.Codes.Length > 0)];

    private static IEnumerable<string> Shared(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Where(a => other.Any(b => a.StartsWith(b, StringComparison.Ordinal) || b.StartsWith(a, StringComparison.Ordinal)));

    private static string? Changed(CareService was, CareService becomes, IReadOnlyDictionary<string, string> hospitals)
    {
        var fields = MapDifference.Fields(was, becomes, (ServiceWords.Where(was.Units, hospitals), ServiceWords.Where(becomes.Units, hospitals))).Where(f => f.Name != "Beslut").Select(f => $"{f.Name}: {f.From} → {f.To}").ToList();
        if (was.Priority != becomes.Priority) fields.Add($"Prioritet: {was.Priority} → {becomes.Priority}");
        return fields.Count == 0 ? null : string.Join(". ", fields);
    }
}
