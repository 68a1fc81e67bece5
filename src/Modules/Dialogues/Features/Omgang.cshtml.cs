using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>A choice above the table.</summary>
/// <param name="Key">In the address: <c>?visa=inlamnat</c>; null for all.</param>
/// <param name="Text">The state's word.</param>
/// <param name="Count">How many rows.</param>
internal sealed record Chip(string? Key, string Text, int Count);

/// <summary>One round: each group and how far it has come.</summary>
[Authorize(Policy = Permissions.ReadDialogues)]
internal sealed class OmgangModel(DialoguesDb db, TimeProvider clock) : PageModel, ITablePage
{
    private static readonly Dictionary<GroupState, State> Words = new()
    {
        [GroupState.NotOpened] = new(StateMark.Inte, "Inte öppnat"),
        [GroupState.Started] = new(StateMark.Pagar, "Påbörjat"),
        [GroupState.HandedIn] = new(StateMark.Klar, "Inlämnat"),
        [GroupState.Held] = new(StateMark.Klar, "Dialog hållen"),
        [GroupState.NotHeld] = new(StateMark.Varning, "Ingen dialog"),
    };

    [BindProperty(SupportsGet = true, Name = "visa")]
    public string? Visa { get; set; }

    [BindProperty(SupportsGet = true, Name = "sort")]
    public string? Sort { get; set; }

    public Round Round { get; private set; } = null!;

    public Table Table { get; private set; } = null!;

    public IReadOnlyList<Chip> Chips { get; private set; } = [];

    public IReadOnlyList<Mission> Missions { get; private set; } = [];

    public IReadOnlyList<FocusArea> FocusAreas { get; private set; } = [];

    public bool IsOpen { get; private set; }

    public int Expected { get; private set; }

    public int Answered { get; private set; }

    public string Kind => Round.Kind.ToString().ToUpperInvariant();

    public async Task<IActionResult> OnGet(int ar, string typ, CancellationToken ct)
    {
        if (!Enum.TryParse<GroupKind>(typ, ignoreCase: true, out var kind) || !Enum.IsDefined(kind)) return NotFound();
        if (await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Year == ar && r.Kind == kind, ct) is not { } round) return NotFound();
        Round = round;
        IsOpen = round.IsOpen(clock.Today());
        var groups = (await db.Groups.AsNoTracking().Where(g => g.RoundId == round.Id).ToListAsync(ct)).OrderBy(g => g.Name, SwedishComparer.Instance).ToList();
        Expected = groups.Count;
        Answered = groups.Count(g => g.HandedInAt is not null);
        Missions = await db.Missions.AsNoTracking().Where(m => m.Kind == kind).OrderBy(m => m.Position).ToListAsync(ct);
        FocusAreas = await db.FocusAreas.AsNoTracking().Where(f => f.Year == ar).OrderBy(f => f.Position).ToListAsync(ct);
        var waiting = groups.Count(IsWaiting);
        Chips =
        [
            new(null, "Alla", groups.Count),
            .. waiting > 0 ? [new Chip("vantar", "Har inte svarat", waiting)] : Array.Empty<Chip>(),
            .. Words.Select(w => new Chip(SwedishText.Slug(w.Value.Word), w.Value.Word, groups.Count(g => g.State == w.Key))).Where(c => c.Count > 0 || c.Key == Visa),
        ];
        Table = new Table
        {
            Title = $"Grupper i omgången {round.Year} {Kind}",
            Columns = [new("group", "Grupp"), new("state", "Läge", ColumnKind.State), new("why", "Varför"), new("savedAt", "Senast sparat"), new("handedInAt", "Inlämnat")],
            Rows = [.. groups.Where(IsChosen).Select(g => new Row(g.Name, Words[g.State], g.Why.Length > 0 ? g.Why : Cell.NotApplicable, Instant(g.SavedAt), Instant(g.HandedInAt)) { Id = g.Slug })],
            Source = round.IsExample ? "exempeldata" : "NRF 010/25",
            EmptyText = "Inga träffar. Välj Alla för att se alla grupper.",
        }.SortedBy(Sort);
        return Page();
    }

    private bool IsChosen(RoundGroup group) => string.IsNullOrEmpty(Visa) || (Visa == "vantar" ? IsWaiting(group) : SwedishText.Slug(Words[group.State].Word) == Visa);

    private static bool IsWaiting(RoundGroup group) => group.State is GroupState.NotOpened or GroupState.Started;

    private static Cell Instant(DateTime? at) => at is { } utc ? SwedishFormat.Instant(new DateTimeOffset(utc)) : Cell.NotApplicable;
}
