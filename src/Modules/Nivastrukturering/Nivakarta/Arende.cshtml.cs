using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>One proposal: what it changes, why, and the decision.</summary>
[Authorize(Policy = Permissions.ReadLevels)]
[RequestFormLimits(MemoryBufferThreshold = DecisionPaper.MostBytes)] // what is larger than the threshold is written to a file
internal sealed class ArendeModel(MapRounds rounds, DecisionPapers papers, LevelMaps maps, ReferenceLibrary library, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    private const int LongestText = 200;

    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    public MapProposal Proposal { get; private set; } = null!;

    public CareService Wanted { get; private set; } = null!;

    /// <summary>True when the decision makes a service of its own with a new code.</summary>
    public bool IsSplit { get; private set; }

    public bool MayDecide => Proposal.State == ProposalState.Open && MayClose;

    public bool MayAttach => Proposal.State == ProposalState.Decided && MayClose;

    /// <summary>The one that counts first.</summary>
    public IReadOnlyList<AttachedPaper> Papers { get; private set; } = [];

    public bool Attached { get; private set; }

    public bool MayWithdraw => rounds.MayWithdraw(Proposal);

    public string Body { get; private set; } = "";

    public string Day { get; private set; } = "";

    public string Dnr { get; private set; } = "";

    public string Why { get; private set; } = "";

    public string Back { get; private set; } = "";

    public bool Saved { get; private set; }

    public Table Table { get; private set; } = null!;

    public async Task<IActionResult> OnGet(Guid id, bool sparat, bool tillagd, CancellationToken ct)
    {
        (Saved, Attached, Day) = (sparat, tillagd, SwedishFormat.Date(clock.Today()));
        return await Load(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnGetHandling(Guid id, Guid fil, CancellationToken ct) =>
        await papers.Find(id, fil, ct) is { } paper ? File(paper.Content, "application/pdf", paper.Name) : NotFound();

    public async Task<IActionResult> OnPostHandling(Guid id, IFormFile? fil, CancellationToken ct)
    {
        var name = Path.GetFileName(fil?.FileName) ?? "";
        using MemoryStream content = new();
        if (fil is { Length: > 0 and <= DecisionPaper.MostBytes }) await fil.CopyToAsync(content, ct);
        if (fil is null || fil.Length == 0) ModelState.AddModelError("fil", "Välj filen först.");
        else if (fil.Length > DecisionPaper.MostBytes) ModelState.AddModelError("fil", "Filen är större än 10 MB. Spara handlingen som en mindre PDF.");
        else if (!DecisionPaper.IsPdf(content.GetBuffer())) ModelState.AddModelError("fil", $"{name} är ingen PDF. Spara handlingen som PDF och välj den.");
        if (name.Length > DecisionPaper.LongestName || PersonNumber.IsIn(name)) ModelState.AddModelError("fil", $"Byt namn på filen: högst {DecisionPaper.LongestName} tecken och inget som liknar ett personnummer.");
        return await Try(id, MayClose, () => papers.Attach(Key, id, name, content.ToArray(), ct), ct, "tillagd");
    }

    public async Task<IActionResult> OnPostBesluta(Guid id, string? organ, string? datum, string? dnr, CancellationToken ct)
    {
        (Body, Day, Dnr) = (organ?.Trim() ?? "", datum ?? "", dnr?.Trim() ?? "");
        if (Body.Length is 0 or > LongestText || PersonNumber.IsIn(Body)) ModelState.AddModelError("organ", "Skriv vilket organ som har beslutat, till exempel Förbundsdirektionen.");
        if (!ServiceForm.TryDay(datum, out var day)) ModelState.AddModelError("datum", "Skriv dagen för beslutet, till exempel 2026-12-09.");
        if (Dnr.Length is 0 or > LongestText || PersonNumber.IsIn(Dnr)) ModelState.AddModelError("dnr", "Skriv beslutets diarienummer.");
        return await Try(id, MayClose, () => rounds.Decide(Key, id, new(Body, SwedishFormat.Date(day), Dnr), ct), ct);
    }

    public async Task<IActionResult> OnPostAvsla(Guid id, string? skal, CancellationToken ct)
    {
        (Why, Day) = (skal?.Trim() ?? "", SwedishFormat.Date(clock.Today()));
        if (Why.Length is 0 or > MapProposal.LongestText || PersonNumber.IsIn(Why)) ModelState.AddModelError("skal", $"Skriv varför förslaget avslås, högst {MapProposal.LongestText} tecken.");
        return await Try(id, MayClose, () => rounds.Reject(Key, id, Why, ct), ct);
    }

    public async Task<IActionResult> OnPostTillbaka(Guid id, string? tillbaka, CancellationToken ct)
    {
        (Back, Day) = (tillbaka?.Trim() ?? "", SwedishFormat.Date(clock.Today()));
        if (Back.Length is 0 or > MapProposal.LongestText || PersonNumber.IsIn(Back)) ModelState.AddModelError("tillbaka", $"Skriv varför förslaget dras tillbaka, högst {MapProposal.LongestText} tecken.");
        return await Try(id, user.May(Permissions.ProposeLevels), () => rounds.Withdraw(Key, id, Back, ct), ct);
    }

    private bool MayClose => user.May(Permissions.DecideLevels) && user.MayWrite(Owner.Nrf);

    private async Task<IActionResult> Try<T>(Guid id, bool may, Func<Task<T>> act, CancellationToken ct, string done = "sparat")
    {
        if (!may) return Forbid();
        if (Key == Guid.Empty) return BadRequest();
        if (!await Load(id, ct)) return NotFound();
        if (!ModelState.IsValid) return Page();
        try
        {
            await act();
            return Redirect($"{Request.PathBase}{LevelPicture.PathOf(Proposal)}?{done}=true");
        }
        catch (DomainException no)
        {
            return this.Refuse(no);
        }
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await rounds.Find(id, ct) is not { } proposal) return false;
        (Proposal, Wanted) = (proposal, proposal.Service());
        var hospitals = NivaModel.HospitalsOf(await library.InForce(ct));
        var editions = await maps.All(ct);
        var before = proposal.CatalogueId is { } made ? editions.SkipWhile(e => e.Id != made).Skip(1).FirstOrDefault() : editions is [var inForce, ..] ? inForce : null;
        var was = before?.Catalogue.Services.FirstOrDefault(s => s.Code == proposal.Code);
        IsSplit = was is not null && CatalogueChange.IsSplit(was, Wanted);
        Table = TableOf(was, hospitals);
        Papers = await papers.Of(id, ct);
        return true;
    }

    private Table TableOf(CareService? was, IReadOnlyDictionary<string, string> hospitals)
    {
        var from = Proposal.FromDay;
        var fields = was is null
            ? [("Nivå", "", ServiceWords.LevelOf(Wanted.Level)), ("RPO", "", Wanted.Rpo), ("Utförs vid", "", ServiceWords.Where(Wanted.Units, hospitals, from)), ("Koder", "", ServiceWords.RulesInBrief(Wanted.Rules))]
            : MapDifference.Fields(was, Wanted with { Decision = was.Decision }, (ServiceWords.Where(was.Units, hospitals, from.AddDays(-1)), ServiceWords.Where(Wanted.Units, hospitals, from)));
        return new()
        {
            Title = was is null ? "Den nya vården" : "Vad som ändras",
            Columns = [new("field", "Uppgift"), new("before", "Nu"), new("after", $"Från {SwedishFormat.Date(from)}")],
            Rows = [.. fields.Select(f => new Row(f.Item1, f.Item2.Length > 0 ? f.Item2 : Cell.NotApplicable, f.Item3))],
            EmptyText = "Inget: kartan har redan ändrats så.",
        };
    }
}
