using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Volymer;

/// <summary>How much care of each kind is given, to whom and where, what it costs, and how it is spread over the levels.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class VolymerModel(Volumes volumes, CostMap map, ReferenceLibrary library, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage, IChartPage
{
    [BindProperty(SupportsGet = true, Name = "ar")]
    public int? Ar { get; set; }

    [BindProperty(SupportsGet = true, Name = "visa")]
    public string? Visa { get; set; }

    [BindProperty(SupportsGet = true, Name = "tjanst")]
    public string? Tjanst { get; set; }

    [BindProperty(SupportsGet = true, Name = "rpo")]
    public string? Rpo { get; set; }

    [BindProperty(SupportsGet = true, Name = "niva")]
    public int? Niva { get; set; }

    [BindProperty(SupportsGet = true, Name = "hemregion")]
    public string? Hemregion { get; set; }

    [BindProperty(SupportsGet = true, Name = "sjukhus")]
    public string? Sjukhus { get; set; }

    /// <summary><c>kpp</c> for shares of cost; else of contacts.</summary>
    [BindProperty(SupportsGet = true, Name = "matt")]
    public string? Matt { get; set; }

    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public IReadOnlyList<CostYear> Years { get; private set; } = [];

    public int Year { get; private set; }

    public VolumeBy By { get; private set; }

    public bool ByCost => Matt == "kpp";

    public IReadOnlyList<(string Value, string Text)> Rpos { get; private set; } = [];

    public IReadOnlyList<(string Value, string Text)> Homes { get; private set; } = [];

    public IReadOnlyList<(string Value, string Text)> Hospitals { get; private set; } = [];

    /// <summary>What the chosen service is called; null when none is.</summary>
    public string? Service { get; private set; }

    public Table Table { get; private set; } = null!;

    public Chart Chart { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Chart.Table];

    public async Task OnGet(CancellationToken ct)
    {
        Years = CostPicture.Years(await map.Months(ct));
        Year = Ar ?? (Years.Count == 0 ? clock.Today().Year : Years[^1].Year);
        By = VolumePicture.Ways.FirstOrDefault(w => w.Key == Visa, VolumePicture.Ways[0]).By;
        var picture = new VolumePicture(await library.InForce(ct), CostPicture.Source(clock.Today()));
        var (now, before) = await volumes.Years(Year, ct);
        VolumeFilter filter = new(Tjanst, Rpo, Niva, Of(Hemregion), Of(Sjukhus));

        var (rpos, hospitals, homes) = await volumes.Choices(now, ct);
        Rpos = Choices(VolumeBy.Rpo, rpos);
        Homes = Choices(VolumeBy.Hemregion, homes);
        Hospitals = Choices(VolumeBy.Sjukhus, hospitals);
        Service = Tjanst is { } service ? picture.NameOf(VolumeBy.Tjanst, service) : null;
        Table = picture.TableOf(By, await volumes.Of(now, By, filter, ct), await volumes.Of(before, By, filter, ct), (now.Year, before.Deliveries.Count == 0 ? null : before.Year), IsOwn, Narrower).SortedBy(Sort);
        Chart = picture.ChartOf(await volumes.Levels(now, ct), ByCost);

        IReadOnlyList<(string, string)> Choices(VolumeBy by, IReadOnlyList<string> keys) =>
            [.. keys.Select(k => (k.Length == 0 ? "-" : k, picture.NameOf(by, k))).OrderBy(c => c.Item2, SwedishComparer.Instance)];
    }

    /// <summary>A code from the address: "-" stands for none.</summary>
    private static string? Of(string? value) => value == "-" ? "" : string.IsNullOrEmpty(value) ? null : value;

    /// <summary>A row leads to its parts: an area to its services, all else to the areas.</summary>
    private string? Narrower(string key) => By switch
    {
        VolumeBy.Tjanst => key.Length == 0 ? null : Request.With(("tjanst", key), ("visa", "sjukhus")),
        VolumeBy.Rpo => Request.With(("rpo", key), ("visa", "tjanst")),
        VolumeBy.Niva => Request.With(("niva", key), ("visa", "rpo")),
        VolumeBy.Hemregion => Request.With(("hemregion", key.Length == 0 ? "-" : key), ("visa", "niva")),
        VolumeBy.Sjukhus => Request.With(("sjukhus", key.Length == 0 ? "-" : key), ("visa", "rpo")),
        _ => null,
    };

    /// <summary>An economist sees the own inhabitants' figures whole.</summary>
    private bool IsOwn(string key) =>
        user.Roles.Contains(Roles.Economist) && user.Region?.Code is { } own && (Of(Hemregion) == own || (By == VolumeBy.Hemregion && key == own));
}
