using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Fordelning;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Scenarier;

/// <summary>One scenario: what the address assumes is calculated at once and nothing is written; a saved one is shown as it was saved.</summary>
[Authorize(Policy = Permissions.ReadCosts)]
internal sealed class RaknaModel(ScenarioBases bases, Scenarios scenarios, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage, IChartPage
{
    /// <summary>The saved scenario that is shown.</summary>
    [BindProperty(SupportsGet = true, Name = "id")]
    public Guid? Id { get; set; }

    /// <summary>The saved scenario that the assumptions come from.</summary>
    [BindProperty(SupportsGet = true, Name = "av")]
    public Guid? Of { get; set; }

    /// <summary>Number of the edition to show; the latest without one.</summary>
    [BindProperty(SupportsGet = true, Name = "utgava")]
    public int? Number { get; set; }

    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public int Seen { get; set; }

    [BindProperty]
    public string? Namn { get; set; }

    [BindProperty]
    public int? Year { get; set; }

    public ScenarioForm Form { get; private set; } = null!;

    /// <summary>Null when there are no deliveries.</summary>
    public ScenarioBasis? Basis { get; private set; }

    /// <summary>Null before anything is calculated.</summary>
    public ScenarioAnswer? Answer { get; private set; }

    public Assumptions Assumptions { get; private set; } = null!;

    /// <summary>The saved one that is shown or that the assumptions come from.</summary>
    public SavedScenario? Scenario { get; private set; }

    /// <summary>Latest first.</summary>
    public IReadOnlyList<ScenarioEdition> Editions { get; private set; } = [];

    /// <summary>The one that is shown; null for what is not saved.</summary>
    public ScenarioEdition? Edition { get; private set; }

    public bool IsSavedNow { get; private set; }

    /// <summary>True when later deliveries have come than the saved answer knew.</summary>
    public bool IsOld => Edition is not null && Basis is not null && Answer is not null && (Basis.Received > Answer.Received || Basis.Span != Answer.Span);

    /// <summary>The address without a host: what a link shares.</summary>
    public string Address => Edition is not null ? ScenarioPicture.PathOf(Scenario!) : Again;

    /// <summary>The address that calculates the assumptions anew and belongs to no saved scenario.</summary>
    public string Again => ScenarioPicture.Path + ScenarioForm.Query(Assumptions);

    public string Link => $"{Request.Scheme}://{Request.Host}{Request.PathBase}{Address}";

    /// <summary>The year whose report a scenario is put into.</summary>
    public int ReportYear => clock.Today().Year;

    public bool MayEdit => user.May(Permissions.EditSharings) && user.MayWrite(Owner.Nrf);

    public Table Table { get; private set; } = new() { Title = "Scenario", Columns = [], Rows = [] };

    public IReadOnlyList<Table> MoreTables { get; private set; } = [];

    /// <summary>One of <see cref="MoreTables"/>: what each calendar year becomes; null when all moves begin in the same month.</summary>
    public Table? Years { get; private set; }

    public Chart Chart { get; private set; } = null!;

    public async Task<IActionResult> OnGet(bool sparat, CancellationToken ct)
    {
        IsSavedNow = sparat;
        return await Load(ct) ? Page() : NotFound();
    }

    /// <summary>Saves what the address assumes: a new scenario with a name, or a new edition of the one it comes from.</summary>
    public Task<IActionResult> OnPostSpara(CancellationToken ct) => Write(async () =>
    {
        if (Answer is null || Id is not null) return null;
        var name = Namn?.Trim() ?? "";
        if (name.Length is 0 or > SavedScenario.LongestName) ModelState.AddModelError("Namn", $"Skriv ett namn, högst {SavedScenario.LongestName} tecken.");
        else if (PersonNumber.IsIn(name)) ModelState.AddModelError("Namn", "Namnet ser ut att innehålla ett personnummer. Ta bort det.");
        return ModelState.IsValid ? await scenarios.Make(Key, name, Assumptions, Answer, ct) : null;
    }, ct);

    public Task<IActionResult> OnPostUtgava(CancellationToken ct) => Write(async () => Answer is null || Scenario is null || Id is not null ? null : await scenarios.Save(Key, Scenario.Id, Assumptions, Answer, Seen, ct), ct);

    public Task<IActionResult> OnPostRapport(CancellationToken ct) => Write(async () =>
    {
        if (Edition is null || Year is < 2000 or > 2100) return null;
        await scenarios.Report(Key, Scenario!.Id, Year, ct);
        return Scenario.Id;
    }, ct);

    private async Task<IActionResult> Write(Func<Task<Guid?>> act, CancellationToken ct)
    {
        if (!MayEdit) return Forbid();
        if (!await Load(ct)) return NotFound();
        if (Key == Guid.Empty) return BadRequest();
        try
        {
            return await act() is { } id ? Redirect($"{Request.PathBase}{ScenarioPicture.Path}?id={id}&sparat=true") : Page();
        }
        catch (DomainException no)
        {
            return await this.Refuse(no, () => Load(ct));
        }
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        Basis = await bases.Latest(ct);
        Form = ScenarioForm.Of(Request.Query, clock.Today());
        if ((Id ?? Of) is { } id)
        {
            if (await scenarios.Find(id, ct) is not var (scenario, editions)) return false;
            (Scenario, Editions) = (scenario, editions);
            if (Id is not null)
            {
                if (editions.FirstOrDefault(e => e.Number == (Number ?? editions[0].Number)) is not { } edition) return false;
                Edition = edition;
                (Assumptions, Answer) = (EditionJson.Read<Assumptions>(edition.Input), EditionJson.Read<ScenarioAnswer>(edition.Result));
                Form = ScenarioForm.Of(Assumptions, clock.Today());
            }
        }
        if (Answer is null && Basis is not null && Form.IsAsked && Form.Read(Basis, ModelState) is { } assumptions)
        {
            (Assumptions, Answer) = (assumptions, ScenarioAnswer.Of(Basis, assumptions));
            Form = ScenarioForm.Of(assumptions, clock.Today()); // in the order of the days
        }
        if (Answer is not null) Show(Answer);
        return true;
    }

    private void Show(ScenarioAnswer answer)
    {
        Chart = ScenarioPicture.ChartOf(answer);
        Table = ScenarioPicture.Effects(Assumptions, answer);
        Years = answer.Stages is null ? null : ScenarioPicture.Years(Assumptions, answer);
        MoreTables = [ScenarioPicture.Spread(Assumptions, answer), ScenarioPicture.Named(answer), .. Years is null ? (Table[])[] : [Years], ScenarioPicture.BeforeAndAfter(answer), ScenarioPicture.Contacts(answer), ScenarioPicture.Assumed(Assumptions, answer), Chart.Table];
    }
}
