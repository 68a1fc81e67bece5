using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
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

    /// <summary>The change that was saved just now and can be taken back, with how many cells; null for none.</summary>
    public (Guid Key, int Cells)? Saved { get; private set; }

    /// <summary>How many cells were given back just now.</summary>
    public int Restored { get; private set; }

    public async Task OnGet(Guid? sparat, int angrat, CancellationToken ct)
    {
        await Load(ct);
        Restored = angrat;
        if (sparat is { } key && Own is not null && await map.Undoable(key, Own, ct) is { } cells) Saved = (key, cells);
    }

    public async Task<IActionResult> OnPostAngra(Guid key, Guid sparat, string region, CancellationToken ct)
    {
        if (Region.Find(region) is not { } whose) return BadRequest();
        if (!await MayChange(whose)) return this.Refuse(WhoMay(whose));
        try
        {
            return RedirectToPage(null, null, new { Visa, angrat = await map.Undo(key, whose, sparat, ct) });
        }
        catch (DomainException no)
        {
            ModelState.AddModelError("", no.Message);
        }
        await Load(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (Region.Find(Form.Region ?? "") is not { } region || Edit is null) return BadRequest();
        if (!await MayChange(region)) return this.Refuse(WhoMay(region));
        var state = Form.State switch { "har" => CellState.HasLpo, "saknas" => CellState.Missing, _ => CellState.Unmapped };
        if (state == CellState.HasLpo && Form.Lpo is null) ModelState.AddModelError("Form.Lpo", "Välj ett LPO i listan.");
        if (ModelState.IsValid)
        {
            try
            {
                var view = await map.View(clock.Today(), ct);
                var row = view.Rows.FirstOrDefault(r => r.Slug == Edit) ?? throw new DomainException("lpo-map.unknown-rpo", "RPO:t finns inte längre. Ladda om sidan.");
                await map.Change(Form.Key, region, [new(row.RpoId, state, Form.Lpo is { } lpo ? [new(lpo, "")] : [], Form.Comment ?? "")], ct);
                return RedirectToPage(null, null, new { Visa, region = RegionKey, sparat = Form.Key });
            }
            catch (DomainException no)
            {
                ModelState.AddModelError("Form.Lpo", no.Message);
            }
        }
        await Load(ct);
        return Page();
    }

    internal static string WhoMay(Region region) => $"Du kan läsa men inte ändra. Samordnaren i Region {region.Name} kan ändra i regionens kolumn.";

    private async Task<bool> MayChange(Region region) =>
        (await authorization.AuthorizeAsync(User, Permissions.EditLpoMap)).Succeeded && user.MayWrite(Owner.Of(region.Code));

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
            if (Request.Method == "GET") Form = CellForm.Of(OpenRow[Own]);
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
