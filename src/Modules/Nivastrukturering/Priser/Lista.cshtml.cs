using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>The rows of one seller's list, of a year or all, in any version; and beside another year or another version.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class ListaModel(ReferenceLibrary library, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    /// <summary>What stands in the address for every year.</summary>
    public const string AllYears = "alla";

    /// <summary>Län code.</summary>
    [BindProperty(SupportsGet = true, Name = "saljare")]
    public string? Saljare { get; set; }

    /// <summary>A year, or <see cref="AllYears"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "ar")]
    public string? Ar { get; set; }

    /// <summary><c>norra</c> or <c>riks</c>; both without.</summary>
    [BindProperty(SupportsGet = true, Name = "lista")]
    public string? Lista { get; set; }

    /// <summary>The year to compare with.</summary>
    [BindProperty(SupportsGet = true, Name = "jamfor")]
    public int? Jamfor { get; set; }

    /// <summary>Which version; the one in force without.</summary>
    [BindProperty(SupportsGet = true, Name = "version")]
    public Guid? Version { get; set; }

    /// <summary>The version to compare with.</summary>
    [BindProperty(SupportsGet = true, Name = "mot")]
    public Guid? Mot { get; set; }

    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public Region Seller { get; private set; } = null!;

    /// <summary>Those with a list.</summary>
    public IReadOnlyList<Region> Sellers { get; private set; } = [];

    /// <summary>Null for all.</summary>
    public int? Year { get; private set; }

    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>Earliest first.</summary>
    public IReadOnlyList<ReferenceFile> Versions { get; private set; } = [];

    /// <summary>The one that is shown; null when the seller has none.</summary>
    public ReferenceFile? Shown { get; private set; }

    public Table Table { get; private set; } = null!;

    /// <summary>The difference to the other year or version; null without.</summary>
    public Table? Difference { get; private set; }

    public IReadOnlyList<Table> MoreTables => Difference is null ? [] : [Difference];

    public string YearText => Year?.ToString(CultureInfo.InvariantCulture) ?? "alla år";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var prices = (await library.InForce(ct)).Prices;
        Sellers = [.. Region.Sweden.Where(r => prices.Any(p => p.Seller == r.Code.Code))];
        var asked = Saljare is null ? user.Region?.Code : Saljare;
        var first = Sellers is [var any, ..] ? any : Region.Norra[0];
        if ((Sellers.FirstOrDefault(r => r.Code.Code == asked) ?? (Saljare is null ? first : Region.FindAny(Saljare))) is not { } seller) return NotFound();
        Seller = seller;
        var name = PriceListFile.NameOf(seller.Code.Code);
        Versions = await library.Versions(name, ct);
        Shown = Version is { } chosen ? Versions.FirstOrDefault(v => v.Id == chosen) : Versions is [.., var latest] ? latest : null;
        if (Version is not null && Shown is null) return NotFound();

        Year = Ar == AllYears ? null : int.TryParse(Ar, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100 ? year : clock.Today().Year;
        var rows = Rows(name, Shown is null ? null : await library.Content(Shown.Id, ct));
        Years = [.. rows.SelectMany(r => new[] { r.Validity.From.Year, r.Validity.To?.Year ?? r.Validity.From.Year }).Append(Year ?? clock.Today().Year).Distinct().Order()];
        Table = TableOf(Year is { } y ? [.. PricePicture.InYear(rows, y)] : rows).SortedBy(Sort);
        if (Mot is { } other && Versions.Any(v => v.Id == other)) Difference = Against(Rows(name, await library.Content(other, ct)), rows, NumberOf(other));
        else if (Jamfor is { } former && Year is { } current && former != current && former is >= 2000 and <= 2100) Difference = PriceDifference.Prices($"Skillnad mellan {former} och {current}", YearComparison.Of(rows, former, current), hasDays: false) with { Notes = [YearComparison.Note(former, current)] };
        return Page();
    }

    /// <summary>A version as it came.</summary>
    public async Task<IActionResult> OnGetFil(CancellationToken ct)
    {
        if (Region.FindAny(Saljare ?? "") is not { } seller) return NotFound();
        var versions = await library.Versions(PriceListFile.NameOf(seller.Code.Code), ct);
        var file = Version is { } id ? versions.FirstOrDefault(v => v.Id == id) : versions.LastOrDefault();
        return file is null ? NotFound() : File((await library.Content(file.Id, ct))!, "text/csv; charset=utf-8", file.Name);
    }

    /// <summary>The page's address with another choice.</summary>
    public string Link(string? saljare = null, string? ar = null, string? lista = null, Guid? version = null, int? jamfor = null, Guid? mot = null) =>
        Url.Page(null, null, new { saljare = saljare ?? Seller.Code.Code, ar = ar ?? Ar, lista = (lista ?? Lista) is { Length: > 0 } list ? list : null, version = version ?? (saljare is null ? Version : null), jamfor, mot })!;

    public int NumberOf(Guid version) => Versions.Index().First(v => v.Item.Id == version).Index + 1;

    private IReadOnlyList<PriceRow> Rows(string name, byte[]? content) => [.. PriceDifference.Rows(name, content).Where(r => Lista is not ("norra" or "riks") || r.PriceList == Lista)];

    private Table Against(IReadOnlyList<PriceRow> before, IReadOnlyList<PriceRow> after, int number) => PriceDifference.Prices(
        $"Skillnad mot version {number}", [.. PriceTimeline.Changes(before, after).Where(c => Year is not { } year || c.Days.Overlaps(PriceText.YearOf(year)))]);

    private Table TableOf(IReadOnlyList<PriceRow> rows) => new()
    {
        Title = $"Priser {Seller.Name} {YearText}",
        Columns =
        [
            new("kod", "Kod"), new("benamning", "Benämning"), new("prislista", "Prislista"), new("saljare", "Säljare") { FileOnly = true }, new("part", "Del"),
            new("pris", "Pris", ColumnKind.Money) { Decimals = 2 }, new("giltigFran", "Giltig från", ColumnKind.Date), new("giltigTill", "Giltig till", ColumnKind.Date),
        ],
        Rows = [.. rows.Select(r => new Row(r.Code, r.Label, r.PriceList, r.Seller, PriceText.UnitName(r.Code), r.PriceOre, r.Validity.From, r.Validity.To is { } to ? to : Cell.NotApplicable))],
        Notes = ["– i Giltig till betyder tills vidare."],
        EmptyText = $"Ingen prislista för {YearText}",
    };
}

/// <summary>The prices of two years beside each other.</summary>
internal static class YearComparison
{
    /// <summary>Codes whose price on their last day in the one year is another than on their last day in the other; new ones and ended ones too.</summary>
    public static IReadOnlyList<PriceChange> Of(IReadOnlyCollection<PriceRow> rows, int former, int current)
    {
        var (was, now) = (LastOf(rows, former), LastOf(rows, current));
        return [.. was.Keys.Union(now.Keys).Order().Select(k => (Was: was.GetValueOrDefault(k), Now: now.GetValueOrDefault(k))).Where(p => p.Was?.PriceOre != p.Now?.PriceOre)
            .Select(p => new PriceChange((p.Now ?? p.Was)!, (p.Now ?? p.Was)!.Validity, p.Was?.PriceOre, p.Now?.PriceOre))];
    }

    public static string Note(int former, int current) => $"Före är kodens sista pris under {former}, Efter det sista under {current}.";

    private static Dictionary<(string, string), PriceRow> LastOf(IEnumerable<PriceRow> rows, int year) =>
        PricePicture.InYear(rows, year).GroupBy(r => (r.PriceList, r.Code)).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Validity.From)!);
}
