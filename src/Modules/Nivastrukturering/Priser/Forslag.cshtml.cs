using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>One proposal: what it changes, which priced months it would have touched, and the decision of a second person.</summary>
[Authorize(Policy = Permissions.ApprovePrices)]
internal sealed class ForslagModel(Proposals proposals, ReferenceLibrary library, Repricing repricing, RepriceContacts reprice, ICurrentUser user) : PageModel, ITablePage
{
    /// <summary>Made when the page is shown, so that a form sent twice decides once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    /// <summary>The version in force that the difference was shown against; empty for none.</summary>
    [BindProperty]
    public Guid Seen { get; set; }

    /// <summary>Why it is rejected.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    public PriceProposal Proposal { get; private set; } = null!;

    /// <summary>The difference.</summary>
    public Table Table { get; private set; } = null!;

    /// <summary>The months that are priced already and would have got other amounts.</summary>
    public Table Months { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Months];

    /// <summary>In a few words.</summary>
    public string Summary { get; private set; } = "";

    public bool TouchesMonths { get; private set; }

    public bool MayApprove => proposals.MayApprove(Proposal);

    /// <summary>True for the one who made it, while it waits.</summary>
    public bool IsOwn => Proposal.Status == ProposalStatus.Waiting && Proposal.ProposedBy == user.Name;

    /// <summary>True for the seller's economist, who may price months anew.</summary>
    public bool MayReprice => user.Region is { } own && reprice.MayReprice(Owner.Of(own));

    public bool Decided { get; private set; }

    public async Task<IActionResult> OnGet(Guid id, bool avgjort, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        (Decided, Key) = (avgjort, Guid.CreateVersion7());
        return Page();
    }

    public Task<IActionResult> OnPostGodkann(Guid id, CancellationToken ct) => Decide(id, () => proposals.Approve(Key, id, Seen, ct), ct);

    public async Task<IActionResult> OnPostAvsla(Guid id, CancellationToken ct)
    {
        if (ProposalForm.ReadReason(Reason, ModelState, nameof(Reason)) is { } reason) return await Decide(id, () => proposals.Reject(Key, id, reason, ct), ct);
        return await Load(id, ct) ? Page() : NotFound();
    }

    /// <summary>The file as it was proposed.</summary>
    public async Task<IActionResult> OnGetFil(Guid id, CancellationToken ct) =>
        await proposals.Find(id, ct) is var (proposal, content) ? File(content, "application/octet-stream", proposal.FileName) : NotFound();

    private async Task<IActionResult> Decide(Guid id, Func<Task> act, CancellationToken ct)
    {
        if (Key == Guid.Empty) return BadRequest();
        if (await proposals.Find(id, ct) is null) return NotFound();
        try
        {
            await act();
            return Redirect($"{Request.PathBase}{PriceText.ListPath}/forslag/{id}?avgjort=true");
        }
        catch (DomainException no)
        {
            ModelState.Remove(nameof(Seen));
            return await this.Refuse(no, () => Load(id, ct));
        }
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await proposals.Find(id, ct) is not var (proposal, content)) return false;
        Proposal = proposal;
        var file = proposal.FileName;
        var over = proposal.Status == ProposalStatus.Waiting ? (await library.Versions(file, ct)).LastOrDefault()?.Id : proposal.ApprovedOver ?? proposal.BaseId;
        Seen = over ?? Guid.Empty;
        var before = over is { } former && former != Guid.Empty ? await library.Content(former, ct) : null;
        (Table, Summary) = (PriceDifference.Of(file, before, content), PriceDifference.Summary(file, before, content));

        IReadOnlyList<RepricedMonth> months = [];
        if (proposal.Status == ProposalStatus.Waiting)
        {
            var isList = PriceListFile.IsName(file, out var seller);
            var changes = isList ? PriceDifference.Changes(file, before, content) : [];
            if (!isList || changes.Count > 0)
                months = await repricing.Run(Repricing.With(await library.InForce(ct), file, content), isList ? seller : null, isList ? PriceText.Span([.. changes.Select(c => c.Days)]) : null, ct);
        }
        TouchesMonths = months.Count > 0;
        Months = PriceDifference.Months(months, Repricing.SeesAll(user, proposal.Owner));
        return true;
    }
}
