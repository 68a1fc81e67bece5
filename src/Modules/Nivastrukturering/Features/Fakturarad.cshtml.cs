using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>One line of a document: what is billed, how the right price comes about, and every rule with what it stands on.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class FakturaradModel(ControlInvoices control, DecideInvoices decide, ReferenceLibrary library, NivastruktureringDb db, ICurrentUser user) : InvoicePage, ITablePage
{
    public ControlledLine Line { get; private set; }

    public InvoicePicture Picture { get; private set; } = null!;

    public LineStory Story { get; private set; } = null!;

    /// <summary>How the right price came about, a sentence each; empty without a contact.</summary>
    public IReadOnlyList<string> Price { get; private set; } = [];

    /// <summary>The line's findings with what was decided.</summary>
    public IReadOnlyList<InvoiceCase> Cases { get; private set; } = [];

    /// <summary>Lines before and after in the document.</summary>
    public (long? Before, long? After) Beside { get; private set; }

    public Table Table => Story.Rules;

    public async Task<IActionResult> OnGet(Guid id, long rad, CancellationToken ct)
    {
        Picture = await control.Picture(user, ct);
        var lines = Picture.Lines.Where(l => l.Document.Key == id).OrderBy(l => l.Line.LineId).ToList();
        if (lines.FindIndex(l => l.Line.LineId == rad) is not (>= 0 and var at)) return NotFound();
        Line = lines[at];
        Beside = (at > 0 ? lines[at - 1].Line.LineId : null, at + 1 < lines.Count ? lines[at + 1].Line.LineId : null);
        Cases = [.. (await decide.Ledger(ct)).Cases.Where(c => c.Line.Document.Key == id && c.Key.Line == rad)];
        var contact = await ContactOf(db, Line, ct);
        if (contact is not null) Price = contact.Explanation.ToSwedish();
        Story = new(Line, contact, Picture, await library.InForce(ct), control.HoldsContactsOf(Picture.CodeOf(Line.Document.Basis!.SupplierOrgnr)));
        return Page();
    }

    /// <summary>The line's address.</summary>
    public static string PathOf(JudgedDocument document, long line) => FormattableString.Invariant($"{CasePicture.PathOf(document)}/rad/{line}");

    /// <summary>The stored contact of a line; null when it was matched with none.</summary>
    public static async Task<Contact?> ContactOf(NivastruktureringDb db, ControlledLine line, CancellationToken ct)
    {
        if (line.Contact is not { } matched) return null;
        var numbers = await db.InForce(ct);
        return await db.Contacts.AsNoTracking().FirstOrDefaultAsync(c => numbers.Contains(c.DeliveryNo) && c.Region == matched.Region && c.KontaktId == matched.KontaktId, ct);
    }
}
