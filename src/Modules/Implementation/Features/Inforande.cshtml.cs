using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Implementation.Features;

/// <summary>Vårdförlopp × four regions with step, day and hindrance; a region's coordinator reports in the own column.</summary>
[Authorize(Policy = Permissions.ReadImplementation)]
internal sealed class InforandeModel(StatusMap map, ICurrentUser user, IAuthorizationService authorization, TimeProvider clock) : PageModel, ITablePage
{
    /// <summary>The filter for what is older than six months, in the address.</summary>
    public const string Old = "gamla";

    /// <summary>The filter for what nobody has reported, in the address.</summary>
    public const string Unreported = "ej-rapporterat";

    [BindProperty(SupportsGet = true, Name = "datum")]
    public DateOnly? Datum { get; set; }

    [BindProperty(SupportsGet = true, Name = "visa")]
    public string? Visa { get; set; }

    /// <summary>The region that the filters ask about; all without one.</summary>
    [BindProperty(SupportsGet = true, Name = "region")]
    public string? RegionKey { get; set; }

    /// <summary>The slug of the vårdförlopp whose cell is open.</summary>
    [BindProperty(SupportsGet = true, Name = "redigera")]
    public string? Edit { get; set; }

    /// <summary>The region whose cell is open; the own without one.</summary>
    [BindProperty(SupportsGet = true, Name = "kolumn")]
    public string? ColumnKey { get; set; }

    [BindProperty]
    public ReportForm Form { get; set; } = new();

    public DateOnly Day { get; private set; }

    public StatusView View { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    /// <summary>What the open cell's region has reported, latest first; null when no cell is open.</summary>
    public Table? History { get; private set; }

    public IReadOnlyList<Table> MoreTables => History is null ? [] : [History];

    /// <summary>The region whose column this user may report in today, or null.</summary>
    public Region? Own { get; private set; }

    /// <summary>The region that the filters ask about, or null for all.</summary>
    public Region? Filter { get; private set; }

    public StatusRow? OpenRow { get; private set; }

    public Region? OpenRegion { get; private set; }

    public IReadOnlyList<Step> Steps { get; private set; } = [];

    public bool Saved { get; private set; }

    public async Task OnGet(bool sparat, CancellationToken ct)
    {
        Saved = sparat;
        await Load(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!(await authorization.AuthorizeAsync(User, Permissions.EditImplementation)).Succeeded) return Forbid();
        if (Region.Find(Form.Region ?? "") is not { } region || Edit is null) return BadRequest();
        if (!user.MayWrite(Owner.Of(region.Code))) return Forbid();
        if (Form.Read(ModelState, clock.Today()) is { } report)
        {
            try
            {
                await map.Report(Form.Key, region, Edit, report, ct);
                return RedirectToPage(null, null, new { Visa, region = RegionKey, sparat = true }, "rad-" + Edit);
            }
            catch (NotOwnerException no)
            {
                return this.Refuse(no.Message);
            }
            catch (DomainException no)
            {
                ModelState.AddModelError(no.Code == StatusMap.BackwardWithoutReason ? "Form.Comment" : "Form.Step", no.Message);
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
        Filter = Region.Find(RegionKey ?? "");
        Own = Day == today && user.Region is { } code && (await authorization.AuthorizeAsync(User, Permissions.EditImplementation)).Succeeded ? Region.Find(code.Code) : null;
        await Open(ct);
        Table = StatusPicture.TableOf(View, Chosen(), RowOf);
    }

    private async Task Open(CancellationToken ct)
    {
        OpenRegion = Region.Find(ColumnKey ?? "") ?? Own;
        OpenRow = OpenRegion is null ? null : View.Rows.FirstOrDefault(r => r.Vardforlopp.Slug == Edit);
        if (OpenRow is null || OpenRegion is null) return;

        var history = await map.History(OpenRegion, OpenRow.Vardforlopp.Id, ct);
        History = new Table
        {
            Title = $"Historik för {OpenRow.Vardforlopp.Name} i {OpenRegion.Name}",
            Columns = [new("from", "Från", ColumnKind.Date), new("to", "Till"), new("step", "Steg"), new("since", "Steget nåddes", ColumnKind.Date), new("hinder", "Hinder"), new("comment", "Kommentar"), new("source", "Källa")],
            Rows = [.. history.Select(h => new Row(
                h.State.Period.From, h.State.Period.To is { } to ? SwedishFormat.Date(to) : "tills vidare", h.Step.Name, h.State.Since,
                h.State.Hinder == Hinder.None ? Cell.NotApplicable : Words.Of(h.State.Hinder), h.State.Comment.Length > 0 ? h.State.Comment : Cell.NotApplicable, h.State.Source))],
            EmptyText = "Regionen har inte rapporterat än.",
        };
        if (OpenRegion != Own) return;
        Steps = await map.Steps(ct);
        if (Request.Method == "GET") Form = ReportForm.Of(OpenRow.Cells.Single(c => c.Region == Own), today: Day);
    }

    private IReadOnlyList<StatusRow> Chosen() => Visa switch
    {
        Old => View.Old(Filter),
        Unreported => View.Unreported(Filter),
        _ => View.Rows,
    };

    private Row RowOf(StatusRow row) => StatusPicture.RowOf(row, cell => CellOf(row, cell)) with { Id = "rad-" + row.Vardforlopp.Slug, Open = row == OpenRow };

    private Cell CellOf(StatusRow row, StatusCell cell)
    {
        var mayOpen = cell.Region == Own || cell.State is not null;
        return StatusPicture.CellOf(cell) with
        {
            Link = mayOpen ? Url.Page(null, null, new { Visa, region = RegionKey, datum = Datum?.ToString("yyyy-MM-dd", null), redigera = row.Vardforlopp.Slug, kolumn = cell.Region == Own ? null : cell.Region.Key }, null, null, "rad-" + row.Vardforlopp.Slug) : null,
            Current = row == OpenRow && cell.Region == OpenRegion,
        };
    }
}
