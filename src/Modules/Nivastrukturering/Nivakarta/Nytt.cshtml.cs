using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Structure.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>A proposal: a change of one service, or a new one.</summary>
[Authorize(Policy = Permissions.ProposeLevels)]
internal sealed class NyttModel(MapRounds rounds, LevelMaps maps, ReferenceLibrary library, IStructureDirectory structure, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "kod")]
    public string? Kod { get; set; }

    private string Code => Kod ?? "";

    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    /// <summary>The service that is changed; null for a new one.</summary>
    public CareService? Service { get; private set; }

    public ServiceForm Form { get; private set; } = new(new Dictionary<string, string>());

    public IReadOnlyList<string> Rpos { get; private set; } = [];

    /// <summary>Code and name, those of the register and those that the service has.</summary>
    public IReadOnlyList<(string Code, string Name)> Hospitals { get; private set; } = [];

    /// <summary>True when a round is open.</summary>
    public bool IsOpen { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Load(ct) is { } no) return no;
        var from = new DateOnly(clock.Today().Year + 1, 1, 1);
        Form = Service is null ? ServiceForm.Empty(rounds.OwnRpo(Rpos) ?? "", from) : ServiceForm.Of(Service, from);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await Load(ct) is { } no) return no;
        if (Key == Guid.Empty) return BadRequest();
        Form = ServiceForm.Of(Request.Form);
        if (Form.Read(Service, ModelState) is not var (wanted, from)) return Page();
        try
        {
            await rounds.Propose(Key, Code, wanted, from, Form["Skal"], ct);
            return Redirect($"{Request.PathBase}{LevelPicture.RoundPath}?klart=foreslaget");
        }
        catch (DomainException refused)
        {
            return this.Refuse(refused);
        }
    }

    private async Task<IActionResult?> Load(CancellationToken ct)
    {
        IsOpen = await rounds.Latest(ct) is not null;
        Service = Code.Length == 0 ? null : (await maps.InForce(ct))?.Catalogue.Services.FirstOrDefault(s => s.Code == Code);
        if (Code.Length > 0 && Service is null) return NotFound();
        Rpos = [.. (await structure.MappedRpoNames(ct)).Append(Service?.Rpo ?? "").Where(r => r.Length > 0).Distinct().Order(SwedishComparer.Instance)];
        if (Service is not null && !rounds.MayAnswer(Service.Rpo)) return this.Refuse($"RPO {Service.Rpo} svarar för den vården. Dess ordförande och förbundets administratör kan föreslå ändringar.");
        var names = NivaModel.HospitalsOf(await library.InForce(ct));
        Hospitals = [.. names.Keys.Union(Service?.Units.Select(u => u.Hospital) ?? []).Select(code => (code, ServiceWords.Hospital(code, names))).OrderBy(h => h.Item2, SwedishComparer.Instance)];
        return null;
    }
}
