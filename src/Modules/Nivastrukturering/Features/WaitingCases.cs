using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Underlag;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Findings that this user has to decide about, told on the start page.</summary>
internal sealed class WaitingCases(DecideInvoices decide, ControlInvoices control, ICurrentUser user, TimeProvider clock)
{
    /// <summary>One row; none when nothing waits.</summary>
    public async Task<IReadOnlyList<Todo>> Todos(CancellationToken ct)
    {
        if (!user.May(Permissions.DecideInvoices)) return [];
        CasePicture cases;
        try
        {
            cases = new(await control.Picture(user, ct), await decide.Ledger(ct), clock.Today());
        }
        catch (JobRunningException)
        {
            return []; // the key is being rotated: the page of the documents says so
        }
        var open = cases.Of(new(State: CaseState.Open)).Where(c => decide.MayDecide(c.Line.Document)).ToList();
        return cases.Waiting(open) is { } text
            ? [new(text, $"{SwedishFormat.Money(CasePicture.DisputeOre(open))} i fakturaunderlag är i tvist", $"{InvoicePicture.LinesPath}?lage=att-avgora", Count: open.Count)]
            : [];
    }
}
