using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The lines that a rule has found something against, with billed and right price side by side.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class KontrollModel(ControlInvoices control, ICurrentUser user) : PageModel, ITablePage
{
    /// <summary>The rule chosen, as <c>FKT-06</c>; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "regel")]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true, Name = "sida")]
    public int? PageNumber { get; set; }

    public Fkt? Rule { get; private set; }

    public IReadOnlyList<Chip> Chips { get; private set; } = [];

    /// <summary>Every chosen line, for files.</summary>
    public Table Table { get; private set; } = null!;

    /// <summary>Those of the page shown.</summary>
    public Table Shown { get; private set; } = null!;

    public Paging Paging { get; private set; } = null!;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        Rule = Fkt.All.FirstOrDefault(f => f.Code == Code);
        if (Code is not null && Rule is null) return NotFound();
        InvoicePicture picture;
        try
        {
            picture = await control.Picture(user, ct);
        }
        catch (JobRunningException rotation)
        {
            return this.Later(rotation.Message);
        }
        Chips = [new(null, "Alla", picture.Lines.Count(l => l.Findings.Count > 0)), .. picture.PerRule.Where(r => r.What != Fkt.UnknownCredit).Select(r => new Chip(r.What.Code, r.What.Name, r.Count))];
        Table = picture.LineTable(Rule);
        var rows = Table.Rows.ToList();
        Paging = Paging.Of(rows.Count, PageNumber);
        Shown = Table with { Rows = [.. rows.Skip(Paging.Skip).Take(Paging.RowsPerPage)] };
        return Page();
    }
}
