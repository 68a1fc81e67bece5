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
        Notes = ["En rad kan ha flera avvikelser. Beloppet i tvist räknar varje rad en gång, så summan per regel kan bli större."],
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
                    d.Id ?? d.File, d.IssueDate is { } day ? day : Cell.NotApplicable, RegionCell(d.Basis?.SupplierOrgnr), RegionCell(d.Basis?.CustomerOrgnr), StateOf(d), d.Rows,
                    d.Basis is null ? Cell.NotApplicable : lines[d].Sum(l => l.Line.NetOre), d.Basis is null ? Cell.NotApplicable : lines[d].Sum(l => l.DisputeOre),
                    d.Codes.Count == 0 ? Cell.NotApplicable : string.Join(", ", d.Codes))),
                Notes = ["Fakturerat är summan av de rader som är kvar när krediter är borttagna. Ett avvisat underlag kontrolleras inte: säljaren rättar det och skickar ett nytt."],
                EmptyText = "Inga underlag.",
            };
        }
    }

    /// <summary>The lines with something against them, of one rule or of any.</summary>
    public Table LineTable(Fkt? rule) => new()
    {
        Title = rule is null ? "Avvikelser" : $"Avvikelser: {rule.Name}",
        Columns =
        [
            new("document", "Underlag"), new("line", "Rad", ColumnKind.Integer), new("contact", "Vårdkontakt"), new("buyer", "Köpare"), new("level", "Nivå"), new("right", "Rätt nivå"),
            new("billed", "Fakturerat", ColumnKind.Money) { Decimals = 2 }, new("price", "Rätt pris", ColumnKind.Money) { Decimals = 2 }, new("dispute", "I tvist", ColumnKind.Money) { Decimals = 2 }, new("codes", "Avvikelse"),
        ],
        Rows = rule == Fkt.NotInvoiced ? NotInvoiced.Select(RowOf) : Of(rule).Select(RowOf),
        Sum = rule == Fkt.NotInvoiced ? null : SumOf(Of(rule)),
        Notes = ["Rätt pris är det uträknade beloppet före patientavgift. Kreditorsaken är ett förslag enligt den nationella listan, som står i formatet för fakturaunderlag."],
        EmptyText = "Inga avvikelser för valet.",
    };

    /// <summary>What the state column says.</summary>
    public static State StateOf(JudgedDocument document) => document.Codes.Count > 0 ? new(StateMark.Fel, "Avvisat") : document.Basis!.IsCredit ? new(StateMark.Vilar, "Kredit") : new(StateMark.Klar, "Kontrollerat");

    private List<ControlledLine> Of(Fkt? rule) => [.. Lines.Where(l => rule is null ? l.Findings.Count > 0 : l.Findings.Any(f => f.What == rule))];

    private Row RowOf(ControlledLine l)
    {
        var contact = l.Contact;
        var visit = SwedishFormat.Date(l.Line.VisitDate) + (l.Line.UnitHsaId is { } unit ? $", {QuarantinePicture.Masked(unit)}" : "");
        var found = string.Join(", ", l.Findings.Select(f => $"{f.What.Code} {f.What.Name}"));
        return new(
            l.Document.Id!, l.Line.LineId, contact is null ? Cell.NotApplicable with { Note = visit } : (Cell)contact.KontaktId with { Note = visit }, RegionCell(l.Document.Basis!.CustomerOrgnr),
            l.Line.CareLevel is { } level ? QuarantinePicture.Masked(level) : Cell.NotApplicable, contact is null ? Cell.NotApplicable : SwedishFormat.Integer(contact.Level),
            l.Line.BilledCareOre, contact is null ? Cell.NotApplicable : contact.AmountOre, l.DisputeOre, (Cell)found with { Note = CreditOf(l) is { } reason ? $"kreditorsak {reason}" : null });
    }

    private static Row RowOf(BilledContact c) => new(
        Cell.NotApplicable, Cell.NotApplicable, (Cell)c.KontaktId with { Note = $"{SwedishFormat.Date(c.Prisdatum)}, {c.HsaId}" }, Region.Find(c.HomeRegion) is { } buyer ? buyer : Region.NameOf(c.HomeRegion),
        Cell.NotApplicable, SwedishFormat.Integer(c.Level), Cell.NotApplicable, c.AmountOre, Cell.NotApplicable, $"{Fkt.NotInvoiced.Code} {Fkt.NotInvoiced.Name}");

    private static Row SumOf(List<ControlledLine> lines) => new(
        "Summa", Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty, Cell.Empty, lines.Sum(l => l.Line.BilledCareOre), Cell.Empty, lines.Sum(l => l.DisputeOre), Cell.Empty);

    /// <summary>The reason to state in a credit of the line; a wrong price because of another DRG has its own.</summary>
    private static int? CreditOf(ControlledLine line) => line.Findings.Select(f => f.What == Fkt.WrongPrice && line.Line.DrgCode is { } drg && line.Contact is { Drg: not "" } c && c.Drg != drg ? 3 : f.What.CreditReason).FirstOrDefault(r => r is not null);

    private Cell RegionCell(string? orgnr) => orgnr is null || regionOf(orgnr) is not { } code ? Cell.Missing : Region.Find(code) is { } region ? region : Region.NameOf(code);

    private static bool IsOwn(JudgedDocument document, Func<string, string?> regionOf, RegionCode? own) =>
        own is { } code && (document.Basis is not { } basis || regionOf(basis.SupplierOrgnr) == code.Code || regionOf(basis.CustomerOrgnr) == code.Code);
}
