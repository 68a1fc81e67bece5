using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>One kind of care: rules in words, where it may be given, what it has been, who lives where that gets it, and what it costs.</summary>
[Authorize(Policy = Permissions.ReadLevels)]
internal sealed class TjanstModel(LevelMaps maps, MapRounds rounds, DecisionPapers papers, ReferenceLibrary library, NivastruktureringDb db, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    [BindProperty(SupportsGet = true, Name = "kod")]
    public string? Kod { get; set; }

    private string Code => Kod ?? "";

    public CareService? Service { get; private set; }

    public IReadOnlyList<string> Rules { get; private set; } = [];

    public IReadOnlyList<(CareService Other, string Codes)> Sharing { get; private set; } = [];

    public bool IsExample { get; private set; }

    public bool MayPropose { get; private set; }

    public Table Table { get; private set; } = new() { Title = "Var den får utföras", Columns = [new("hospital", "Sjukhus")], Rows = [] };

    public Table Line { get; private set; } = null!;

    public Table History { get; private set; } = null!;

    public Table? Proposals { get; private set; }

    /// <summary>The proposal that the decision in force came of; null when it was not made here.</summary>
    public MapProposal? Decided { get; private set; }

    /// <summary>The decision as its body signed it, when it has been attached.</summary>
    public AttachedPaper? Paper { get; private set; }

    /// <summary>Null for who may not see volumes, and before there are deliveries.</summary>
    public Table? Volumes { get; private set; }

    /// <summary>Null for who may not see prices.</summary>
    public Table? Prices { get; private set; }

    public IReadOnlyList<Table> MoreTables => Service is null ? [] : [.. new[] { Volumes, Prices, Line, Proposals, History }.OfType<Table>()];

    /// <summary>Without a code the page says how to find one: a page must answer at its bare address.</summary>
    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Code.Length == 0) return Page();
        var editions = await maps.All(ct);
        Service = editions.Select(e => e.Catalogue.Services.FirstOrDefault(s => s.Code == Code)).FirstOrDefault(s => s is not null);
        if (Service is null) return NotFound();

        var reference = await library.InForce(ct);
        var hospitals = NivaModel.HospitalsOf(reference);
        var (today, line) = (clock.Today(), LevelMaps.LineOf(Code));
        IsExample = editions[0].Catalogue.IsExample;
        Rules = ServiceWords.Rules(Service.Rules, reference.Mvos.ToDictionary(m => m.Code, m => m.Name));
        Sharing = ServicePicture.Sharing(Service, editions[0].Catalogue.Services);
        Table = ServicePicture.HospitalsOf(Service, hospitals, today);
        Line = ServicePicture.LineOf(editions[0].Catalogue.Services.Where(s => LevelMaps.LineOf(s.Code) == line));
        History = ServicePicture.HistoryOf(Code, editions, hospitals);
        var about = await rounds.About(line, ct);
        if (about.Count > 0) Proposals = LevelPicture.ProposalsOf(about, "Förslag", editions);
        Decided = about.Where(p => p.State == ProposalState.Decided && p.CodeAfter == Code && p.Dnr == Service.Decision.Dnr).MaxBy(p => p.ClosedAt);
        if (Decided is not null) Paper = (await papers.Of(Decided.Id, ct)).FirstOrDefault();
        MayPropose = rounds.MayAnswer(Service.Rpo) && editions[0].Catalogue.Services.Any(s => s.Code == Code && (s.Validity.To is null || s.Validity.To >= today)) && await db.MapRounds.AnyAsync(ct);
        if (!user.May(Permissions.ReadCosts)) return Page();
        Prices = ServicePicture.PricesOf(reference.Prices, Code, today);
        Volumes = await VolumesOf(line, ct);
        return Page();
    }

    private async Task<Table?> VolumesOf(string line, CancellationToken ct)
    {
        var months = await db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce).Select(d => d.Period).Distinct().OrderBy(p => p).ToListAsync(ct);
        if (CostPicture.Years(months) is not [.., var year]) return null;
        var prefix = FormattableString.Invariant($"{year.Year:0000}-");
        var cells = await (
            from delivery in db.Deliveries.AsNoTracking()
            where delivery.Status == DeliveryStatus.InForce && delivery.Period.StartsWith(prefix)
            join cell in db.VolumeCells.AsNoTracking() on delivery.No equals cell.DeliveryNo
            where cell.Service.StartsWith(line)
            group cell by new { cell.Service, cell.HomeRegion } into home
            select new { home.Key.Service, home.Key.HomeRegion, Contacts = home.Sum(c => c.Contacts) }).ToListAsync(ct);
        var contacts = cells.Where(c => LevelMaps.LineOf(c.Service) == line).GroupBy(c => c.HomeRegion).ToDictionary(g => g.Key, g => g.Sum(c => c.Contacts));
        return ServicePicture.VolumesOf(contacts, year.Text, user.Roles.Contains(Roles.Economist) ? user.Region?.Code : null);
    }
}
