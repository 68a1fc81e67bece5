using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>The yearly round: who has answered, what is proposed, and an RPO's own services to confirm.</summary>
[Authorize(Policy = Permissions.ReadLevels)]
internal sealed class ForslagModel(MapRounds rounds, LevelMaps maps, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    /// <summary>The RPO whose services are shown; NRF chooses, a chair has the own.</summary>
    [BindProperty(SupportsGet = true, Name = "rpo")]
    public string? Rpo { get; set; }

    public WholeRound? Round { get; private set; }

    public IReadOnlyList<string> Rpos { get; private set; } = [];

    /// <summary>The services that the user may answer for; empty for who only reads.</summary>
    public IReadOnlyList<MapItem> Own { get; private set; } = [];

    public bool MayOpen => user.May(Permissions.DecideLevels) && user.MayWrite(Owner.Nrf);

    public bool MayPropose => user.May(Permissions.ProposeLevels);

    public int SuggestedYear { get; private set; }

    public string SuggestedDay { get; private set; } = "";

    public string Lead { get; private set; } = "";

    public string? Done { get; private set; }

    public Table Table { get; private set; } = new() { Title = "Svar per RPO", Columns = [new("rpo", "RPO")], Rows = [] };

    public Table Proposals { get; private set; } = null!;

    public Table? Items { get; private set; }

    public IReadOnlyList<Table> MoreTables => Round is null ? [] : [.. new[] { Proposals, Items }.OfType<Table>()];

    public async Task OnGet(string? klart, CancellationToken ct)
    {
        Done = klart switch { "bekraftat" => "Tjänsterna är bekräftade.", "oppnad" => "Omgången är öppnad och kartan kopierad. Varje RPO kan svara.", "foreslaget" => "Förslaget är lämnat. Det avgörs av förbundet.", _ => null };
        await Load(ct);
    }

    public async Task<IActionResult> OnPostOppna(int ar, string? sistaDag, CancellationToken ct)
    {
        if (!MayOpen) return Forbid();
        if (Key == Guid.Empty) return BadRequest();
        if (ar is < 2000 or > 2100) ModelState.AddModelError("ar", "Skriv året med fyra siffror, till exempel 2027.");
        if (!ServiceForm.TryDay(sistaDag, out var lastDay)) ModelState.AddModelError("sistaDag", "Skriv sista dag att svara, till exempel 2027-03-31.");
        return await Try(() => rounds.Open(Key, ar, lastDay, ct), "oppnad", ct);
    }

    public async Task<IActionResult> OnPostBekrafta([FromForm] Guid[] tjanst, CancellationToken ct)
    {
        if (!MayPropose) return Forbid();
        if (Key == Guid.Empty) return BadRequest();
        if (tjanst.Length == 0) ModelState.AddModelError("", "Välj minst en tjänst att bekräfta.");
        return await Try(() => rounds.Confirm(Key, tjanst, ct), "bekraftat", ct);
    }

    private async Task<IActionResult> Try<T>(Func<Task<T>> act, string done, CancellationToken ct)
    {
        try
        {
            if (ModelState.IsValid)
            {
                await act();
                return Redirect($"{Request.PathBase}{LevelPicture.RoundPath}?klart={done}{(Rpo is null ? "" : $"&rpo={Uri.EscapeDataString(Rpo)}")}");
            }
        }
        catch (DomainException no)
        {
            return await this.Refuse(no, () => Load(ct));
        }
        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        var today = clock.Today();
        Round = await rounds.Latest(ct);
        SuggestedYear = Round is { } latest ? latest.Round.Year + 1 : today.Month > 6 ? today.Year + 1 : today.Year;
        SuggestedDay = SwedishFormat.Date(new DateOnly(SuggestedYear, 3, 31));
        if (Round is not { } round) return;
        Rpos = [.. round.Items.Select(i => i.Rpo).Distinct()];
        Table = LevelPicture.AnswersOf(round, today);
        Proposals = LevelPicture.ProposalsOf(round.Proposals, $"Förslag {round.Round.Year}", await maps.All(ct));
        var waiting = Rpos.Count(r => round.Items.Any(i => i.Rpo == r && i.Answer == MapAnswer.Waiting));
        var open = round.Proposals.Count(p => p.State == ProposalState.Open);
        Lead = $"{SwedishText.Capital(SwedishFormat.InWords(Rpos.Count - waiting))} av {Rpos.Count} RPO har svarat för all sin vård. {(open == 0 ? "Inga öppna förslag." : open == 1 ? "Ett förslag väntar på beslut." : $"{SwedishText.Capital(SwedishFormat.InWords(open))} förslag väntar på beslut.")}";

        var chosen = rounds.OwnRpo(Rpos) ?? (Rpos.Contains(Rpo ?? "") ? Rpo : null);
        if (chosen is null) return;
        Rpo = chosen;
        var may = rounds.MayAnswer(chosen);
        Own = may ? [.. round.Items.Where(i => i.Rpo == chosen)] : [];
        Items = new()
        {
            Title = $"Vård som {chosen} svarar för",
            Columns = [new("service", "Vård"), new("code", "Kod"), new("state", "Läge", ColumnKind.State), new("at", "Svarat", ColumnKind.Date), new("by", "Av"), .. may ? new[] { new Column("propose", "Ändra") { Sortable = false } } : []],
            Rows = [.. round.Items.Where(i => i.Rpo == chosen).Select(i => new Row(
            [
                (Cell)i.Name with { Link = LevelPicture.PathOf(i.Code) }, i.Code, LevelPicture.StateOf(i.Answer), i.AnsweredAt is { } at ? SwedishFormat.Day(new DateTimeOffset(at)) : Cell.NotApplicable, i.AnsweredBy ?? Cell.NotApplicable,
                .. may ? new[] { round.Proposals.Any(p => p.Code == i.Code && p.State == ProposalState.Open) ? Cell.NotApplicable : (Cell)"Föreslå ändring" with { Link = $"{LevelPicture.NewPath}?kod={Uri.EscapeDataString(i.Code)}" } } : [],
            ]) { Pick = may && i.Answer == MapAnswer.Waiting ? new RowPick("tjanst", i.Id.ToString(), $"Bekräfta {i.Name}", Checked: true) : null })],
        };
    }
}
