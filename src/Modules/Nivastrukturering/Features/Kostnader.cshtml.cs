using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>What care is bought between the regions: from whom, on which level, for how much.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class KostnaderModel(CostMap map, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage, IChartPage
{
    [BindProperty(SupportsGet = true, Name = "ar")]
    public int? Ar { get; set; }

    [BindProperty(SupportsGet = true, Name = "enhet")]
    public string? Enhet { get; set; }

    /// <summary>Keys of open rows, commas between.</summary>
    [BindProperty(SupportsGet = true, Name = "oppna")]
    public string? Oppna { get; set; }

    public int Year { get; private set; }

    /// <summary>Years that have deliveries, with the months that are in: <c>2026, jan–okt</c>.</summary>
    public IReadOnlyList<CostYear> Years { get; private set; } = [];

    public MoneyUnit Unit { get; private set; }

    public bool IsEmpty { get; private set; }

    public Table Table { get; private set; } = null!;

    public Chart Chart { get; private set; } = null!;

    /// <summary>The answer in bold, and what follows it.</summary>
    public (string Answer, string More) Lead { get; private set; }

    /// <summary>The address that opens every performing region, and that which closes all.</summary>
    public (string Open, string Close) Fold { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var months = await map.Months(ct);
        Years = CostPicture.Years(months);
        IsEmpty = Years.Count == 0;
        Year = Ar ?? (IsEmpty ? clock.Today().Year : Years[^1].Year);
        Unit = Enhet switch { "kr" => MoneyUnit.Kr, "mnkr" => MoneyUnit.Mnkr, _ => MoneyUnit.Tkr };

        var all = await map.Cells(Year, ct);
        var bought = CostPicture.Bought(all);
        var (populationYear, population) = await map.Population(Year, ct);
        var source = CostPicture.Source(clock.Today());
        var tree = new CostTree(bought, population, Unit, Opened(), ExactFor(), Link);
        Table = tree.Build(CostPicture.Title(Year, Unit), source, CostPicture.Notes(all, populationYear));
        Chart = CostPicture.ChartOf(bought, Unit, source);
        Lead = CostPicture.LeadOf(bought);
        Fold = (Link(tree.AllKeys), Link([]));
    }

    private HashSet<string> Opened() => [.. (Oppna ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];

    private string? ExactFor() => user.Roles.Contains(Roles.Economist) ? user.Region?.Code : null;

    private string Link(IEnumerable<string> open)
    {
        var keys = string.Join(',', open);
        return Url.Page(null, null, new { ar = Ar, enhet = Enhet, oppna = keys.Length == 0 ? null : keys })!;
    }
}
