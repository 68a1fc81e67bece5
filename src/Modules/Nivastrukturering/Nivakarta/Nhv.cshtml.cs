using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>National högspecialiserad vård: permits per unit, applications, and remisses with who has answered.</summary>
[Authorize(Policy = Permissions.ReadLevels)]
internal sealed class NhvModel(NhvDesk desk, ICurrentUser user, TimeProvider clock) : PageModel, ITablePage
{
    [BindProperty(SupportsGet = true, Name = "datum")]
    public string? Datum { get; set; }

    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    public DateOnly Day { get; private set; }

    public string Today => SwedishFormat.Date(clock.Today());

    public NhvRegister Register { get; private set; } = null!;

    public bool MayEdit => user.May(Permissions.DecideLevels) && user.MayWrite(Owner.Nrf);

    /// <summary>Remisses that the user may answer, with whom for.</summary>
    public IReadOnlyList<(NhvRemiss Remiss, Owner For)> ToAnswer { get; private set; } = [];

    public string Lead { get; private set; } = "";

    public bool Saved { get; private set; }

    public Table Table { get; private set; } = null!;

    public Table Applications { get; private set; } = null!;

    public Table Remisses { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables => [Remisses, Applications];

    public async Task OnGet(bool sparat, CancellationToken ct)
    {
        Saved = sparat;
        await Load(ct);
    }

    public Task<IActionResult> OnPostTillstand(string? omrade, string? enhet, string? start, string? beslut, CancellationToken ct)
    {
        Need("omrade", omrade, "Skriv vilket område tillståndet gäller.");
        Need("enhet", enhet, "Skriv vilken enhet som har tillståndet.");
        Need("beslut", beslut, "Skriv vem som har beslutat, dag och nummer.");
        var day = ReadDay("start", start);
        return Try(() => desk.AddPermit(Key, omrade!.Trim(), enhet!.Trim(), new(day), beslut!.Trim(), isExample: false, ct), ct);
    }

    public Task<IActionResult> OnPostAvsluta(Guid tillstand, string? sista, CancellationToken ct)
    {
        var day = ReadDay("sista", sista);
        return Try(() => desk.EndPermit(Key, tillstand, day, ct), ct);
    }

    public Task<IActionResult> OnPostAnsokan(string? ansokanOmrade, string? ansokanEnhet, string? inskickad, CancellationToken ct)
    {
        Need("ansokanOmrade", ansokanOmrade, "Skriv vilket område ansökan gäller.");
        Need("ansokanEnhet", ansokanEnhet, "Skriv vilken enhet som ansöker.");
        var day = ReadDay("inskickad", inskickad);
        return Try(() => desk.AddApplication(Key, ansokanOmrade!.Trim(), ansokanEnhet!.Trim(), day, isExample: false, ct), ct);
    }

    public Task<IActionResult> OnPostAvgor(Guid ansokan, string? utfall, string? avgjord, string? avgorande, string? tillstandFran, CancellationToken ct)
    {
        Need("avgorande", avgorande, "Skriv vem som har avgjort ansökan och nummer.");
        if (!Enum.TryParse<NhvOutcome>(utfall, out var outcome) || outcome == NhvOutcome.Sent || !Enum.IsDefined(outcome)) ModelState.AddModelError("utfall", "Välj hur ansökan avgjordes.");
        var day = ReadDay("avgjord", avgjord);
        DateOnly? start = outcome == NhvOutcome.Granted ? ReadDay("tillstandFran", tillstandFran) : null;
        return Try(() => desk.Close(Key, ansokan, outcome, day, avgorande!.Trim(), start, ct), ct);
    }

    public Task<IActionResult> OnPostRemiss(string? namn, string? dnr, string? mottagen, string? senast, CancellationToken ct)
    {
        Need("namn", namn, "Skriv vad remissen gäller.");
        if (dnr?.Length > NhvPermit.LongestText || PersonNumber.IsIn(dnr ?? "")) ModelState.AddModelError("dnr", "Skriv numret kortare.");
        var (received, last) = (ReadDay("mottagen", mottagen), ReadDay("senast", senast));
        if (ModelState.IsValid && last < received) ModelState.AddModelError("senast", "Sista dagen ligger före den dag remissen kom. Rätta den ena.");
        return Try(() => desk.AddRemiss(Key, namn!.Trim(), dnr?.Trim() ?? "", received, last, isExample: false, ct), ct);
    }

    public async Task<IActionResult> OnPostSvara(Guid remiss, string? vem, string? svarat, string? anteckning, CancellationToken ct)
    {
        if (desk.MayAnswerFor.Where(o => o.Code == vem).ToList() is not [var owner]) return Forbid();
        var day = ReadDay("svarat", svarat);
        if (anteckning?.Length > NhvPermit.LongestText || PersonNumber.IsIn(anteckning ?? "")) ModelState.AddModelError("anteckning", "Skriv anteckningen kortare och utan personnummer.");
        return await Try(() => desk.Answer(Key, remiss, owner, day, anteckning?.Trim() ?? "", ct), ct, isReply: true);
    }

    private void Need(string field, string? text, string message)
    {
        if (text is null || text.Trim().Length is 0 or > NhvPermit.LongestText || PersonNumber.IsIn(text)) ModelState.AddModelError(field, message);
    }

    private DateOnly ReadDay(string field, string? text)
    {
        if (!ServiceForm.TryDay(text, out var day)) ModelState.AddModelError(field, $"Skriv en dag, till exempel {Today}.");
        return day;
    }

    private async Task<IActionResult> Try<T>(Func<Task<T>> act, CancellationToken ct, bool isReply = false)
    {
        if (!isReply && !MayEdit) return Forbid();
        if (Key == Guid.Empty) return BadRequest();
        try
        {
            if (ModelState.IsValid)
            {
                await act();
                return Redirect($"{Request.PathBase}{LevelPicture.NhvPath}?sparat=true");
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
        Day = SwedishInput.TryDate(Datum, out var day) ? day : today;
        Register = await desk.All(ct);
        Lead = NhvPicture.Lead(Register, today);
        (Table, Applications, Remisses) = (NhvPicture.PermitsOf(Register.Permits, Day), NhvPicture.ApplicationsOf(Register.Applications), NhvPicture.RemissesOf(Register, today));
        ToAnswer = [.. Register.Remisses.SelectMany(r => NhvDesk.WaitingFor(r, Register.Replies).Intersect(desk.MayAnswerFor).Select(o => (r, o)))];
    }
}
