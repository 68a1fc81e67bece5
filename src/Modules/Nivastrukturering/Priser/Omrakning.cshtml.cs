using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>What was priced then, and what the prices in force now would give; nothing is changed.</summary>
[Authorize(Policy = Permissions.ApprovePrices)]
internal sealed class OmrakningModel(ReferenceLibrary library, Repricing repricing, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    /// <summary>The year of the contacts' price dates.</summary>
    [BindProperty(SupportsGet = true, Name = "ar")]
    public int? Ar { get; set; }

    public int Year { get; private set; }

    /// <summary>Whose deliveries: the own region's; null for all, for those who belong to NRF.</summary>
    public Region? Seller { get; private set; }

    public Table Table { get; private set; } = null!;

    public bool HasDifferences { get; private set; }

    /// <summary>The year that is shown, the one before and the one after.</summary>
    public IReadOnlyList<int> Years => [.. new[] { clock.Today().Year - 1, clock.Today().Year, Year }.Distinct().Order()];

    public async Task OnGet(CancellationToken ct)
    {
        Year = Ar is >= 2000 and <= 2100 ? Ar.Value : clock.Today().Year;
        Seller = user.Region is { } own ? Region.FindAny(own.Code) : null;
        var months = await repricing.Run(await library.InForce(ct), Seller?.Code.Code, PriceText.YearOf(Year), ct);
        Table = PriceDifference.Months(months, Seller is not null && Repricing.SeesAll(user, Owner.Of(Seller.Code)));
        HasDifferences = months.Count > 0;
    }
}
