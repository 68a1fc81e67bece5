using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Structure.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>The three levels side by side on a day, and what has been split, merged or renamed.</summary>
[Authorize(Policy = Permissions.ReadStructure)]
internal sealed class OverviewModel(StructureDb db, LpoMap map, TimeProvider clock) : PageModel, ITablePage
{
    /// <summary>The day that is asked for; today without one.</summary>
    [BindProperty(SupportsGet = true, Name = "datum")]
    public DateOnly? Datum { get; set; }

    /// <summary>The table's order, from the address.</summary>
    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public DateOnly Day { get; private set; }

    public Table Table { get; private set; } = null!;

    public Table Crosscutting { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Crosscutting];

    public IReadOnlyList<string> Changes { get; private set; } = [];

    public int Rpos { get; private set; }

    public int Rsgs { get; private set; }

    public int Npos { get; private set; }

    public int Lpos { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        Day = Datum ?? clock.Today();
        var groups = await db.Groups.AsNoTracking().ToListAsync(ct);
        var inForce = groups.Where(g => g.Period.Contains(Day)).ToList();
        var mirrors = (await db.Mirrors.AsNoTracking().ToListAsync(ct)).Where(m => m.Period.Contains(Day)).ToList();
        var byId = inForce.ToDictionary(g => g.Id);
        Rpos = inForce.Count(g => g.Kind == GroupKind.Rpo);
        Rsgs = inForce.Count(g => g.Kind == GroupKind.Rsg);
        Npos = inForce.Count(g => g.Kind == GroupKind.Npo);
        Lpos = inForce.Count(g => g.Kind == GroupKind.Lpo);
        var view = await map.View(Day, ct);

        Table = new Table
        {
            Title = $"Programområden på tre nivåer, {SwedishFormat.ProseDate(Day)}",
            Columns = [new("rpo", "RPO") { Meaning = "regionalt programområde" }, new("npo", "NPO") { Meaning = "nationellt programområde" }, .. Region.Norra.Select(r => new Column(r.Key, $"LPO {r.Name}"))],
            Rows = view.Rows.Select(row => new Row([row.Rpo, Upper(row.RpoId) is { } upper ? upper : Cell.NotApplicable, .. row.Cells.Select(LpoText)])),
            Source = "NRF 010/25, nationella listor och regionernas egna listor",
            EmptyText = "Ingen struktur det datumet. Välj en senare dag.",
        }.SortedBy(Sort);
        Crosscutting = LevelsPicture.Crosscutting(inForce, Upper);
        Changes = [.. LevelsPicture.Changes(groups, await db.Lineages.AsNoTracking().ToListAsync(ct)).Select(c => c.Text)];

        string? Upper(Guid lower)
        {
            var names = mirrors.Where(m => m.LowerId == lower && byId.ContainsKey(m.UpperId)).Select(m => byId[m.UpperId].Name).ToList();
            return names.Count == 0 ? null : string.Join(", ", names);
        }
    }

    private static Cell LpoText(LpoCell cell) => cell.State switch
    {
        CellState.HasLpo => string.Join(", ", cell.Lpos.Select(l => l.Name)),
        CellState.Missing => "saknas",
        _ => Cell.Missing,
    };
}
