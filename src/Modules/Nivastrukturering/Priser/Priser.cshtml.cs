using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>The lists, agreements and subscriptions in force, what waits for a second person, and every version that has been in use.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class PriserModel(ReferenceLibrary library, ReferenceIntake intake, Proposals proposals, MissingPriceRows missing, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    private const int MostLogged = 30;

    [BindProperty(SupportsGet = true, Name = "ar")]
    public int? Ar { get; set; }

    public int Year { get; private set; }

    /// <summary>The years that some list has a price in, and the next.</summary>
    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>The lists.</summary>
    public Table Table { get; private set; } = null!;

    public Table Points { get; private set; } = null!;

    public Table Gaps { get; private set; } = null!;

    /// <summary>Null when no list lacks a row for a new code.</summary>
    public Table? Unpriced { get; private set; }

    public Table Agreements { get; private set; } = null!;

    public Table Subscriptions { get; private set; } = null!;

    /// <summary>Null when the user owns no file.</summary>
    public Table? Waiting { get; private set; }

    public Table? Decided { get; private set; }

    public Table Log { get; private set; } = null!;

    public bool HasLists { get; private set; }

    public bool HasGaps { get; private set; }

    public bool MayPropose => user.May(Permissions.ProposePrices) && ProposalForm.FilesOf(intake, user).Count > 0;

    /// <summary>True for those who may ask what a later list would have given.</summary>
    public bool MayCompare => user.May(Permissions.ApprovePrices);

    public IReadOnlyList<Table> MoreTables => [Points, Gaps, .. Unpriced is null ? [] : new[] { Unpriced }, Agreements, Subscriptions, .. Waiting is null ? [] : new[] { Waiting }, .. Decided is null ? [] : new[] { Decided }, Log];

    public async Task OnGet(CancellationToken ct)
    {
        var today = clock.Today();
        Year = Ar is >= 2000 and <= 2100 ? Ar.Value : today.Year;
        var set = await library.InForce(ct);
        Years = YearsOf(set.Prices, Year, today.Year);

        Dictionary<string, IReadOnlyList<ReferenceFile>> versions = [];
        foreach (var seller in set.Prices.Select(p => p.Seller).Distinct()) versions.Add(seller, await library.Versions(PriceListFile.NameOf(seller), ct));
        (Table, HasLists) = (PricePicture.Lists(set.Prices, Year, versions), PricePicture.InYear(set.Prices, Year).Any());
        var year = PriceText.YearOf(Year);
        Points = PricePicture.Points(set.Prices, year.Contains(today) ? today : today < year.From ? year.From : year.To!.Value);
        (Gaps, HasGaps) = (PricePicture.GapsOf(set.Prices, Year), PriceTimeline.Gaps(set.Prices).Any(g => g.Days.Overlaps(year)));
        (Agreements, Subscriptions) = (PricePicture.Agreements(set.Agreements, Year), PricePicture.Subscriptions(set.Subscriptions, Year));

        var unpriced = await missing.All(ct);
        if (unpriced.Count > 0) Unpriced = PricePicture.Unpriced(unpriced, await missing.Open(unpriced, ct));

        var seen = await proposals.Seen(ct);
        if (MayCompare && seen.Any(p => p.Status == ProposalStatus.Waiting) || MayPropose) Waiting = PricePicture.Proposals(seen, waiting: true);
        if (MayCompare && seen.Any(p => p.Status != ProposalStatus.Waiting)) Decided = PricePicture.Proposals(seen, waiting: false);
        Log = PricePicture.Log(await Logged(versions.Keys, MayCompare ? seen : [], ct));
    }

    private static List<int> YearsOf(IEnumerable<PriceRow> prices, int shown, int current)
    {
        HashSet<int> years = [shown, current, current + 1];
        foreach (var row in prices)
            for (var year = row.Validity.From.Year; year <= (row.Validity.To?.Year ?? row.Validity.From.Year) && year <= current + 1; year++) years.Add(year);
        return [.. years.Order()];
    }

    private async Task<IReadOnlyList<LoggedVersion>> Logged(IEnumerable<string> sellers, IReadOnlyList<PriceProposal> seen, CancellationToken ct)
    {
        var byFile = seen.Where(p => p.FileId is not null).ToDictionary(p => p.FileId!.Value);
        List<(ReferenceFile File, ReferenceFile? Before, int Number)> all = [];
        foreach (var name in sellers.Select(PriceListFile.NameOf).Append(PriceProposal.AgreementsName).Append(PriceProposal.SubscriptionsName))
        {
            var versions = await library.Versions(name, ct);
            all.AddRange(versions.Select((file, i) => (file, i == 0 ? null : versions[i - 1], i + 1)));
        }
        List<LoggedVersion> logged = [];
        foreach (var (file, before, number) in all.OrderByDescending(v => v.File.LoadedAt).ThenByDescending(v => v.File.Id).Take(MostLogged))
        {
            var changes = before is null ? "Första versionen" : PriceDifference.Summary(file.Name, await library.Content(before.Id, ct), (await library.Content(file.Id, ct))!);
            logged.Add(new(file, number, changes, byFile.GetValueOrDefault(file.Id), PriceText.PathOf(file, before)));
        }
        return logged;
    }
}
