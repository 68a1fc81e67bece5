using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>What has changed in the LPO map between two days, when and by whom.</summary>
[Authorize(Policy = Permissions.ReadStructure)]
internal sealed class LpoHistorikModel(LpoMapHistory map, TimeProvider clock) : PageModel, ITablePage
{
    [BindProperty(SupportsGet = true, Name = "fran")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "till")]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public MapHistory History { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    /// <summary>How many changes, in words.</summary>
    public string Changes => History.Events.Count switch { 0 => "Inga ändringar", 1 => "En ändring", var many => $"{many} ändringar" };

    public async Task OnGet(CancellationToken ct)
    {
        var to = To ?? clock.Today();
        if (From > to) ModelState.AddModelError("fran", "Den första dagen ligger efter den andra. Byt plats på dem.");
        History = await map.Between(From > to ? to : From, to, ct);
        Table = new Table
        {
            Title = $"Ändringar i LPO-kartan från {SwedishFormat.Date(History.Span.From)} till {SwedishFormat.Date(to)}",
            Columns =
            [
                new("rpo", "RPO"), new("region", "Region", ColumnKind.Region), new("before", "Före"), new("after", "Efter"),
                new("from", "Gäller från", ColumnKind.Date), new("by", "Av"), new("how", "Hur"),
            ],
            Rows = [.. History.Events.Select(e => new Row(e.Rpo, e.Region, Said(e.Before), Said(e.After), e.From, Logged(e.By == "kst" ? "kommandoraden" : e.By), Logged(e.How)))],
            Source = "kartans perioder och loggen",
            Notes = [".. betyder att loggen inte säger vem. Ändras en ruta två gånger samma dag visas det som gäller vid dagens slut."],
            EmptyText = "Inga ändringar mellan dagarna. Välj ett längre spann.",
        }.SortedBy(Sort);
    }

    private static Cell Logged(string? text) => text;

    private static Cell Said(string? text) => text is null ? Cell.NotApplicable : text;
}
