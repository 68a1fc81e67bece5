using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>What the page of a sharing and that of an after-settlement share: which edition is shown, the form, save and approve.</summary>
internal abstract class EditionPage(Sharings sharings, ICurrentUser user, SharingKind kind) : PageModel, ITablePage
{
    /// <summary>The sharing's id, or <see cref="SharingPicture.New"/>.</summary>
    [FromRoute(Name = "nyckel")]
    public string Which { get; set; } = "";

    /// <summary>Number of the edition to show; the latest without one.</summary>
    [BindProperty(SupportsGet = true, Name = "utgava")]
    public int? Number { get; set; }

    /// <summary>True when the form is open.</summary>
    [BindProperty(SupportsGet = true, Name = "redigera")]
    public bool Edit { get; set; }

    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    /// <summary>The edition that the form showed.</summary>
    [BindProperty]
    public int Seen { get; set; }

    /// <summary>Null for what is not made yet.</summary>
    public Sharing? Sharing { get; private set; }

    /// <summary>Latest first.</summary>
    public IReadOnlyList<SharingEdition> Editions { get; private set; } = [];

    /// <summary>The one that is shown.</summary>
    public SharingEdition Edition { get; private set; } = null!;

    public bool IsNew => Which == SharingPicture.New;

    public bool MayEdit => user.May(Permissions.EditSharings) && user.MayWrite(Owner.Nrf);

    public bool MayApprove => MayEdit && Sharing is not null && Edition == Editions[0] && !Edition.IsFrozen && Edition.SavedBy != user.Name;

    /// <summary>True when the draft waits for someone else.</summary>
    public bool IsOwnDraft => MayEdit && Sharing is not null && !Edition.IsFrozen && Edition.SavedBy == user.Name;

    public bool Saved { get; private set; }

    public Table Table { get; protected set; } = null!;

    public IReadOnlyList<Table> MoreTables { get; protected set; } = [];

    public async Task<IActionResult> OnGet(bool sparat, CancellationToken ct)
    {
        Saved = sparat;
        if (!await Load(ct)) return NotFound();
        if (IsNew && !MayEdit) return Forbid();
        if (IsNew || Edit) await Fill(ct);
        if (!IsNew) Seen = Editions[0].Number;
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!MayEdit) return Forbid();
        if (!await Load(ct)) return NotFound();
        if (Key == Guid.Empty) return BadRequest();
        Edit = true;
        return await Try(async () => await Save(ct) is { } id ? Redirect($"{PathOf(id)}?sparat=true") : Page(), ct);
    }

    public async Task<IActionResult> OnPostGodkann(CancellationToken ct)
    {
        if (!MayEdit) return Forbid();
        if (!await Load(ct) || Sharing is null) return NotFound();
        if (Key == Guid.Empty) return BadRequest();
        return await Try(async () =>
        {
            await sharings.Approve(Key, Sharing.Id, Seen, ct);
            return Redirect($"{PathOf(Sharing.Id)}?sparat=true");
        }, ct);
    }

    /// <summary>Makes the tables of <see cref="Edition"/>.</summary>
    protected abstract void Show(SharingEdition? before);

    /// <summary>What the page shows when nothing is made yet.</summary>
    protected abstract Task Fill(CancellationToken ct);

    /// <summary>Reads the form and saves it.</summary>
    /// <returns>The id; null after the faults have been told.</returns>
    protected abstract Task<Guid?> Save(CancellationToken ct);

    private string PathOf(Guid id) => $"{Request.PathBase}{(kind == SharingKind.Fordelning ? SharingPicture.ListPath : SharingPicture.SettlementPath)}/{id}";

    private async Task<IActionResult> Try(Func<Task<IActionResult>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (DomainException no)
        {
            return await this.Refuse(no, () => Load(ct));
        }
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        Table = SharingPicture.ListOf([]);
        if (IsNew) return true;
        if (!Guid.TryParse(Which, out var id) || await sharings.Find(kind, id, ct) is not var (sharing, editions)) return false;
        if (editions.FirstOrDefault(e => e.Number == (Number ?? editions[0].Number)) is not { } edition) return false;
        (Sharing, Editions, Edition) = (sharing, editions, edition);
        Show(editions.FirstOrDefault(e => e.Number < edition.Number && e.IsFrozen) ?? editions.FirstOrDefault(e => e.Number == edition.Number - 1));
        return true;
    }
}
