using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Every check rule with what it compares; an economist switches a FKT rule off and on for the own region.</summary>
[Authorize(Policy = Permissions.ReadImports)]
internal sealed class ReglerModel(RuleDesk desk, ControlInvoices control, ICurrentUser user, TimeProvider clock) : InvoicePage, ITablePage
{
    /// <summary>What the buttons send.</summary>
    public const string Off = "av", On = "pa", Look = "effekt";

    private List<RuleSwitch> _switches = [];

    /// <summary>Made when the page is shown, so that the form sent twice switches once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    [BindProperty]
    public string? Act { get; set; }

    [BindProperty]
    public string? Rule { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? To { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The switches that are to be on again.</summary>
    [BindProperty]
    public List<Guid> Picked { get; set; } = [];

    /// <summary>What was done just now.</summary>
    [BindProperty(SupportsGet = true, Name = "sparat")]
    public string? Saved { get; set; }

    public string Lead { get; private set; } = "";

    /// <summary>Name of the region that the user switches for, or null.</summary>
    public string? Own => desk.Own is { } own ? Region.NameOf(own.Code) : null;

    public bool CanSwitchOn => _switches.Exists(IsOwnAndOpen);

    /// <summary>What the switch would do; null until it is asked for.</summary>
    public string? Effect { get; private set; }

    public Table Table { get; private set; } = null!;

    /// <summary>The history with its boxes.</summary>
    public Table History { get; private set; } = null!;

    public IReadOnlyList<Table> MoreTables { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        (Key, From) = (Guid.CreateVersion7(), SwedishFormat.Date(clock.Today()));
        await Load(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (Key == Guid.Empty || Act is not (Off or On or Look)) return BadRequest();
        if (!user.May(Permissions.DecideInvoices)) return Forbid();
        await Load(ct);
        try
        {
            if (Act == On)
            {
                if (Picked.Count > 0)
                {
                    await desk.SwitchOn(Key, Picked, ct);
                    return Redirect($"{RulePicture.Path}?sparat={On}");
                }
                ModelState.AddModelError("", "Kryssa för minst en avslagen regel.");
            }
            else if (Read() is { } off)
            {
                if (Act == Off)
                {
                    await desk.SwitchOff(Key, off, ct);
                    return Redirect($"{RulePicture.Path}?sparat={Off}");
                }
                Effect = await EffectOf(off, ct);
            }
        }
        catch (DomainException no)
        {
            return this.Refuse(no);
        }
        return Page();
    }

    private RuleSwitch? Read()
    {
        var rule = Fkt.All.FirstOrDefault(f => f.Code == Rule);
        if (rule is null) ModelState.AddModelError(nameof(Rule), "Välj regel.");
        if (!SwedishInput.TryDate(From, out var first)) ModelState.AddModelError(nameof(From), "Skriv första dagen, till exempel 2026-11-21.");
        DateOnly last = default;
        var hasEnd = !string.IsNullOrWhiteSpace(To);
        if (hasEnd && (!SwedishInput.TryDate(To, out last) || last < first)) ModelState.AddModelError(nameof(To), "Skriv sista dagen, till exempel 2026-12-31. Den kan inte vara före den första.");
        var reason = Reason?.Trim() ?? "";
        if (reason.Length is 0 or > RuleDesk.LongestReason || !DecisionForm.IsPrintable(reason)) ModelState.AddModelError(nameof(Reason), $"Skriv skälet, med högst {RuleDesk.LongestReason} tecken.");
        else if (PersonNumber.IsIn(reason))
        {
            ModelState.AddModelError(nameof(Reason), "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen.");
            Reason = "";
        }
        return ModelState.IsValid ? desk.Of(rule!, new(first, hasEnd ? last : null), reason) : null;
    }

    private async Task<string> EffectOf(RuleSwitch off, CancellationToken ct)
    {
        var now = await control.Run(ct);
        var then = new RuleSwitches([off]).Apply(now);
        var count = now.Lines.Sum(l => l.Findings.Count) - then.Lines.Sum(l => l.Findings.Count) + now.NotInvoiced.Count - then.NotInvoiced.Count + now.UnknownCredits.Count - then.UnknownCredits.Count;
        return $"Slår du av {off.Code} räknas {SwedishFormat.Integer(count)} {(count == 1 ? "avvikelse" : "avvikelser")} inte. Beloppet i tvist minskar med {SwedishFormat.Money(now.DisputeOre - then.DisputeOre, decimals: 2)}. Inget är sparat än.";
    }

    private async Task Load(CancellationToken ct)
    {
        _switches = await desk.All(ct);
        var open = _switches.Where(s => s.ClosedAt is null).ToList();
        var hits = user.May(Permissions.ReadInvoices) ? (await control.Picture(user, ct)).PerRule.ToDictionary(r => r.What, r => r.Count) : null;
        Lead = open.Count == 0 ? "Alla regler är på." : open.Count == 1 ? "En regel är avslagen." : $"{SwedishText.Capital(SwedishFormat.InWords(open.Count))} regler är avslagna.";
        Table = RulePicture.FktTable(desk.Regions, open, hits);
        History = RulePicture.HistoryTable(_switches, WithBox);
        MoreTables = [RulePicture.HistoryTable(_switches), RulePicture.UtlTable, RulePicture.KstTable];
    }

    private bool IsOwnAndOpen(RuleSwitch off) => off.ClosedAt is null && desk.Own is { } own && off.Owner == Owner.Of(own);

    private Row WithBox(RuleSwitch off, Row row) => IsOwnAndOpen(off)
        ? row with { Pick = new(nameof(Picked), off.Id.ToString(), $"Välj {off.Code}, {RulePicture.DaysOf(off)}", Picked.Contains(off.Id)) }
        : row;
}
