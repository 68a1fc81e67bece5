using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>Every saved scenario, and some of them side by side.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class ScenarierModel(Scenarios scenarios) : PageModel, ITablePage
{
    private const int MostCompared = 6;

    /// <summary>Ids of the scenarios to compare.</summary>
    [BindProperty(SupportsGet = true, Name = "jamfor")]
    public IReadOnlyList<Guid> Chosen { get; set; } = [];

    public Table Table { get; private set; } = null!;

    /// <summary>Null when fewer than two are chosen.</summary>
    public Table? SideBySide { get; private set; }

    public IReadOnlyList<Table> MoreTables => SideBySide is null ? [] : [SideBySide];

    public bool IsEmpty { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var all = await scenarios.All(ct);
        var chosen = all.Where(s => Chosen.Contains(s.Scenario.Id)).Take(MostCompared).ToList();
        (Table, IsEmpty) = (ScenarioPicture.ListOf(all, chosen.Select(c => c.Scenario.Id).ToHashSet()), all.Count == 0);
        if (chosen.Count > 1) SideBySide = ScenarioPicture.SideBySide(chosen);
    }
}
