using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>One document: its amounts, its lines and what was paid for it.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class FakturaModel(ControlInvoices control, DecideInvoices decide, CreditInvoices credit, ICurrentUser user, TimeProvider clock) : InvoicePage, ITablePage
{
    private const long MostOre = 10_000_000_000_000; // a hundred milliards of kronor: more is a slip

    /// <summary>Made when the page is shown, so that the form sent twice registers once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string? Amount { get; set; }

    [BindProperty]
    public string? PaidOn { get; set; }

    public JudgedDocument Document { get; private set; } = null!;

    public InvoicePicture Picture { get; private set; } = null!;

    public InvoiceAmounts Amounts { get; private set; }

    public IReadOnlyList<InvoiceCase> Cases { get; private set; } = [];

    public IReadOnlyList<InvoicePayment> Payments { get; private set; } = [];

    public bool MayDecide { get; private set; }

    public bool MayCredit { get; private set; }

    public Table Table { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        (Key, PaidOn) = (Guid.CreateVersion7(), SwedishFormat.Date(clock.Today()));
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct) || Document.Basis is null) return NotFound();
        if (Key == Guid.Empty) return BadRequest();
        if (!SwedishInput.TryMoney(Amount, MoneyUnit.Kr, out var ore) || ore is 0 or > MostOre or < -MostOre)
            ModelState.AddModelError(nameof(Amount), "Skriv beloppet i kronor, till exempel 12 500,00. Skriv minus framför det som kommer tillbaka.");
        if (!SwedishInput.TryDate(PaidOn, out var day) || day > clock.Today())
            ModelState.AddModelError(nameof(PaidOn), "Skriv betalningsdagen, till exempel 2026-11-21. Den kan inte vara senare än i dag.");
        if (!ModelState.IsValid) return Page();
        try
        {
            await decide.Pay(Key, Document, ore, day, ct);
            return Redirect(CasePicture.PathOf(Document));
        }
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        Picture = await control.Picture(user, ct);
        if (Picture.Documents.FirstOrDefault(d => d.Key == id) is not { } document) return false;
        Document = document;
        var ledger = await decide.Ledger(ct);
        Amounts = ledger.AmountsOf(document);
        Cases = [.. ledger.Cases.Where(c => c.Line.Document.Key == id)];
        MayDecide = decide.MayDecide(document);
        MayCredit = user.May(Permissions.DecideInvoices) && await credit.MayCredit(document, ct);
        if (document.Basis is { } basis) Payments = await decide.Payments(basis.Id, ct);
        Table = LineTable();
        return true;
    }

    private Table LineTable()
    {
        var cases = Cases.ToLookup(c => c.Key.Line);
        var controlled = Picture.Lines.Where(l => l.Document.Key == Document.Key).Select(l => l.Line.LineId).ToHashSet();
        return new()
        {
            Title = "Rader",
            Columns =
            [
                new("line", "Rad", ColumnKind.Text), new("visit", "Vårddatum", ColumnKind.Date), new("claimedOre", "Fakturerat", ColumnKind.Money) { Decimals = 2 }, new("adjustedOre", "Justerat", ColumnKind.Money) { Decimals = 2 },
                new("undecidedOre", "Ej avgjort", ColumnKind.Money) { Decimals = 2 }, new("found", "Avvikelse"),
            ],
            Rows = (Document.Basis?.Lines ?? []).Select(line =>
            {
                var found = cases[line.LineId].ToList();
                var (claimed, _, adjusted, undecided, _) = InvoiceLedger.AmountsOf(line.NetOre, found);
                var number = SwedishFormat.Integer(line.LineId);
                if (Document.Basis!.IsCredit) return new Row(number, line.VisitDate, -line.NetOre, Cell.NotApplicable, Cell.NotApplicable, line.CreditedLineId is { } taken ? $"Krediterar rad {taken}" : "Krediterar ingen rad");
                var told = !controlled.Contains(line.LineId) ? "Krediterad" : string.Join(", ", found.Select(c => $"{c.Finding.What.Code} {c.Finding.What.Name}: {CasePicture.StateOf(c.State).Word.ToLower(SwedishFormat.Culture)}"));
                return new Row(controlled.Contains(line.LineId) ? ((Cell)number) with { Link = FakturaradModel.PathOf(Document, line.LineId) } : number, line.VisitDate, claimed, adjusted, undecided, told.Length > 0 ? told : Cell.NotApplicable);
            }),
            Notes = ["Fakturerat är det som köparen ska betala för raden, efter patientavgift.", .. Picture.SwitchedOff],
            EmptyText = "Underlaget är avvisat och har inga rader att visa.",
        };
    }
}
