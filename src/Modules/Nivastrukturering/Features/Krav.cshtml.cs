using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The claim letter to one region, of all its documents or of one; without a region, whom there is something to claim of, when there are several.</summary>
[Authorize(Policy = Permissions.DecideInvoices)]
internal sealed class KravModel(ControlInvoices control, DecideInvoices decide, ICurrentUser user, TimeProvider clock) : InvoicePage, ITablePage, IDocumentPage
{
    /// <summary>Address of the page.</summary>
    public const string Path = "/fakturor/krav";

    /// <summary>Län code of the other region, and <c>k</c> after it when it sells to the user's.</summary>
    [BindProperty(SupportsGet = true, Name = "motpart")]
    public string? Other { get; set; }

    /// <summary>One document's, by its id here.</summary>
    [BindProperty(SupportsGet = true, Name = "underlag")]
    public Guid? DocumentKey { get; set; }

    /// <summary>Null until somebody is chosen.</summary>
    public ClaimLetter? Letter { get; private set; }

    /// <summary>The letter as a Word file.</summary>
    public string WordPath => $"{Path}.docx{Request.QueryString}";

    public Table Table { get; private set; } = null!;

    public Document Document { get; private set; } = null!;

    /// <summary>Which rules of the own region are switched off, a sentence each: what they find is in no letter unless it was disputed before.</summary>
    public IReadOnlyList<string> SwitchedOff { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (user.Region is not { } code || Region.FindAny(code.Code) is not { } own) return NotFound();
        var picture = await control.Picture(user, ct);
        SwitchedOff = picture.SwitchedOff;
        var mine = (await decide.Ledger(ct)).Cases.Where(c => decide.MayDecide(c.Line.Document) && Side(c, picture, own) is not null && (DocumentKey is null || c.Line.Document.Key == DocumentKey))
            .GroupBy(c => Side(c, picture, own)!.Value).OrderBy(g => g.Key.Other, StringComparer.Ordinal).ThenBy(g => g.Key.IsBuyer)
            .Select(g => (g.Key, Letter: new ClaimLetter(own, Region.NameOf(g.Key.Other), g.Key.IsBuyer, [.. g], clock.Today()))).ToList();
        Letter = DocumentKey is not null || (mine.Count == 1 && string.IsNullOrEmpty(Other)) ? mine.Select(m => m.Letter).FirstOrDefault() : mine.Where(m => KeyOf(m.Key) == Other).Select(m => m.Letter).FirstOrDefault();
        if (Letter is null && (DocumentKey is not null || !string.IsNullOrEmpty(Other) || RouteData.Values["format"] is "docx")) return NotFound();
        Table = Letter?.Table ?? new()
        {
            Title = "Motparter",
            Columns = [new("other", "Motpart"), new("side", "Vi är"), new("lines", "Bestridna rader", ColumnKind.Integer), new("disputedOre", "Bestritt", ColumnKind.Money) { Decimals = 2 }],
            Rows = mine.Select(m => new Row((Cell)Region.NameOf(m.Key.Other) with { Link = $"{Path}?motpart={KeyOf(m.Key)}" }, m.Key.IsBuyer ? "köpare" : "säljare", m.Letter.Lines.Count, m.Letter.DisputedOre)),
            Notes = SwitchedOff,
            EmptyText = "Ingen avvikelse finns i de underlag som ni har läst in.",
        };
        if (Letter is not null) Document = Letter.Document;
        return Page();
    }

    private static string KeyOf((string Other, bool IsBuyer) side) => side.Other + (side.IsBuyer ? "k" : "");

    /// <summary>The other party and which side the own region is on; null when it is on neither.</summary>
    private static (string Other, bool IsBuyer)? Side(InvoiceCase c, InvoicePicture picture, Region own)
    {
        var (seller, buyer) = (picture.CodeOf(c.Line.Document.Basis!.SupplierOrgnr), picture.CodeOf(c.Line.Document.Basis.CustomerOrgnr));
        if (seller == own.Code.Code) return buyer is null ? null : (buyer, false);
        return buyer == own.Code.Code && seller is not null ? (seller, true) : null;
    }
}
