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
        Crosscutting = CrosscuttingOf(inForce, Upper);
        Changes = await ChangesOf(groups, ct);

        string? Upper(Guid lower)
        {
            var names = mirrors.Where(m => m.LowerId == lower && byId.ContainsKey(m.UpperId)).Select(m => byId[m.UpperId].Name).ToList();
            return names.Count == 0 ? null : string.Join(", ", names);
        }
    }

    private static Table CrosscuttingOf(List<Group> inForce, Func<Guid, string?> upper)
    {
        var rsgs = inForce.Where(g => g.Kind == GroupKind.Rsg).OrderBy(g => g.Name, SwedishComparer.Instance).ToList();
        var answered = rsgs.Select(r => upper(r.Id)).OfType<string>().ToHashSet();
        var alone = inForce.Where(g => g.Kind == GroupKind.Nsg && !answered.Contains(g.Name)).OrderBy(g => g.Name, SwedishComparer.Instance);
        return new Table
        {
            Title = "Samverkansgrupper",
            Columns = [new("rsg", "RSG") { Meaning = "regional samverkansgrupp" }, new("nsg", "NSG") { Meaning = "nationell samverkansgrupp" }],
            Rows =
            [
                .. rsgs.Select(r => new Row(r.Name, upper(r.Id) is { } name ? name : Cell.NotApplicable)),
                .. alone.Select(n => new Row(Cell.NotApplicable, n.Name)),
            ],
        };
    }

    private async Task<IReadOnlyList<string>> ChangesOf(List<Group> groups, CancellationToken ct)
    {
        var names = groups.ToDictionary(g => g.Id, g => g.FullName);
        var lineages = await db.Lineages.AsNoTracking().OrderBy(l => l.Date).ToListAsync(ct);
        return
        [
            .. lineages.GroupBy(l => (l.Date, l.Kind, l.Precision)).OrderByDescending(g => g.Key.Date).Select(change =>
            {
                var from = string.Join(" och ", change.Select(l => names[l.FromId]).Distinct());
                var to = string.Join(" och ", change.Select(l => names[l.ToId]).Distinct());
                var verb = change.Key.Kind switch { "merge" => "slogs ihop till", "split" => "delades i", _ => "bytte namn till" };
                var day = change.Key.Precision == DatePrecision.Day ? SwedishFormat.ProseDate(change.Key.Date) : $"{change.Key.Date.Year}, dag okänd";
                return $"{from} {verb} {to} ({day}).";
            }),
        ];
    }

    private static Cell LpoText(LpoCell cell) => cell.State switch
    {
        CellState.HasLpo => string.Join(", ", cell.Lpos.Select(l => l.Name)),
        CellState.Missing => "saknas",
        _ => Cell.Missing,
    };
}
