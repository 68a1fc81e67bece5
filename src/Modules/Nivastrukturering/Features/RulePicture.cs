using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The check rules as words and tables.</summary>
internal static class RulePicture
{
    public const string Path = "/regler";

    private static readonly Dictionary<Fkt, string> Compared = new()
    {
        [Fkt.NoContact] = "Raden mot säljarens inlästa vårdkontakter: på vårdkontaktens id, annars på patient, enhet, dag och vårdform.",
        [Fkt.Duplicate] = "Raden mot tidigare rader: samma vårdkontakt får stå en gång.",
        [Fkt.WrongRegion] = "Köparen mot vårdkontaktens hemregion.",
        [Fkt.NotBillable] = "Avtal och abonnemang: vården ska debiteras mellan regioner.",
        [Fkt.NoPrice] = "Prislista och avtal: någon rad ska gälla för dagen.",
        [Fkt.WrongPrice] = "Fakturerat pris före patientavgift mot det uträknade beloppet, till öret.",
        [Fkt.NoCommitment] = "Planerad vård som är sluten, eller på nivå 3 och 4, mot remiss, betalningsförbindelse eller stöd i riksavtalet.",
        [Fkt.WrongLevel] = "Vårdnivån på raden mot den som kartläggningen ger för dagen.",
        [Fkt.OutsideUnit] = "Sjukhuset mot de enheter som vården är beslutad till.",
        [Fkt.TooLate] = "Dagen då underlaget ställdes ut mot vårdens sista dag och sex månader.",
        [Fkt.NotInvoiced] = "Vårdkontakter med ett belopp mot raderna i månadens underlag till köparen.",
        [Fkt.PartInvoice] = "Om raden har en fakturaperiod: då prövas inget annat på den.",
        [Fkt.UnknownCredit] = "En kredits hänvisning mot inlästa underlag som inte är avvisade.",
    };

    /// <summary>The FKT rules.</summary>
    /// <param name="regions">Those whose control runs here: one column each.</param>
    /// <param name="open">Switches that count.</param>
    /// <param name="hits">How many each rule finds now for the reader; null when the reader sees no invoices.</param>
    public static Table FktTable(IReadOnlyList<Region> regions, IReadOnlyList<RuleSwitch> open, IReadOnlyDictionary<Fkt, int>? hits) => new()
    {
        Title = "Kontroll av fakturaunderlag",
        Columns =
        [
            new("code", "Kod"), new("rule", "Regel"), new("compared", "Jämför"), new("disputed", "Bestrider"), .. regions.Select(r => new Column(r.Key, r.Name, ColumnKind.State)),
            .. hits is null ? Array.Empty<Column>() : [new Column("hits", "Träffar nu", ColumnKind.Integer)],
        ],
        Rows = Fkt.All.Select(rule => new Row([
            rule.Code, rule.Name, Compared[rule], DisputedBy(rule), .. regions.Select(r => StateOf([.. open.Where(s => s.Code == rule.Code && s.Owner.Code == r.Code.Code)])),
            .. hits is null ? Array.Empty<Cell>() : [(Cell)hits.GetValueOrDefault(rule)],
        ])),
        Notes = ["En rads belopp i tvist räknas en gång, även när flera regler gäller den. Av FKT-03 till FKT-06 gäller den första som stämmer in."],
    };

    /// <summary>What a document must fulfil not to be rejected.</summary>
    public static Table UtlTable { get; } = new()
    {
        Title = "Krav på fakturaunderlag",
        Columns = [new("code", "Kod"), new("asks", "Krav")],
        Rows = Utl.All.Select(u => new Row(u.Code, u.Asks)),
        Notes = ["Numret är det nationella regelnumret (ÖR). UTL-06 gäller också ÖR28. Dessa krav är nationella och går inte att slå av. Ett underlag som bryter mot något av dem avvisas helt."],
    };

    /// <summary>What a row of a delivery must fulfil.</summary>
    public static Table KstTable { get; } = new()
    {
        Title = "Kontroll av leveranser",
        Columns = [new("code", "Kod"), new("fault", "Fel"), new("remedy", "Gör så här")],
        Rows = KstCodes.All.Select(k => new Row(k.Key, SwedishText.Capital(k.Value.Name), k.Value.Remedy)),
        Notes = ["Koderna visas vid inläsningen. De går inte att slå av."],
    };

    /// <summary>What was switched off, by whom and why.</summary>
    public static Table HistoryTable(IReadOnlyList<RuleSwitch> switches, Func<RuleSwitch, Row, Row>? row = null) => new()
    {
        Title = "Avslagna regler",
        Columns = [new("rule", "Regel"), new("region", "Region"), new("days", "Gäller"), new("reason", "Skäl"), new("state", "Läge", ColumnKind.State), new("off", "Slogs av"), new("on", "Slogs på")],
        Rows = switches.Select(s => row is null ? RowOf(s) : row(s, RowOf(s))),
        EmptyText = "Ingen regel har slagits av.",
    };

    /// <summary>The days of a switch.</summary>
    public static string DaysOf(RuleSwitch off) => off.LastDay is { } last ? $"{SwedishFormat.Date(off.FirstDay)}–{SwedishFormat.Date(last)}" : $"från {SwedishFormat.Date(off.FirstDay)}";

    /// <summary>Beside a result: which rule was off, when, why and what it would have found.</summary>
    public static string Told(RuleSwitch off, int ignored) =>
        $"{off.Code} {Fkt.All.First(f => f.Code == off.Code).Name} var avslagen för {Concerns(off)}. Skäl: {off.Reason} ({off.By}).{(ignored == 0 ? "" : $" {SwedishFormat.Integer(ignored)} {(ignored == 1 ? "avvikelse räknas" : "avvikelser räknas")} inte{(InvoiceControl.LineRules.Any(r => r.Code == off.Code) ? ", utom det som redan är bestritt" : "")}.")}";

    /// <summary>What a switch concerns: <c>underlag utställda från 2026-01-01</c>.</summary>
    private static string Concerns(RuleSwitch off) => $"{(off.Code == Fkt.NotInvoiced.Code ? "vårdkontakter med prisdatum" : "underlag utställda")} {DaysOf(off)}";

    private static string DisputedBy(Fkt rule) => rule.DisputesNet ? "radens nettobelopp" : rule == Fkt.WrongPrice ? "skillnaden i pris" : rule == Fkt.NotInvoiced ? "inget, visas för sig" : "inget belopp";

    private static Cell StateOf(IReadOnlyList<RuleSwitch> off) => off.Count == 0
        ? new State(StateMark.Klar, "På")
        : ((Cell)new State(StateMark.Varning, "Av")) with { Note = string.Join(", ", off.Select(DaysOf)) };

    private static Row RowOf(RuleSwitch s) => new(
        $"{s.Code} {Fkt.All.FirstOrDefault(f => f.Code == s.Code)?.Name}", Region.NameOf(s.Owner.Code), SwedishText.Capital(Concerns(s)), s.Reason, s.ClosedAt is null ? new State(StateMark.Varning, "Av") : new State(StateMark.Klar, "På igen"),
        $"{DeliveryPicture.At(s.At)}, {s.By}", s.ClosedAt is { } closed ? $"{DeliveryPicture.At(closed)}, {s.ClosedBy}" : Cell.NotApplicable);
}
