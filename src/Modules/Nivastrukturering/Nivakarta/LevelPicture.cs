using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>The level map, a service and a round as tables and sentences.</summary>
internal static class LevelPicture
{
    public const string MapPath = "/niva";

    public const string ServicePath = "/niva/tjanst";

    public const string RoundPath = "/niva/forslag";

    public const string NewPath = "/niva/forslag/nytt";

    public const string SheetPath = "/niva/forslag/excel";

    public const string NhvPath = "/niva/nhv";

    public static string PathOf(string code) => $"{ServicePath}?kod={Uri.EscapeDataString(code)}";

    public static string PathOf(MapProposal proposal) => $"{RoundPath}/{proposal.Id}";

    public static string PathOf(AttachedPaper paper) => $"{RoundPath}/{paper.ProposalId}?handler=Handling&fil={paper.Id}";

    /// <summary><c>0,4 MB</c>; never none.</summary>
    public static string SizeOf(int bytes) => $"{Math.Max(0.1, bytes / 1e6).ToString("0.0", SwedishFormat.Culture)} MB";

    public static State StateOf(MapAnswer answer) => answer switch
    {
        MapAnswer.Confirmed => new(StateMark.Klar, "Bekräftad"),
        MapAnswer.Proposed => new(StateMark.Pagar, "Ändring föreslagen"),
        _ => new(StateMark.Inte, "Inte besvarad"),
    };

    public static State StateOf(ProposalState state) => state switch
    {
        ProposalState.Decided => new(StateMark.Klar, "Beslutat"),
        ProposalState.Rejected => new(StateMark.Vilar, "Avslaget"),
        ProposalState.Withdrawn => new(StateMark.Vilar, "Tillbakadraget"),
        _ => new(StateMark.Pagar, "Öppet"),
    };

    /// <summary>The map on a day.</summary>
    public static Table MapOf(IReadOnlyList<CareService> services, DateOnly day, IReadOnlyDictionary<string, string> hospitals, MapEdition map) => new()
    {
        Title = $"Nivåkartan {SwedishFormat.Date(day)}",
        Columns = [new("service", "Vård"), new("code", "Kod"), new("level", "Nivå"), new("rpo", "RPO"), new("where", "Utförs vid"), new("decision", "Beslut"), new("from", "Gäller från", ColumnKind.Date), new("to", "Gäller till", ColumnKind.Date)],
        Rows = [.. services.Select(s => new Row(
            (Cell)s.Name with { Link = PathOf(s.Code) }, s.Code, ServiceWords.LevelOf(s.Level), s.Rpo, ServiceWords.Where(s.Units, hospitals, day), ServiceWords.Decision(s.Decision),
            s.Validity.From == DateOnly.MinValue ? Cell.NotApplicable : s.Validity.From, s.Validity.To is { } to ? to : Cell.NotApplicable))],
        Notes = [.. NotesOf(map)],
        Source = SourceOf(map),
    };

    /// <summary>What differs between two pictures of the map.</summary>
    public static Table DifferenceOf(IReadOnlyList<ServiceChange> changes, string from, string to) => new()
    {
        Title = $"Skillnad från {from} till {to}",
        Columns = [new("service", "Vård"), new("code", "Kod"), new("kind", "Vad", ColumnKind.State), new("field", "Uppgift"), new("before", "Från"), new("after", "Till")],
        Rows = [.. changes.SelectMany(RowsOf)],
        EmptyText = "Kartan är likadan de två gångerna.",
        Notes = changes.Count == 0 ? [] : [$"{Counted(changes, MapChangeKind.New, "ny", "nya")}, {Counted(changes, MapChangeKind.Changed, "ändrad", "ändrade")} och {Counted(changes, MapChangeKind.Ended, "avslutad", "avslutade")}."],
    };

    /// <summary>Services per RPO and level: the map as a matrix.</summary>
    public static Table LevelsOf(IReadOnlyList<CareService> services) => new()
    {
        Title = "Antal tjänster per RPO och nivå",
        Columns = [new("rpo", "RPO"), .. Enumerable.Range(1, 4).Select(n => new Column(FormattableString.Invariant($"level{n}"), SwedishText.Capital(ShortLevel(n)), ColumnKind.Integer)), new("sum", "Alla", ColumnKind.Integer)],
        Rows = [.. services.GroupBy(s => s.Rpo).Select(g => new Row([g.Key, .. Enumerable.Range(1, 4).Select(n => g.Count(s => s.Level == n) is > 0 and var count ? (Cell)(long)count : Cell.NotApplicable), g.LongCount()]))],
        Sum = new Row(["Summa", .. Enumerable.Range(1, 4).Select(n => (Cell)services.LongCount(s => s.Level == n)), services.Count]),
    };

    /// <summary>The first sentence of the map.</summary>
    public static string Lead(IReadOnlyList<CareService> services)
    {
        var levels = Enumerable.Range(1, 4).Select(n => (Level: n, Count: services.Count(s => s.Level == n))).Where(l => l.Count > 0).Select(l => $"{SwedishFormat.InWords(l.Count)} på nivå {l.Level} ({ShortLevel(l.Level)})").ToList();
        return levels.Count == 0 ? "Ingen vård i kartan för urvalet." : $"{SwedishText.Capital(SwedishFormat.InWords(services.Count))} {(services.Count == 1 ? "vård" : "slags vård")} har beslutad nivå: {string.Join(", ", levels)}.";
    }

    public static string ShortLevel(int level) => level switch { 1 => "primärvård", 2 => "länssjukvård", 3 => "regionsjukvård", _ => "NHV" };

    /// <summary>Who has answered and who has not, one row per RPO.</summary>
    public static Table AnswersOf(WholeRound round, DateOnly today) => new()
    {
        Title = $"Svar per RPO {round.Round.Year}",
        Columns = [new("rpo", "RPO"), new("state", "Läge", ColumnKind.State), new("services", "Tjänster", ColumnKind.Integer), new("confirmed", "Bekräftade", ColumnKind.Integer), new("proposed", "Ändring föreslagen", ColumnKind.Integer), new("waiting", "Inte besvarade", ColumnKind.Integer), new("last", "Senast", ColumnKind.Date)],
        Rows = [.. round.Items.GroupBy(i => i.Rpo).Select(g => new Row(
            g.Key, StateOf(g, round.Round, today), g.LongCount(), g.LongCount(i => i.Answer == MapAnswer.Confirmed), g.LongCount(i => i.Answer == MapAnswer.Proposed), g.LongCount(i => i.Answer == MapAnswer.Waiting),
            g.Max(i => i.AnsweredAt) is { } at ? SwedishFormat.Day(new DateTimeOffset(at)) : Cell.NotApplicable))],
    };

    /// <summary>The proposals of a round, or about a service.</summary>
    /// <param name="proposals">The rows.</param>
    /// <param name="title">The table's.</param>
    /// <param name="editions">All versions of the map, latest first: each proposal is told against the one that it was made on.</param>
    public static Table ProposalsOf(IEnumerable<MapProposal> proposals, string title, IReadOnlyList<MapEdition> editions) => new()
    {
        Title = title,
        Columns = [new("service", "Vård"), new("rpo", "RPO"), new("change", "Förslag"), new("from", "Gäller från", ColumnKind.Date), new("state", "Läge", ColumnKind.State), new("made", "Lämnat", ColumnKind.Date), new("by", "Av")],
        Rows = [.. proposals.Select(p =>
        {
            var wanted = p.Service();
            return new Row((Cell)wanted.Name with { Link = PathOf(p), Note = p.Code.Length > 0 ? p.Code : "ny" }, p.Rpo, ChangeOf(wanted, editions.FirstOrDefault(e => e.LoadedAt <= p.MadeAt)?.Catalogue.Services.FirstOrDefault(s => s.Code == p.Code), p.FromDay),
                p.FromDay, StateOf(p.State), SwedishFormat.Day(new DateTimeOffset(p.MadeAt)), p.MadeBy);
        })],
        EmptyText = "Inga förslag.",
    };

    public static string SourceOf(MapEdition map) => $"katalog.json, version {map.Catalogue.Version}, inläst {SwedishFormat.Instant(new DateTimeOffset(map.LoadedAt))}";

    public static IReadOnlyList<string> NotesOf(MapEdition map) => map.Catalogue.IsExample ? ["Exempeldata: påhittade nivåer, regler och beslut. Inget organs beslut."] : [];

    /// <summary><c>Nivå: 3 regionsjukvård → 2 länssjukvård. Ändrar också: utförs vid</c></summary>
    private static string ChangeOf(CareService wanted, CareService? was, DateOnly from)
    {
        if (was is null) return $"Ny, nivå {ServiceWords.LevelOf(wanted.Level)}";
        Dictionary<string, string> codes = [];
        var fields = MapDifference.Fields(was, wanted, (ServiceWords.Where(was.Units, codes, from.AddDays(-1)), ServiceWords.Where(wanted.Units, codes, from)));
        var level = fields.Where(f => f.Name == "Nivå").Select(f => $"Nivå: {f.From} → {f.To}").FirstOrDefault();
        var others = fields.Where(f => f.Name is not ("Nivå" or "Beslut")).Select(f => f.Name.ToLower(SwedishFormat.Culture)).ToList();
        return level is null ? $"Ändrar: {string.Join(", ", others)}" : others.Count == 0 ? level : $"{level}. Ändrar också: {string.Join(", ", others)}";
    }

    private static State StateOf(IEnumerable<MapItem> items, MapRound round, DateOnly today) =>
        items.All(i => i.Answer != MapAnswer.Waiting) ? new(StateMark.Klar, "Klart")
        : today > round.LastDay ? new(StateMark.Fel, "Försenat")
        : items.Any(i => i.Answer != MapAnswer.Waiting) ? new(StateMark.Pagar, "Pågår") : new(StateMark.Inte, "Inte besvarat");

    private static IEnumerable<Row> RowsOf(ServiceChange change)
    {
        var name = (Cell)change.Shown.Name with { Link = PathOf(change.Shown.Code) };
        switch (change.Kind)
        {
            case MapChangeKind.New:
                yield return new Row(name, change.Shown.Code, new State(StateMark.Klar, "Ny"), "Nivå", Cell.NotApplicable, ServiceWords.LevelOf(change.Shown.Level));
                break;
            case MapChangeKind.Ended:
                yield return new Row(name, change.Shown.Code, new State(StateMark.Vilar, "Avslutad"), "Nivå", ServiceWords.LevelOf(change.Shown.Level), Cell.NotApplicable);
                break;
            default:
                foreach (var (field, from, to) in change.Fields) yield return new Row(name, change.Shown.Code, new State(StateMark.Pagar, "Ändrad"), field, from, to);
                break;
        }
    }

    private static string Counted(IReadOnlyList<ServiceChange> changes, MapChangeKind kind, string one, string many) =>
        changes.Count(c => c.Kind == kind) is 1 ? $"1 {one}" : $"{changes.Count(c => c.Kind == kind)} {many}";
}
