using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>Every sharing of a cost and every after-settlement.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class FordelningarModel(Sharings sharings, ICurrentUser user) : PageModel, ITablePage
{
    public Table Table { get; private set; } = null!;

    public bool IsEmpty { get; private set; }

    public bool MayEdit => user.May(Permissions.EditSharings);

    public async Task OnGet(CancellationToken ct)
    {
        var all = await sharings.All(ct);
        (Table, IsEmpty) = (SharingPicture.ListOf(all), all.Count == 0);
    }
}
