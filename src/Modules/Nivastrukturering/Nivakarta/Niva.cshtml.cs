using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>The level map on a day, and the difference between two days or versions.</summary>
[Authorize(Policy = Permissions.ReadLevels)]
internal sealed class NivaModel(LevelMaps maps, ReferenceLibrary library, TimeProvider clock) : PageModel, ITablePage
{
    [BindProperty(SupportsGet = true, Name = "datum")]
    public string? Datum { get; set; }

    /// <summary>The earlier day of a comparison.</summary>
    [BindProperty(SupportsGet = true, Name = "jamfor")]
    public string? Jamfor { get; set; }

    /// <summary>Number of the version that is shown; the one in force without it.</summary>
    [BindProperty(SupportsGet = true, Name = "utgava")]
    public int? Utgava { get; set; }

    /// <summary>Number of the version that is compared with.</summary>
    [BindProperty(SupportsGet = true, Name = "mot")]
    public int? Mot { get; set; }

    [BindProperty(SupportsGet = true, Name = "rpo")]
    public string? Rpo { get; set; }

    [BindProperty(SupportsGet = true, Name = "niva")]
    public int? Niva { get; set; }

    /// <summary>Latest first; empty before a map has been loaded.</summary>
    public IReadOnlyList<MapEdition> Editions { get; private set; } = [];

    /// <summary>The version that is shown.</summary>
    public MapEdition Edition { get; private set; } = null!;

    public DateOnly Day { get; private set; }

    /// <summary>What the map is compared with; null when it is not.</summary>
    public (DateOnly Day, MapEdition Edition)? Against { get; private set; }

    /// <summary>What a comparison starts from in the form.</summary>
    public (DateOnly Day, int Edition) Suggested { get; private set; }

    public IReadOnlyList<string> Rpos { get; private set; } = [];

    public string Lead { get; private set; } = "";

    /// <summary>What stands first on paper: the day, the version, and what is chosen when it is not the whole map.</summary>
    public string PrintedHead => $"Kartan den {SwedishFormat.ProseDate(Day)}, utgåva {Edition.Number} ({LevelPicture.SourceOf(Edition)}). "
        + string.Join(", ", new[] { string.IsNullOrEmpty(Rpo) ? null : $"RPO {Rpo}", Niva is { } level ? $"nivå {ServiceWords.LevelOf(level)}" : null }.OfType<string>()) switch { "" => "Hela kartan.", var chosen => $"Bara {chosen}." };

    /// <summary>What the map says twice, as whole sentences; a loaded file may hold it.</summary>
    public IReadOnlyList<string> Overlaps { get; private set; } = [];

    public Table Table { get; private set; } = new() { Title = "Nivåkartan", Columns = [new("service", "Vård")], Rows = [] };

    public Table? Levels { get; private set; }

    public Table? Difference { get; private set; }

    public IReadOnlyList<Table> MoreTables => [.. new[] { Difference, Levels }.OfType<Table>()];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        Editions = await maps.All(ct);
        Day = SwedishInput.TryDate(Datum, out var day) ? day : clock.Today();
        if (Editions.Count == 0) return Page();
        if (Find(Utgava) is not { } edition) return NotFound();
        Edition = edition;

        var reference = await library.InForce(ct);
        var hospitals = HospitalsOf(reference);
        var all = Edition.On(Day);
        Rpos = [.. all.Select(s => s.Rpo).Distinct()];
        var shown = all.Where(IsChosen).ToList();
        Lead = LevelPicture.Lead(shown);
        Overlaps = CatalogueChange.Overlaps(Edition.Catalogue);
        Table = Request.RouteValues.ContainsKey("format") ? MapSheet.TableOf(shown, hospitals, LevelPicture.MapOf(shown, Day, hospitals, Edition)) : LevelPicture.MapOf(shown, Day, hospitals, Edition);
        Levels = Rpo is null && Niva is null ? LevelPicture.LevelsOf(all) : null;

        Suggested = (Day.Year > 1 ? Day.AddYears(-1) : Day, Edition.Number);
        if (Jamfor is null && Mot is null) return Page();
        if (Find(Mot ?? Utgava) is not { } other) return NotFound();
        var against = SwedishInput.TryDate(Jamfor, out var earlier) ? earlier : Day;
        (Against, Suggested) = ((against, other), (against, other.Number));
        var changes = MapDifference.Between([.. other.On(against).Where(IsChosen)], against, shown, Day, hospitals);
        Difference = LevelPicture.DifferenceOf(changes, Named(against, other), Named(Day, Edition));
        return Page();
    }

    internal static IReadOnlyDictionary<string, string> HospitalsOf(ReferenceSet reference) =>
        reference.Units.Where(u => u.Hospital.Length > 0).GroupBy(u => u.Hospital).ToDictionary(g => g.Key, g => g.First().HospitalName);

    private string Named(DateOnly day, MapEdition edition) => Mot is null && Utgava is null ? SwedishFormat.Date(day) : $"{SwedishFormat.Date(day)} i utgåva {edition.Number}";

    private MapEdition? Find(int? number) => number is null ? Editions[0] : Editions.FirstOrDefault(e => e.Number == number);

    private bool IsChosen(CareService service) => (string.IsNullOrEmpty(Rpo) || service.Rpo == Rpo) && (Niva is null || service.Level == Niva);
}
