using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The lines that are disputed towards one region, as a letter and a table. Of the patient nothing: a document's id and a line's number tell which one is meant.</summary>
/// <param name="from">Who has decided.</param>
/// <param name="to">Who is to mend it.</param>
/// <param name="isBuyer">True when the sender is the buyer of every document, false when its seller.</param>
/// <param name="cases">Of their documents, in the order of control.</param>
/// <param name="today">On the letter.</param>
internal sealed class ClaimLetter(Region from, string to, bool isBuyer, IReadOnlyList<InvoiceCase> cases, DateOnly today)
{
    /// <summary>Disputed lines, each once: its net and what is disputed of it.</summary>
    public IReadOnlyList<(ControlledLine Line, IReadOnlyList<InvoiceCase> Disputed, long Ore)> Lines { get; } =
    [
        .. from line in cases.GroupBy(c => c.Line)
           let disputed = line.Where(c => c.State == CaseState.Disputed).ToList()
           where disputed.Count > 0
           select (line.Key, disputed, InvoiceLedger.AmountsOf(line.Key.Line.NetOre, [.. line]).Adjusted),
    ];

    /// <summary>The diarienummer of the disputes, each once, with a comma between; empty when none has one.</summary>
    public string Dnr => string.Join(", ", Lines.SelectMany(l => l.Disputed).Select(c => c.Decision!.Dnr).OfType<string>().Distinct().Order(StringComparer.Ordinal));

    /// <summary>Öre.</summary>
    public long DisputedOre => Lines.Sum(l => l.Ore);

    /// <summary>What the letter says before its table.</summary>
    public string Lead => isBuyer
        ? $"Vi har kontrollerat era fakturaunderlag och bestrider raderna nedan. Beloppet i tvist är {SwedishFormat.Money(DisputedOre, decimals: 2)}. Kreditera raderna och skicka ett rättat underlag. Det som är bestritt betalas inte förrän det är gjort."
        : $"Vår egenkontroll visar att raderna nedan i våra fakturaunderlag till er är fel. Beloppet i tvist är {SwedishFormat.Money(DisputedOre, decimals: 2)}. Vi krediterar raderna och skickar ett rättat underlag. Betala inte de bestridna beloppen innan dess.";

    /// <summary>The lines with their sum.</summary>
    public Table Table => new()
    {
        Title = $"Bestridna rader, {from.Name} till {to}",
        Columns =
        [
            new("document", "Underlag"), new("line", "Rad", ColumnKind.Integer), new("reason", "Kod och skäl"), .. Dnr.Length > 0 ? [new Column("dnr", "Dnr")] : Array.Empty<Column>(), new("claimedOre", "Fakturerat", ColumnKind.Money) { Decimals = 2 },
            new("disputedOre", "Bestritt", ColumnKind.Money) { Decimals = 2 },
        ],
        Rows = Lines.Select(l => new Row(
        [
            l.Line.Document.Id!, l.Line.Line.LineId, string.Join(" ", l.Disputed.Select(c => $"{c.Finding.What.Code} {c.Finding.What.Name}. {c.Decision!.Reason}")), .. DnrCells(DnrOf(l.Disputed)),
            l.Line.Line.NetOre, l.Ore,
        ])),
        Sum = new(["Summa", Cell.Empty, Cell.Empty, .. DnrCells(Cell.Empty), Lines.Sum(l => l.Line.Line.NetOre), DisputedOre]),
        Notes = ["Fakturerat är radens nettobelopp. Minus under Bestritt betyder att för lite är fakturerat."],
        Facts = [new("Avsändare", $"Region {from.Name}"), new("Mottagare", $"Region {to}"), new("Dag", SwedishFormat.Date(today)), .. Dnr.Length > 0 ? [new KeyValuePair<string, string>("Diarienummer", Dnr)] : Array.Empty<KeyValuePair<string, string>>()],
        EmptyText = "Inga rader är bestridda.",
    };

    /// <summary>As a letter; with no line disputed it says so.</summary>
    public Document Document => new()
    {
        Title = $"Bestridna fakturarader till Region {to}",
        Kind = "Kravbrev",
        Dated = today,
        Sender = $"Region {from.Name}",
        Address = [new("Till", $"Region {to}\nEkonomi, vård mellan regioner")],
        IsLetter = true,
        RegistryNumber = Dnr,
        Sections = [new("rader", "Bestridna rader", Lines.Count == 0 ? [new TextBlock("Inga rader är bestridda.")] : [new TextBlock(Lead), new TableBlock(Table), new TextBlock($"Svara till ekonomen i Region {from.Name}. Ange underlagets id och radens nummer. Skicka inga uppgifter om patienten.")])],
    };

    /// <summary>The cell of the column that is there only with a diarienummer.</summary>
    private Cell[] DnrCells(Cell cell) => Dnr.Length > 0 ? [cell] : [];

    private static Cell DnrOf(IReadOnlyList<InvoiceCase> disputed) => string.Join(", ", disputed.Select(c => c.Decision!.Dnr).OfType<string>().Distinct()) is { Length: > 0 } dnr ? dnr : Cell.NotApplicable;
}
