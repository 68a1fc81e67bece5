using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Volymer;

/// <summary>What each region's cost holds, side by side; an economist answers for the own region.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class InnehallModel(CostParts parts, ICurrentUser user) : PageModel, ITablePage
{
    public const string Path = "/kostnader/innehall";

    private const string Inside = "ja", Outside = "nej";

    [BindProperty]
    public Guid Key { get; set; }

    /// <summary>True just after a save.</summary>
    [BindProperty(SupportsGet = true, Name = "sparat")]
    public int? Saved { get; set; }

    public Table Table { get; private set; } = null!;

    /// <summary>The region that the user answers for, or null.</summary>
    public Region? Own { get; private set; }

    /// <summary>The form's lines: part, name, answer and note.</summary>
    public IReadOnlyList<(string Key, string Name, string Answer, string Note)> Lines { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        Key = Guid.CreateVersion7();
        await Load(null, ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (Key == Guid.Empty) return BadRequest();
        if (!user.May(Permissions.EditCostContent)) return Forbid();
        await Load(Request.Form, ct);
        if (Lines.Any(l => l.Note.Length > CostParts.LongestNote)) ModelState.AddModelError("", $"En kommentar kan ha högst {CostParts.LongestNote} tecken. Korta den.");
        if (Lines.Any(l => PersonNumber.IsIn(l.Note))) ModelState.AddModelError("", "En kommentar ser ut att innehålla ett personnummer. Ta bort det.");
        if (!ModelState.IsValid) return Page();
        try
        {
            var count = await parts.Save(Key, Lines.Where(l => l.Answer is Inside or Outside).ToDictionary(l => l.Key, l => (l.Answer == Inside, l.Note)), ct);
            return Redirect($"{Path}?sparat={count}");
        }
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
    }

    private async Task Load(Microsoft.AspNetCore.Http.IFormCollection? typed, CancellationToken ct)
    {
        var latest = await parts.Latest(ct);
        Own = user.May(Permissions.EditCostContent) && user.Region is { } code ? Region.FindAny(code.Code) : null;
        if (Own is { } own)
        {
            Lines = [.. CostParts.All.Select(p =>
            {
                var now = latest.GetValueOrDefault((Owner.Of(own.Code), p.Key));
                return (p.Key, p.Name, typed is null ? now is null ? "" : now.IsInside ? Inside : Outside : typed[p.Key].ToString(), typed is null ? now?.Note ?? "" : typed[p.Key + "-not"].ToString().Trim());
            })];
        }
        Table = new()
        {
            Title = "Vad ingår i kostnaden?",
            Columns = [new("part", "Del"), .. Region.Norra.Select(r => new Column(r.Key, r.Name, ColumnKind.State))],
            Rows = CostParts.All.Select(p => new Row([p.Name, .. Region.Norra.Select(r => CellOf(latest.GetValueOrDefault((Owner.Of(r.Code), p.Key))))])),
            Notes = ["Skiljer sig innehållet kan två regioners kostnad per kontakt eller DRG-poäng inte jämföras rakt av."],
        };
    }

    private static Cell CellOf(CostContent? content) => content is null
        ? new State(StateMark.Inte, "Ej angett")
        : ((Cell)(content.IsInside ? new State(StateMark.Klar, "Ingår") : new State(StateMark.Vilar, "Ingår inte"))) with { Note = content.Note.Length > 0 ? content.Note : null };
}
