using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>What was priced then, and what the prices in force now give; the seller's economist may price months anew, having seen what comes of it.</summary>
[Authorize(Policy = Permissions.ApprovePrices)]
internal sealed class OmrakningModel(ReferenceLibrary library, Repricing repricing, RepriceContacts reprice, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    /// <summary>The year of the contacts' price dates.</summary>
    [BindProperty(SupportsGet = true, Name = "ar")]
    public int? Ar { get; set; }

    /// <summary>Made when the page is shown, so that a form sent twice prices once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    /// <summary>What the effect was shown with.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>The months that are chosen, <c>2026-03</c>.</summary>
    [BindProperty]
    public List<string> Months { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    public int Year { get; private set; }

    /// <summary>Whose deliveries: the own region's; null for all, for those who belong to NRF.</summary>
    public Region? Seller { get; private set; }

    public Table Table { get; private set; } = null!;

    public Table Runs { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Runs];

    public bool HasDifferences { get; private set; }

    /// <summary>The months that this user may price anew, and whether each is invoiced; none for others.</summary>
    public IReadOnlyList<(string Month, bool IsInvoiced)> Choices { get; private set; } = [];

    /// <summary>What was just done, in a sentence; null when nothing was.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>The year that is shown, the one before and the one after.</summary>
    public IReadOnlyList<int> Years => [.. new[] { clock.Today().Year - 1, clock.Today().Year, Year }.Distinct().Order()];

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (user.Region is not { } own || Region.FindAny(own.Code) is not { } seller || !reprice.MayReprice(Owner.Of(own))) return this.Refuse("Bara säljarens ekonom räknar om regionens kontakter.");
        if (Key == Guid.Empty || string.IsNullOrEmpty(Seen)) return BadRequest();
        if (Months.Count == 0) ModelState.AddModelError(nameof(Months), "Välj minst en månad.");
        var reason = string.IsNullOrWhiteSpace(Reason) ? "" : ProposalForm.ReadReason(Reason, ModelState, nameof(Reason));
        if (reason is not null && ModelState.IsValid)
        {
            try
            {
                var sums = await reprice.Run(Key, seller, [.. Months.Distinct()], reason, Seen, ct);
                Done = Told(sums);
                return Redirect($"{Request.PathBase}{PriceText.RepricingPath}?ar={Ar}");
            }
            catch (NotOwnerException no)
            {
                return this.Refuse(no.Message);
            }
            catch (DomainException no)
            {
                ModelState.AddModelError(no.Code == "price.month-invoiced" ? nameof(Reason) : "", no.Message);
                Response.StatusCode = StatusCodes.Status409Conflict;
            }
        }
        ModelState.Remove(nameof(Seen));
        ModelState.Remove(nameof(Key));
        await Load(ct);
        return Page();
    }

    private static string Told(IReadOnlyList<RepricedSum> sums) => sums.Count == 0
        ? "Inget belopp ändrades."
        : $"Omräkningen är klar: {SwedishFormat.Integer(sums.Sum(s => s.Contacts))} kontakter fick ett annat belopp, skillnad {SwedishFormat.Money(sums.Sum(s => s.NowOre - s.ThenOre), MoneyUnit.Kr, 2)}.";

    private async Task Load(CancellationToken ct)
    {
        Year = Ar is >= 2000 and <= 2100 ? Ar.Value : clock.Today().Year;
        Seller = user.Region is { } own ? Region.FindAny(own.Code) : null;
        var owner = Seller is null ? (Owner?)null : Owner.Of(Seller.Code);
        if (Seller is not null) Seen = await reprice.Stamp(Seller, ct); // before the effect: what comes between is then told as another
        Key = Guid.CreateVersion7();
        var months = await repricing.Run(await library.InForce(ct), Seller?.Code.Code, PriceText.YearOf(Year), ct);
        var seesAll = owner is { } o && Repricing.SeesAll(user, o);
        (Table, Runs) = (PriceDifference.Months(months, seesAll), PriceDifference.Runs(await reprice.History(owner, ct), seesAll));
        HasDifferences = months.Count > 0;
        if (Seller is null || owner is null || !reprice.MayReprice(owner.Value)) return;
        var invoiced = await reprice.Invoiced(Seller, ct);
        Choices = [.. months.Select(m => m.Month).Distinct().Order(StringComparer.Ordinal).Select(m => (m, invoiced.Contains(m)))];
    }
}
