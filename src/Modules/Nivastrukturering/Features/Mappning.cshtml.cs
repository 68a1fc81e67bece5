using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Mappings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>A region's mapping: which column each field is read from, what the last delivery's headers had, and the versions so far. Saving makes a new version.</summary>
[Authorize(Policy = Permissions.ReadOperations)]
internal sealed class MappningModel(MappingDesk desk, IAdapterDirectory adapters, TimeProvider clock) : PageModel, ITablePage
{
    private const string List = "/drift/adaptrar";

    /// <summary>Made when the page is shown, so that the form sent twice saves once.</summary>
    public Guid Key { get; } = Guid.CreateVersion7();

    public Region Region { get; private set; } = null!;

    /// <summary>Highest first, at least one.</summary>
    public IReadOnlyList<Mapping> Versions { get; private set; } = [];

    /// <summary>What the form starts from.</summary>
    public Mapping Old { get; private set; } = null!;

    /// <summary>The highest version when the form was first shown.</summary>
    public int Latest { get; private set; }

    public IReadOnlyList<MappedField> Fields { get; private set; } = [];

    /// <summary>The fields whose values the mapping translates.</summary>
    public IEnumerable<Field> ValueFields => Old.Varden.Keys.Where(MappingForm.CommonValues.ContainsKey);

    /// <summary>The delivery whose columns are shown; null when none has been seen.</summary>
    public Delivery? Seen { get; private set; }

    /// <summary>The names of its columns, by kind of row.</summary>
    public IReadOnlyDictionary<RowKind, IReadOnlyList<string>> Columns { get; private set; } = new Dictionary<RowKind, IReadOnlyList<string>>();

    /// <summary>Why the user can't change it; null when they can.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What a save would change; null before anybody has asked.</summary>
    public Table? Preview { get; private set; }

    public Table History { get; private set; } = null!;

    /// <summary>What differs between two versions; null when nobody has asked.</summary>
    public Table? Difference { get; private set; }

    /// <summary>The version just saved; null when none was.</summary>
    public int? JustSaved { get; private set; }

    public Table Table => History;

    public IReadOnlyList<Table> MoreTables => Difference is null ? [] : [Difference];

    public string PathOf => $"{List}/{Region.Key}";

    /// <summary>True when the last delivery was refused for its columns and nothing has been read in since.</summary>
    public bool IsDrift => Seen is not null && MappingDesk.IsDrift(Seen.Code);

    /// <summary>True when the refused delivery's month has got a higher version since, and it waits to be read again.</summary>
    public bool IsMended => IsDrift && Versions.Any(m => m.Version > Seen!.MappingVersion && m.ValidFor(Seen.Period));

    public int Next => Latest + 1;

    public async Task<IActionResult> OnGet(string region, [FromQuery(Name = "utga-fran")] int? from, int? jamfor, int? med, int? sparad, CancellationToken ct)
    {
        if (!await Load(region, from, ct)) return NotFound();
        JustSaved = Versions.Any(m => m.Version == sparad) ? sparad : null;
        if (Versions.FirstOrDefault(m => m.Version == jamfor) is { } one && Versions.FirstOrDefault(m => m.Version == med) is { } other) Difference = DifferenceOf(one, other, $"Version {one.Version}", $"Version {other.Version}");
        return Page();
    }

    /// <summary>What a save would change.</summary>
    public async Task<IActionResult> OnPost(string region, CancellationToken ct)
    {
        if (await Posted(region, ct) is { } no) return no;
        if (Made() is { } made) Preview = DifferenceOf(Old, made, $"Nu, version {Old.Version}", $"Från {MonthOf(made.GiltigFran)}, version {made.Version}");
        return Page();
    }

    public async Task<IActionResult> OnPostSpara(string region, CancellationToken ct)
    {
        if (await Posted(region, ct) is { } no) return no;
        if (!Guid.TryParse(Request.Form["Key"], out var key) || key == Guid.Empty) return BadRequest();
        if (Made() is not { } made) return Page();
        try
        {
            await desk.Save(key, Region, Old, made, ct);
            return Redirect($"{PathOf}?sparad={made.Version}");
        }
        catch (DomainException refused)
        {
            ModelState.AddModelError("", refused.Message);
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }
    }

    /// <summary>What stands under a name of the form: as posted, else as it is now with the suggestions filled in.</summary>
    public string Text(string name)
    {
        if (HttpMethods.IsPost(Request.Method)) return Request.Form[name].ToString();
        if (name == MappingForm.From) return IsDrift && Seen!.Period.Length > 0 ? Seen.Period : clock.Today().AddMonths(1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (name == MappingForm.TellOthers) return Old.Ovriga is null ? "" : "ja";
        if (name == MappingForm.Others) return string.Join('\n', Old.Ovriga ?? Suggested());
        foreach (var field in ValueFields.Where(field => MappingForm.ValuesOf(field) == name)) return string.Join('\n', Old.Varden[field].Select(value => $"{value.Key} = {value.Value}"));
        return Fields.FirstOrDefault(field => field.Name == name)?.Suggestion ?? "";
    }

    /// <summary>Everything that the form has, for the one that saves what was looked at.</summary>
    public IEnumerable<(string Name, string Value)> Typed() =>
        new[] { "utga-fran", "senaste", MappingForm.From, MappingForm.TellOthers, MappingForm.Others }.Concat(Fields.Select(field => field.Name)).Concat(ValueFields.Select(MappingForm.ValuesOf)).Select(name => (name, Request.Form[name].ToString()));

    /// <summary>The first fault of a name, or null.</summary>
    public string? Fault(string name) => ModelState.GetValueOrDefault(name)?.Errors.FirstOrDefault()?.ErrorMessage;

    private IEnumerable<string> Suggested() => MappingForm.Unread(Old, Columns).Where(column => !Fields.Any(field => field.Note is not null && Names.Same(field.Suggestion, column)));

    private async Task<IActionResult?> Posted(string region, CancellationToken ct)
    {
        if (!int.TryParse(Request.Form["utga-fran"], out var from) || !int.TryParse(Request.Form["senaste"], out var latest)) return BadRequest();
        if (!await Load(region, from, ct)) return NotFound();
        if (Refusal is { } refusal) return this.Refuse(refusal);
        Latest = latest;
        return null;
    }

    private Mapping? Made()
    {
        var made = MappingForm.Read(Old, Next, Fields, name => Request.Form[name].ToString(), clock.Today(), out var faults);
        foreach (var (name, message) in faults) ModelState.AddModelError(name, message);
        return faults.Count == 0 ? made : null;
    }

    private async Task<bool> Load(string key, int? from, CancellationToken ct)
    {
        if (Region.Sweden.FirstOrDefault(r => r.Key == key) is not { } region || !adapters.All.Any(a => a.Id == key)) return false;
        Region = region;
        Versions = desk.Versions(region);
        if (Versions.Count == 0) return false;
        Latest = Versions[0].Version;
        Refusal = desk.Refusal(region);
        Seen = await desk.LastSeen(region, ct);
        Columns = SeenColumns.Read(Seen?.SeenColumns);
        var today = clock.Today().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        Old = Versions.FirstOrDefault(m => m.Version == from) ?? (IsDrift ? Versions.FirstOrDefault(m => m.ValidFor(Seen!.Period)) : null) ?? Versions.FirstOrDefault(m => m.ValidFor(today)) ?? Versions[0];
        Fields = MappingForm.Fields(Old, Columns);
        History = HistoryOf(await desk.Saved(region, ct));
        return true;
    }

    private Table HistoryOf(IReadOnlyDictionary<int, MappingVersion> saved) => new()
    {
        Title = "Mappningens versioner",
        Columns = [new("version", "Version", ColumnKind.Integer), new("period", "Gäller"), new("at", "Sparad"), new("by", "Av"), new("changes", "Ändrat")],
        Rows = [.. Versions.Select(m => saved.GetValueOrDefault(m.Version) is { } here
            ? new Row((long)m.Version, PeriodOf(m), DeliveryPicture.At(here.SavedAt), here.SavedBy, here.Changes.Replace("\n", "; ", StringComparison.Ordinal) + (here.MappingHash == Delivery.HashOf(m) ? "" : " (filen är ändrad efteråt)"))
            : new Row((long)m.Version, PeriodOf(m), Cell.NotApplicable, Cell.NotApplicable, "Filen följde med adaptern eller är lagd i mappen mappning."))],
    };

    private static Table DifferenceOf(Mapping before, Mapping after, string one, string other) => new()
    {
        Title = "Vad som skiljer",
        Columns = [new("what", "Vad"), new("before", one), new("after", other)],
        Rows = [.. MappingChange.Between(before, after).Prepend(new("Gäller", PeriodOf(before), PeriodOf(after))).Select(c => new Row(c.What, CellOf(c.Before), CellOf(c.After)))],
    };

    private static Cell CellOf(string text) => text.Length == 0 ? Cell.NotApplicable : text;

    private static string MonthOf(DateOnly first) => first.ToString("MMMM yyyy", SwedishFormat.Culture);

    private static string PeriodOf(Mapping mapping) => mapping.GiltigTill is { } last ? $"{SwedishFormat.Date(mapping.GiltigFran)} till {SwedishFormat.Date(last)}" : $"från {SwedishFormat.Date(mapping.GiltigFran)}";
}
