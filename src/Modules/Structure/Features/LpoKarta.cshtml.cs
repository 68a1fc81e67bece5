using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>27 RPO × four regions with the mirroring LPO; a region's coordinator changes the own column.</summary>
[Authorize(Policy = Permissions.ReadStructure)]
internal sealed class LpoKartaModel(LpoMap map, ICurrentUser user, IAuthorizationService authorization, TimeProvider clock) : PageModel, ITablePage
{
    [BindProperty(SupportsGet = true, Name = "datum")]
    public DateOnly? Datum { get; set; }

    [BindProperty(SupportsGet = true, Name = "visa")]
    public string? Visa { get; set; }

    [BindProperty(SupportsGet = true, Name = "region")]
    public string? RegionKey { get; set; }

    /// <summary>The slug of the RPO whose cell in the own column is open.</summary>
    [BindProperty(SupportsGet = true, Name = "redigera")]
    public string? Edit { get; set; }

    [BindProperty]
    public CellForm Form { get; set; } = new();

    public DateOnly Day { get; private set; }

    public LpoMapView View { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    /// <summary>The region whose column this user may change today, or null.</summary>
    public Region? Own { get; private set; }

    public LpoRow? OpenRow { get; private set; }

    public IReadOnlyList<(Guid Id, string Name)> Choices { get; private set; } = [];

    public bool Saved { get; private set; }

    public async Task OnGet(bool sparat, CancellationToken ct)
    {
        Saved = sparat;
        await Load(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!(await authorization.AuthorizeAsync(User, Permissions.EditLpoMap)).Succeeded) return Forbid();
        if (Region.Find(Form.Region ?? "") is not { } region || Edit is null) return BadRequest();
        var state = Form.State switch { "har" => CellState.HasLpo, "saknas" => CellState.Missing, _ => CellState.Unmapped };
        if (state == CellState.HasLpo && Form.Lpo is null) ModelState.AddModelError("Form.Lpo", "Välj ett LPO i listan.");
        if (ModelState.IsValid)
        {
            try
            {
                await map.Change(Form.Key, region, Edit, state, Form.Lpo, Form.Comment ?? "", ct);
                return RedirectToPage(null, null, new { Visa, RegionKey, sparat = true }, "rad-" + Edit);
            }
            catch (NotOwnerException)
            {
                return Forbid();
            }
            catch (DomainException no)
            {
                ModelState.AddModelError("Form.Lpo", no.Message);
            }
        }
        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        var today = clock.Today();
        Day = Datum ?? today;
        View = await map.View(Day, ct);
        Own = Day == today && user.Region is { } code && (await authorization.AuthorizeAsync(User, Permissions.EditLpoMap)).Succeeded ? Region.Find(code.Code) : null;
        OpenRow = Own is null ? null : View.Rows.FirstOrDefault(r => r.Slug == Edit);
        if (OpenRow is not null && Own is not null)
        {
            Choices = await map.LposOf(Own, Day, ct);
            if (Request.Method == "GET") Form = CellForm.Of(OpenRow.Cells.Single(c => c.Region == Own));
        }
        Table = LpoPicture.TableOf(View, Chosen(), RowOf);
    }

    private IEnumerable<LpoRow> Chosen() => Visa switch
    {
        "luckor" => View.Rows.Where(r => r.Cells.Any(c => c.State == CellState.Missing)),
        "ej-kartlagt" => View.Rows.Where(r => r.Cells.Any(c => c.State == CellState.Unmapped)),
        _ => View.Rows,
    };

    private Row RowOf(LpoRow row) => new([row.Rpo, .. row.Cells.Select(cell => CellOf(row, cell))]) { Id = "rad-" + row.Slug, Open = row == OpenRow };

    private Cell CellOf(LpoRow row, LpoCell cell) => LpoPicture.CellOf(cell) with
    {
        Link = cell.Region == Own ? Url.Page(null, null, new { Visa, redigera = row.Slug }, null, null, "rad-" + row.Slug) : null,
        Current = row == OpenRow && cell.Region == Own,
    };
}

/// <summary>What the open cell's form sends.</summary>
internal sealed class CellForm
{
    public Guid Key { get; set; } = Guid.CreateVersion7();

    public string? Region { get; set; }

    public string State { get; set; } = "ej";

    public Guid? Lpo { get; set; }

    public string? Comment { get; set; }

    public static CellForm Of(LpoCell cell) => new()
    {
        Region = cell.Region.Key,
        State = cell.State switch { CellState.HasLpo => "har", CellState.Missing => "saknas", _ => "ej" },
        Lpo = cell.Lpos.Count > 0 ? cell.Lpos[0].Id : null,
        Comment = cell.Comment,
    };
}
