using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Makes the credit of a document that the own region has issued. The document's file goes with the form, is held in memory and kept nowhere.</summary>
[Authorize(Policy = Permissions.DecideInvoices)]
[RequestSizeLimit(KreditModel.MostBytes)]
[RequestFormLimits(MemoryBufferThreshold = KreditModel.MostBytes, MultipartBodyLengthLimit = KreditModel.MostBytes)] // what is larger than the threshold is written to a file, and this holds person ids
internal sealed class KreditModel(ControlInvoices control, CreditInvoices credit, ICurrentUser user) : InvoicePage, ITablePage
{
    /// <summary>What <see cref="Scope"/> and <see cref="Form"/> may be.</summary>
    public const string Disputed = "bestridda", Whole = "hela", Check = "egenkontroll", Send = "skicka";

    private const int MostShown = 100;

    /// <summary>Bytes of the form.</summary>
    public const int MostBytes = ClaimReader.MostBytes + (1 << 20);

    /// <summary>Made when the page is shown, so that the form sent twice writes once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string? Scope { get; set; }

    [BindProperty]
    public int? Reason { get; set; }

    [BindProperty]
    public string? Form { get; set; }

    public CreditRoom Room { get; private set; } = null!;

    /// <summary>Disputed lines, and those of the credit that is not sent.</summary>
    public IReadOnlyList<CreditableLine> Chosen { get; private set; } = [];

    public Table Table { get; private set; } = null!;

    /// <summary>The first rows of the table: a document may have thousands.</summary>
    public Table Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        Key = Guid.CreateVersion7();
        return await Load(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPost(Guid id, IFormFile? fil, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Key == Guid.Empty || Form is not (Check or Send) || Scope is not (Disputed or Whole)) return BadRequest();
        if (fil is null || fil.Length == 0) ModelState.AddModelError(nameof(fil), "Välj underlagets fil.");
        if (!ModelState.IsValid) return Page();
        try
        {
            var source = new byte[fil!.Length];
            await using (var content = fil.OpenReadStream()) await content.ReadExactlyAsync(source, ct);
            var made = await credit.Credit(new(Room.Document.Id!, source) { Key = Key, IsWhole = Scope == Whole, Reason = Reason, IsSendable = Form == Send }, ct);
            Response.Headers.CacheControl = "no-store"; // it may hold person ids
            return File(made.Content, "application/xml", made.File);
        }
        catch (DomainException no)
        {
            return this.Refuse(no, no.Code switch { "invoice.reason" => nameof(Reason), "invoice.other-source" or "invoice.pseudonym-source" => nameof(fil), _ => "" });
        }
    }

    /// <summary>How many and how much: <c>3 rader, 12 400,00 kr</c>.</summary>
    public static string Rows(IReadOnlyCollection<CreditableLine> lines) => $"{SwedishFormat.Integer(lines.Count)} {(lines.Count == 1 ? "rad" : "rader")}, {SwedishFormat.Money(lines.Sum(l => l.Line.NetOre), decimals: 2)}";

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        var picture = await control.Picture(user, ct);
        if (picture.Documents.FirstOrDefault(d => d.Key == id) is not { } document || !await credit.MayCredit(document, ct)) return false;
        Room = await credit.Room(document, ct);
        Chosen = [.. Room.Lines.Where(l => l.IsChosen)];
        Table = new()
        {
            Title = "Rader som kan krediteras",
            Columns = [new("line", "Rad", ColumnKind.Integer), new("visit", "Vårddatum", ColumnKind.Date), new("net", "Fakturerat", ColumnKind.Money) { Decimals = 2 }, new("why", "Bestridd för"), new("reason", "Kreditorsak")],
            Rows = Room.Lines.OrderByDescending(l => l.IsChosen).ThenBy(l => l.Line.LineId).Select(l => new Row(
                l.Line.LineId, l.Line.VisitDate, l.Line.NetOre, l.Why.Length > 0 ? l.Why : l.IsChosen ? "Står i den kredit som inte är skickad." : Cell.NotApplicable, l.Reason is { } reason ? OutgoingPicture.ReasonText(reason) : Cell.NotApplicable)),
            Sum = new("Summa", Cell.Empty, Room.Lines.Sum(l => l.Line.NetOre), Cell.Empty, Cell.Empty),
            Notes = picture.SwitchedOff,
            EmptyText = "Alla rader är krediterade.",
        };
        Shown = Room.Lines.Count <= MostShown ? Table : Table with { Rows = Table.Rows.Take(MostShown), Notes = [$"De första {MostShown} raderna visas, de bestridda först. Alla finns i Excel och CSV.", .. Table.Notes] };
        return true;
    }
}
