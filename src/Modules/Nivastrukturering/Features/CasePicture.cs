using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Which findings are looked at.</summary>
/// <param name="Rule">One rule's, or null.</param>
/// <param name="State">In one state, or null.</param>
/// <param name="Age">Undecided ones of that age, or null.</param>
/// <param name="Document">One document's, or null.</param>
internal sealed record CaseFilter(Fkt? Rule = null, CaseState? State = null, AgeSpan? Age = null, Guid? Document = null)
{
    public bool Takes(InvoiceCase c, DateOnly today) => (Rule is null || c.Finding.What == Rule) && (State is null || c.State == State)
        && (Age is null || (c.IsUndecided && Age.Holds(CasePicture.DaysOf(c.Line.Document, today)))) && (Document is null || c.Line.Document.Key == Document);
}

/// <summary>An age of what is undecided, days since the document was received.</summary>
/// <param name="Key">In the address.</param>
/// <param name="Text">On the page.</param>
/// <param name="From">At least.</param>
/// <param name="To">At most.</param>
internal sealed record AgeSpan(string Key, string Text, int From, int To)
{
    public static IReadOnlyList<AgeSpan> All { get; } =
        [new("0-30", "0–30 dagar", 0, 30), new("31-60", "31–60 dagar", 31, 60), new("61-90", "61–90 dagar", 61, 90), new("over-90", "Över 90 dagar", 91, int.MaxValue)];

    public bool Holds(int days) => days >= From && days <= To;
}

/// <summary>Findings with what was decided about them, as words and tables.</summary>
/// <param name="picture">What this user may see of the control.</param>
/// <param name="ledger">All of it, decided.</param>
/// <param name="today">For the age.</param>
internal sealed class CasePicture(InvoicePicture picture, InvoiceLedger ledger, DateOnly today)
{
    /// <summary>States by their key in the address.</summary>
    public static IReadOnlyDictionary<string, CaseState> States { get; } = new Dictionary<string, CaseState>
    {
        ["att-avgora"] = CaseState.Open,
        ["fraga-rpo"] = CaseState.AskedRpo,
        ["bestridd"] = CaseState.Disputed,
        ["ratt"] = CaseState.Approved,
    };

    private readonly HashSet<JudgedDocument> _documents = [.. picture.Documents];

    /// <summary>Those that the user may see and the filter takes, in the order of control.</summary>
    public IReadOnlyList<InvoiceCase> Of(CaseFilter filter) => [.. ledger.Cases.Where(c => _documents.Contains(c.Line.Document) && filter.Takes(c, today))];

    /// <summary>Of every document shown.</summary>
    public InvoiceAmounts Total => picture.Documents.Aggregate(default(InvoiceAmounts), (sum, d) => sum + ledger.AmountsOf(d));

    /// <summary>Of one document.</summary>
    public InvoiceAmounts AmountsOf(JudgedDocument document) => ledger.AmountsOf(document);

    /// <summary>Days since it was received.</summary>
    public static int DaysOf(JudgedDocument document, DateOnly today) => Math.Max(0, today.DayNumber - SwedishFormat.Day(new DateTimeOffset(document.ReceivedAt, TimeSpan.Zero)).DayNumber);

    /// <summary>Amount in dispute of the lines, each once.</summary>
    public static long DisputeOre(IEnumerable<InvoiceCase> cases) => cases.Select(c => c.Line).Distinct().Sum(l => l.DisputeOre);

    /// <summary>What the state column says.</summary>
    public static State StateOf(CaseState state) => state switch
    {
        CaseState.Open => new(StateMark.Inte, "Att avgöra"),
        CaseState.AskedRpo => new(StateMark.Pagar, "Fråga till RPO"),
        CaseState.Disputed => new(StateMark.Varning, "Bestridd"),
        _ => new(StateMark.Klar, "Rätt"),
    };

    /// <summary>How many wait, and how long: <c>12 avvikelser att avgöra, äldsta 45 dagar</c>; null when none does.</summary>
    /// <param name="cases">Any.</param>
    public string? Waiting(IEnumerable<InvoiceCase> cases)
    {
        var open = cases.Where(c => c.State == CaseState.Open).ToList();
        return open.Count == 0 ? null : $"{SwedishFormat.Integer(open.Count)} {(open.Count == 1 ? "avvikelse" : "avvikelser")} att avgöra, äldsta {Days(open.Max(c => DaysOf(c.Line.Document, today)))}";
    }

    /// <summary>What the control expected instead, in a sentence without the patient.</summary>
    public static string ExpectedOf(InvoiceCase c)
    {
        var (line, contact, basis) = (c.Line.Line, c.Line.Contact, c.Line.Document.Basis!);
        return c.Finding.What switch
        {
            var w when w == Fkt.NoContact => "Ingen inläst vårdkontakt passar raden.",
            var w when w == Fkt.Duplicate => "Vårdkontakten står redan på en tidigare rad.",
            var w when w == Fkt.WrongRegion => contact is null ? $"Länet på raden är {Region.NameOf(QuarantinePicture.Masked(line.County))}, inte köparens." : $"Hemregionen är {Region.NameOf(contact.HomeRegion)}.",
            var w when w == Fkt.NotBillable => "Vården ska inte debiteras.",
            var w when w == Fkt.NoPrice => "Inget pris gäller för dagen.",
            var w when w == Fkt.WrongPrice => $"Rätt pris är {SwedishFormat.Money(contact!.AmountOre, decimals: 2)}.",
            var w when w == Fkt.NoCommitment => "Remiss, betalningsförbindelse eller stöd i riksavtalet saknas på raden.",
            var w when w == Fkt.WrongLevel => $"Rätt nivå är {contact!.Level}, på raden står {QuarantinePicture.Masked(line.CareLevel!)}.",
            var w when w == Fkt.OutsideUnit => "Vården är beslutad till en annan enhet.",
            var w when w == Fkt.TooLate => $"Vården avslutades {SwedishFormat.Date(line.DischargeDate ?? line.VisitDate)}, underlaget ställdes ut {SwedishFormat.Date(basis.IssueDate)}.",
            _ => "Raden gäller en del av ett vårdtillfälle och kontrolleras för hand.",
        };
    }

    /// <summary>A decision in words: what, why and by whom.</summary>
    public static string Told(InvoiceDecision decision)
    {
        var what = decision.Kind switch
        {
            DecisionKind.Approve => "Rätt",
            DecisionKind.Dispute => "Bestridd",
            DecisionKind.AskRpo => $"Fråga till {decision.Rpo} {SwedishFormat.Date(decision.AskedOn!.Value)}",
            _ => "Beslutet togs tillbaka",
        };
        return $"{what}{(decision.Reason.Length > 0 ? $": {decision.Reason}" : "")}{(decision.Dnr is { } dnr ? $", dnr {dnr}" : "")} ({decision.By}, {DeliveryPicture.At(decision.At)})";
    }

    /// <summary>The findings.</summary>
    /// <param name="cases">In their order.</param>
    /// <param name="row">Finishes a row: its box and its link.</param>
    public Table TableOf(IReadOnlyList<InvoiceCase> cases, Func<InvoiceCase, Row, Row>? row = null) => new()
    {
        Title = "Avvikelser",
        Columns =
        [
            new("line", "Underlag, rad"), new("finding", "Avvikelse"), new("expected", "Väntat"), new("buyer", "Köpare"),
            new("billed", "Fakturerat", ColumnKind.Money) { Decimals = 2 }, new("price", "Rätt pris", ColumnKind.Money) { Decimals = 2 }, new("dispute", "I tvist", ColumnKind.Money) { Decimals = 2 },
            new("days", "Dagar", ColumnKind.Integer), new("state", "Läge", ColumnKind.State), new("decision", "Beslut") { Sortable = false },
        ],
        Rows = cases.Select(c => row is null ? RowOf(c) : row(c, RowOf(c))),
        Notes = ["I tvist är regelns eget belopp. Har en rad flera avvikelser räknas den en gång i summan överst. Dagar räknas från det att underlaget lästes in.", .. picture.SwitchedOff],
        EmptyText = "Inga avvikelser för valet.",
    };

    /// <summary>The amounts of each document, with their sum.</summary>
    public Table AmountTable => new()
    {
        Title = "Belopp per underlag",
        Columns =
        [
            new("document", "Underlag"), new("seller", "Säljare", ColumnKind.Region), new("buyer", "Köpare"), Money("claimedOre", "Fakturerat"), Money("approvedOre", "Godkänt"), Money("adjustedOre", "Justerat"), Money("undecidedOre", "Ej avgjort"), Money("paidOre", "Betalt"),
        ],
        Rows = picture.Documents.Where(d => d.Basis is not null).Select(d => AmountRow((Cell)d.Id with { Link = PathOf(d) }, picture.RegionCell(d.Basis!.SupplierOrgnr), picture.RegionCell(d.Basis.CustomerOrgnr), ledger.AmountsOf(d))),
        Sum = AmountRow("Summa", Cell.Empty, Cell.Empty, Total),
        Notes = ["Fakturerat är alltid godkänt + justerat + ej avgjort. En kredit är negativ. En rad räknas som ej avgjord tills alla dess avvikelser är avgjorda."],
        EmptyText = "Inga underlag.",
    };

    /// <summary>The page of a document.</summary>
    public static string PathOf(JudgedDocument document) => $"{InvoicePicture.ListPath}/{document.Key}";

    /// <summary>Where one finding is decided: opened among the deviations.</summary>
    public static string PathOf(InvoiceCase c) => $"{InvoicePicture.LinesPath}?underlag={c.Line.Document.Key}&oppna={c.Key}#{AnchorOf(c.Key)}";

    /// <summary>The finding's anchor there.</summary>
    public static string AnchorOf(CaseKey key) => "r-" + key.ToString().Replace(':', '-');

    public static string Days(int days) => days == 1 ? "1 dag" : $"{SwedishFormat.Integer(days)} dagar";

    private static Column Money(string key, string title) => new(key, title, ColumnKind.Money) { Decimals = 2 };

    private static Row AmountRow(Cell document, Cell seller, Cell buyer, InvoiceAmounts a) => new(document, seller, buyer, a.Claimed, a.Approved, a.Adjusted, a.Undecided, a.Paid);

    private Row RowOf(InvoiceCase c)
    {
        var line = c.Line.Line;
        var visit = SwedishFormat.Date(line.VisitDate) + (line.UnitHsaId is { } unit ? $", {QuarantinePicture.Masked(unit)}" : "");
        return new(
            (Cell)$"{c.Key.Document} · {line.LineId}" with { Note = c.Line.Contact is { } contact ? $"{contact.KontaktId}, {visit}" : visit },
            (Cell)$"{c.Finding.What.Code} {c.Finding.What.Name}" with { Note = InvoicePicture.CreditOf(c) is { } reason ? $"kreditorsak {reason}" : null },
            ExpectedOf(c), picture.RegionCell(c.Line.Document.Basis!.CustomerOrgnr), line.BilledCareOre, c.Line.Contact is { } priced ? priced.AmountOre : Cell.NotApplicable, c.Finding.Ore,
            DaysOf(c.Line.Document, today), StateOf(c.State), c.Decision is not { } decision ? Cell.NotApplicable : (Cell)Told(decision) with { Note = c.IsOutdated ? "raden har ändrats sedan dess: avgör igen" : null });
    }
}
