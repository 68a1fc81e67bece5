using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>The northern seats in the national groups per region, against population.</summary>
[Authorize(Policy = Permissions.ReadStructure)]
internal sealed class FordelningModel : PageModel, ITablePage, IChartPage
{
    /// <summary>The table's order, from the address.</summary>
    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public SeatBalance Balance { get; private set; } = null!;

    public SeatShare Most { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    public Chart Chart { get; private set; } = null!;

    public void OnGet()
    {
        Balance = SeatBalance.Of2018();
        Most = Balance.Shares.MaxBy(s => s.Seats)!;
        Table = SeatPicture.TableOf(Balance).SortedBy(Sort);
        Chart = SeatPicture.ChartOf(Balance, Table);
    }
}
