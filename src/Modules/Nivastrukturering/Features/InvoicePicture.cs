using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>A control as words and tables.</summary>
/// <param name="outcome">What the control came to.</param>
/// <param name="regionOf">Län code of an organisation number.</param>
/// <param name="own">The region whose documents are shown, as seller or buyer; null = nobody's.</param>
internal sealed class InvoicePicture(ControlOutcome outcome, Func<string, string?> regionOf, RegionCode? own)
{
    public const string ListPath = "/fakturor";

    public const string LinesPath = "/fakturor/kontroll";

    /// <summary>The documents shown, latest first. One that is rejected has no parties and is every region's.</summary>
    public IReadOnlyList<JudgedDocument> Documents { get; } = [.. outcome.Documents.Where(d => IsOwn(d, regionOf, own)).Reverse()];

    /// <summary>The lines shown.</summary>
    public IReadOnlyList<ControlledLine> Lines { get; } = [.. outcome.Lines.Where(l => IsOwn(l.Document, regionOf, own))];

    /// <summary>The contacts shown that no line bills.</summary>
    public IReadOnlyList<BilledContact> NotInvoiced { get; } = [.. outcome.NotInvoiced.Where(c => own is { } code && (c.Region == code.Code || c.HomeRegion == code.Code))];

    /// <summary>Which rules of the own region are switched off, a sentence each.</summary>
    public IReadOnlyList<string> SwitchedOff { get; } =
    [
        .. outcome.SwitchedOff.Where(s => s.Owner.Code == own?.Code).Select(s => RulePicture.Told(s, Ignored(outcome.Raw ?? outcome, s))),
    ];

    /// <summary>The answer in bold, and what follows it.</summary>
    public (string Answer, string More) Lead
    {
        get
        {
            var rejected = Documents.Count(d => d.Codes.Count > 0);
            var (claimed, dispute) = (Lines.Sum(l => l.Line.NetOre), Lines.Sum(l => l.DisputeOre));
            return ($"{SwedishFormat.Money(dispute)} av {SwedishFormat.Money(claimed)} är i tvist.",
                $"{(rejected == 0 ? "Inget underlag är avvisat" : $"{SwedishFormat.Integer(rejected)} av {SwedishFormat.Integer(Documents.Count)} underlag är avvisade")}. {SwedishFormat.Money(NotInvoiced.Sum(c => c.AmountOre))} är inte fakturerat.");
        }
    }

    /// <summary>Rules that found something, in the order of the rules.</summary>
    public IReadOnlyList<(Fkt What, int Count, long Ore)> PerRule =>
    [
        .. from what in Fkt.All
           let found = Lines.SelectMany(l => l.Findings).Where(f => f.What == what).ToList()
           let count = what == Fkt.NotInvoiced ? NotInvoiced.Count : what == Fkt.UnknownCredit ? outcome.UnknownCredits.Count(d => IsOwn(d, regionOf, own)) : found.Count
           where count > 0
           select (what, count, what == Fkt.NotInvoiced ? NotInvoiced.Sum(c => c.AmountOre) : found.Sum(f => f.Ore)),
    ];

    /// <summary>What was found, rule by rule.</summary>
    public Table RuleTable => new()
    {
        Title = "Avvikelser per regel",
        Columns = [new("code", "Kod"), new("name", "Vad är fel"), new("count", "Antal", ColumnKind.Integer), new("ore", "Belopp", ColumnKind.Money) { Decimals = 2 }, new("remedy", "Gör så här")],
        Rows = [.. PerRule.Select(r => new Row((Cell)r.What.Code with { Link = $"{LinesPath}?regel={r.What.Code}" }, r.What.Name, r.Count, r.Ore, r.What.Remedy))],
        Notes = ["En rad kan ha flera avvikelser. Beloppet i tvist räknar varje rad en gång, så summan per regel kan bli större.", .. SwitchedOff],
        EmptyText = "Inga avvikelser. Alla rader är kontrollerade.",
    };

    /// <summary>Every document with its outcome.</summary>
    public Table DocumentTable
    {
        get
        {
            var lines = Lines.ToLookup(l => l.Document);
            return new()
            {
                Title = "Fakturaunderlag",
                Columns =
                [
                    new("document", "Underlag"), new("issued", "Utställt", ColumnKind.Date), new("seller", "Säljare", ColumnKind.Region), new("buyer", "Köpare"), new("status", "Läge", ColumnKind.State),
                    new("rows", "Rader", ColumnKind.Integer), new("net", "Fakturerat", ColumnKind.Money) { Decimals = 2 }, new("dispute", "I tvist", ColumnKind.Money) { Decimals = 2 }, new("codes", "Kod"),
                ],
                Rows = Documents.Select(d => new Row(
                    (Cell)(d.Id ?? d.File) with { Link = CasePicture.PathOf(d) }, d.IssueDate is { } day ? day : Cell.NotApplicable, RegionCell(d.Basis?.SupplierOrgnr), RegionCell(d.Basis?.CustomerOrgnr), StateOf(d), d.Rows,
                    d.Basis is null ? Cell.NotApplicable : lines[d].Sum(l => l.Line.NetOre), d.Basis is null ? Cell.NotApplicable : lines[d].Sum(l => l.DisputeOre),
                    d.Codes.Count == 0 ? Cell.NotApplicable : string.Join(", ", d.Codes))),
                Notes = ["Fakturerat är summan av de rader som är kvar när krediter är borttagna. Ett avvisat underlag kontrolleras inte: säljaren rättar det och skickar ett nytt."],
                EmptyText = "Inga underlag.",
            };
        }
    }

    /// <summary>Öre of the contacts that no line bills since the document that they stand in is written here and not read in.</summary>
    /// <param name="standing">The own region's documents by KontaktId.</param>
    public long WrittenOre(IReadOnlyDictionary<string, OutgoingInvoice> standing) => NotInvoiced.Where(c => WrittenIn(c, standing) is not null).Sum(c => c.AmountOre);

    /// <summary>The contacts that no line bills.</summary>
    /// <param name="standing">By KontaktId: in which document of the own region's it was written.</param>
    public Table NotInvoicedTable(IReadOnlyDictionary<string, OutgoingInvoice> standing) => new()
    {
        Title = $"Avvikelser: {Fkt.NotInvoiced.Name}",
        Columns = [new("contact", "Vårdkontakt"), new("day", "Prisdatum", ColumnKind.Date), new("unit", "Enhet"), new("buyer", "Hemregion"), new("level", "Nivå"), new("price", "Rätt pris", ColumnKind.Money) { Decimals = 2 }, new("written", "Skrivet i")],
        Rows = NotInvoiced.Select(c => new Row(c.KontaktId, c.Prisdatum, c.HsaId, Region.Find(c.HomeRegion) is { } buyer ? buyer : Region.NameOf(c.HomeRegion), SwedishFormat.Integer(c.Level), c.AmountOre,
            WrittenIn(c, standing) is { } document ? document : Cell.NotApplicable)),
        Sum = new("Summa", Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty, NotInvoiced.Sum(c => c.AmountOre), Cell.Empty),
        Notes =
        [
            "Rätt pris är det uträknade beloppet före patientavgift. Det som inte är fakturerat dras aldrig av från det som är i tvist.",
            "Skrivet i: underlaget är skrivet härifrån men inte inläst, så raden är inte kontrollerad.",
            .. SwitchedOff.Where(told => told.StartsWith(Fkt.NotInvoiced.Code, StringComparison.Ordinal)),
        ],
        EmptyText = "Inga avvikelser för valet.",
    };

    /// <summary>What the state column says.</summary>
    public static State StateOf(JudgedDocument document) => document.Codes.Count > 0 ? new(StateMark.Fel, "Avvisat") : document.Basis!.IsCredit ? new(StateMark.Vilar, "Kredit") : new(StateMark.Klar, "Kontrollerat");

    /// <summary>The reason to state in a credit of the line; a wrong price because of another DRG has its own.</summary>
    public static int? CreditOf(InvoiceCase found)
    {
        var (line, contact) = (found.Line.Line, found.Line.Contact);
        return found.Finding.What == Fkt.WrongPrice && line.DrgCode is { } drg && contact is { Drg: not "" } && contact.Drg != drg ? 3 : found.Finding.What.CreditReason;
    }

    /// <summary>Län code of an organisation number, or null.</summary>
    public string? CodeOf(string orgnr) => regionOf(orgnr);

    /// <summary>Name of an organisation number's region; a number that nobody has stands as it is.</summary>
    public string NameOf(string orgnr) => regionOf(orgnr) is { } code ? Region.NameOf(code) : orgnr;

    /// <summary>The region of an organisation number.</summary>
    public Cell RegionCell(string? orgnr) => orgnr is null || regionOf(orgnr) is not { } code ? Cell.Missing : Region.Find(code) is { } region ? region : Region.NameOf(code);

    /// <summary>The document that the contact was written in, when that is not among those read in.</summary>
    private string? WrittenIn(BilledContact contact, IReadOnlyDictionary<string, OutgoingInvoice> standing) =>
        contact.Region == own?.Code && standing.TryGetValue(contact.KontaktId, out var written) && outcome.Documents.All(d => d.Id != written.DocumentId) ? written.DocumentId : null;

    /// <summary>How many of what the rule finds the switch takes away.</summary>
    private static int Ignored(ControlOutcome raw, RuleSwitch off) =>
        off.Code == Fkt.NotInvoiced.Code ? raw.NotInvoiced.Count(c => c.Region == off.Owner.Code && off.Days.Contains(c.Prisdatum))
        : off.Code == Fkt.UnknownCredit.Code ? raw.UnknownCredits.Count(d => IsOff(d, off))
        : raw.Lines.Where(l => IsOff(l.Document, off)).Sum(l => l.Findings.Count(f => f.What.Code == off.Code));

    private static bool IsOff(JudgedDocument document, RuleSwitch off) => document.Owner == off.Owner && document.IssueDate is { } day && off.Days.Contains(day);

    private static bool IsOwn(JudgedDocument document, Func<string, string?> regionOf, RegionCode? own) =>
        own is { } code && (document.Basis is not { } basis || regionOf(basis.SupplierOrgnr) == code.Code || regionOf(basis.CustomerOrgnr) == code.Code);
}
