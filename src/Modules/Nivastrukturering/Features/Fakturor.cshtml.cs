using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The documents that were read in, what the control found, and how much is in dispute.</summary>
[Authorize(Policy = Permissions.ReadInvoices)]
internal sealed class FakturorModel(ControlInvoices control, DecideInvoices decide, OutgoingInvoices outgoing, ICurrentUser user, TimeProvider clock) : InvoicePage, ITablePage
{
    /// <summary>Null when there is no document.</summary>
    public InvoicePicture? Picture { get; private set; }

    /// <summary>With what was decided.</summary>
    public CasePicture Cases { get; private set; } = null!;

    /// <summary>What is not billed in any document read in, but stands in one that is written, öre.</summary>
    public long WrittenOre { get; private set; }

    public Table Table { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        var picture = await control.Picture(user, ct);
        Cases = new(picture, await decide.Ledger(ct), clock.Today());
        if (picture.NotInvoiced.Count > 0) WrittenOre = picture.WrittenOre(await outgoing.Standing(ct));
        (Table, MoreTables) = (picture.RuleTable, [picture.DocumentTable, Cases.AmountTable]);
        Picture = picture.Documents.Count == 0 ? null : picture;
    }
}
