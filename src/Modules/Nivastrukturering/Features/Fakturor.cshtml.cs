using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The documents that were read in, what the control found, and how much is in dispute.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class FakturorModel(ControlInvoices control, DecideInvoices decide, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    /// <summary>Null when there is no document.</summary>
    public InvoicePicture? Picture { get; private set; }

    /// <summary>With what was decided.</summary>
    public CasePicture Cases { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        InvoicePicture picture;
        try
        {
            picture = await control.Picture(user, ct);
            Cases = new(picture, await decide.Ledger(ct), clock.Today());
        }
        catch (JobRunningException rotation)
        {
            return this.Later(rotation.Message);
        }
        (Table, MoreTables) = (picture.RuleTable, [picture.DocumentTable, Cases.AmountTable]);
        Picture = picture.Documents.Count == 0 ? null : picture;
        return Page();
    }
}
