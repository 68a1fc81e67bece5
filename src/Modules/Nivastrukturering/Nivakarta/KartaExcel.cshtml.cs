using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>The map in Excel: out as a file, in as proposals. Nothing goes straight into the catalogue.</summary>
[Authorize(Policy = Permissions.ProposeLevels)]
internal sealed class KartaExcelModel(MapRounds rounds, LevelMaps maps, ReferenceLibrary library, TimeProvider clock) : PageModel, ITablePage
{
    /// <summary>One change as the preview's form carries it.</summary>
    /// <param name="Code">The service that is changed; empty for a new one.</param>
    /// <param name="Item">As in <c>katalog.json</c>.</param>
    /// <param name="From">First day.</param>
    internal sealed record Carried(string Code, string Item, DateOnly From);

    public Guid Key { get; private set; } = Guid.CreateVersion7();

    public string From { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public bool IsOpen { get; private set; }

    /// <summary>The whole map, as the file.</summary>
    public Table Table { get; private set; } = new() { Title = "Nivåkartan att ändra", Columns = [new("service", "Vård")], Rows = [] };

    /// <summary>What the file would propose; null before there is one.</summary>
    public Table? Preview { get; private set; }

    public Table? Faults { get; private set; }

    /// <summary>What the file would propose, for the form that saves it.</summary>
    public string Changes { get; private set; } = "";

    /// <summary>Rows to propose, rows with faults, rows unchanged.</summary>
    public (int Right, int Wrong, int Unchanged) Outcome { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        From = SwedishFormat.Date(new DateOnly(clock.Today().Year + 1, 1, 1));
        await Load(ct);
    }

    public async Task<IActionResult> OnPost(IFormFile? fil, string? fran, string? skal, CancellationToken ct)
    {
        (From, Reason) = (fran ?? "", skal?.Trim() ?? "");
        var map = await Load(ct);
        if (!ServiceForm.TryDay(fran, out var from)) ModelState.AddModelError("fran", "Skriv från vilken dag ändringarna gäller, till exempel 2027-01-01.");
        if (Reason.Length is 0 or > MapProposal.LongestText || PersonNumber.IsIn(Reason)) ModelState.AddModelError("skal", $"Skriv varför, högst {MapProposal.LongestText} tecken.");
        if (fil is null || fil.Length == 0) ModelState.AddModelError("fil", "Välj filen först.");
        if (fil?.Length > ExcelSheet.MostBytes) ModelState.AddModelError("fil", "Filen är större än 10 MB. Ta bort det som inte hör till kartan.");
        if (!ModelState.IsValid || map is null) return Page();
        try
        {
            using var memory = new MemoryStream();
            await fil!.CopyToAsync(memory, ct);
            var lines = SheetLines.Read(new MemoryStream(memory.ToArray(), writable: false), map.Catalogue, from);
            await Show(lines, await rounds.Try(lines.Changes, ct), ct);
        }
        catch (DomainException no)
        {
            ModelState.AddModelError("fil", no.Message);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostSpara([FromForm] Guid key, [FromForm] string? andringar, [FromForm] string? skal, CancellationToken ct)
    {
        (Key, Reason) = (key, skal?.Trim() ?? "");
        await Load(ct);
        if (key == Guid.Empty || Reason.Length is 0 or > MapProposal.LongestText || PersonNumber.IsIn(Reason)) return BadRequest();
        try
        {
            var carried = JsonSerializer.Deserialize<List<Carried>>(andringar ?? "[]") ?? [];
            if (carried.Count == 0) return BadRequest();
            await rounds.Propose(key, [.. carried.Select(c => (c.Code, MapProposal.ServiceOf(c.Item), c.From))], Reason, ct);
            return Redirect($"{Request.PathBase}{LevelPicture.RoundPath}?klart=foreslaget");
        }
        catch (Exception no) when (no is JsonException or InvalidOperationException or ArgumentException)
        {
            return BadRequest();
        }
        catch (DomainException no)
        {
            return this.Refuse(no, "fil");
        }
    }

    private async Task<MapEdition?> Load(CancellationToken ct)
    {
        IsOpen = await rounds.Latest(ct) is not null;
        var map = await maps.InForce(ct);
        if (map is not null && Request.RouteValues.ContainsKey("format"))
            Table = MapSheet.TableOf(LevelMaps.InOrder(map.Catalogue.Services), NivaModel.HospitalsOf(await library.InForce(ct)), Table with { Source = LevelPicture.SourceOf(map), Notes = LevelPicture.NotesOf(map) });
        return map;
    }

    private async Task Show(SheetLines lines, IReadOnlyDictionary<long, string> refused, CancellationToken ct)
    {
        var hospitals = NivaModel.HospitalsOf(await library.InForce(ct));
        List<SheetChange> right = [.. lines.Changes.Where(c => !refused.ContainsKey(c.Row))];
        List<SheetFault> faults = [.. lines.Faults.Concat(refused.Select(r => new SheetFault(r.Key, "", r.Value))).OrderBy(f => f.Row)];
        Outcome = (right.Count, faults.Select(f => f.Row).Distinct().Count(), lines.Unchanged);
        Changes = JsonSerializer.Serialize(right.Select(c => new Carried(c.Code, MapProposal.ItemOf(c.Wanted with { Code = c.Code.Length > 0 ? c.Code : c.Wanted.Code }), c.From)));
        Preview = new()
        {
            Title = "Ändringar i filen",
            Columns = [new("row", "Rad", ColumnKind.Integer), new("service", "Vård"), new("what", "Vad", ColumnKind.State), new("field", "Uppgift"), new("before", "Nu"), new("after", "I filen"), new("from", "Gäller från", ColumnKind.Date)],
            Rows = [.. right.SelectMany(c => RowsOf(c, hospitals))],
            EmptyText = "Inga ändringar att föreslå.",
        };
        if (faults.Count == 0) return;
        Faults = new()
        {
            Title = "Rader att rätta",
            Columns = [new("row", "Rad", ColumnKind.Integer), new("column", "Kolumn"), new("fault", "Vad som är fel")],
            Rows = [.. faults.Select(f => new Row(f.Row, f.Column.Length > 0 ? f.Column : Cell.NotApplicable, f.Message))],
        };
    }

    private static IEnumerable<Row> RowsOf(SheetChange change, IReadOnlyDictionary<string, string> hospitals)
    {
        if (change.Was is not { } was)
        {
            yield return new Row(change.Row, change.Wanted.Name, new State(StateMark.Klar, "Ny"), "Nivå", Cell.NotApplicable, ServiceWords.LevelOf(change.Wanted.Level), change.From);
            yield break;
        }
        foreach (var (field, before, after) in MapDifference.Fields(was, change.Wanted, (ServiceWords.Where(was.Units, hospitals), ServiceWords.Where(change.Wanted.Units, hospitals))))
            yield return new Row(change.Row, was.Name, new State(StateMark.Pagar, "Ändrad"), field, before, after, change.From);
    }
}
