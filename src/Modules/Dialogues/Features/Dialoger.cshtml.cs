using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Dialogues.Features;

/// <summary>Rounds by year, newest first, and what each year paid special heed to.</summary>
[Authorize(Policy = Permissions.ReadDialogues)]
internal sealed class DialogerModel(DialoguesDb db, TimeProvider clock) : PageModel, ITablePage
{
    public Table Table { get; private set; } = null!;

    public IReadOnlyList<IGrouping<int, FocusArea>> FocusAreas { get; private set; } = [];

    /// <summary>The round that is open now, or null.</summary>
    public Round? Open { get; private set; }

    public int OpenExpected { get; private set; }

    public int OpenAnswered { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var rounds = await db.Rounds.AsNoTracking().OrderByDescending(r => r.Year).ThenBy(r => r.Kind).ToListAsync(ct);
        var groups = (await db.Groups.AsNoTracking().ToListAsync(ct)).ToLookup(g => g.RoundId);
        FocusAreas = [.. (await db.FocusAreas.AsNoTracking().OrderBy(f => f.Position).ToListAsync(ct)).GroupBy(f => f.Year).OrderByDescending(g => g.Key)];
        Open = rounds.Find(r => r.IsOpen(clock.Today()));
        if (Open is not null)
        {
            OpenExpected = groups[Open.Id].Count();
            OpenAnswered = Answered(groups[Open.Id]);
        }
        Table = new Table
        {
            Title = "Dialogomgångar",
            Columns =
            [
                new("round", "Omgång"), new("when", "När"), new("closes", "Svara senast", ColumnKind.Date), new("expected", "Väntade", ColumnKind.Integer),
                new("answered", "Har svarat", ColumnKind.Integer), new("held", "Dialog hållen", ColumnKind.Integer),
            ],
            Rows = [.. rounds.Select(r => RowOf(r, [.. groups[r.Id]]))],
            Notes = [.. rounds.Where(r => r.IsExample).Select(r => $"Omgången {r.Year} är exempeldata.")],
            Source = "NRF 010/25",
            EmptyText = "Ingen omgång än.",
        };
    }

    private static Row RowOf(Round round, List<RoundGroup> groups)
    {
        var kind = round.Kind.ToString();
        Cell name = $"{round.Year} {kind.ToUpperInvariant()}";
        return new(
            name with { Link = $"/dialoger/{round.Year}/{kind.ToLowerInvariant()}" },
            round.When,
            round.Closes is { } last ? last : Cell.NotApplicable,
            (long)groups.Count,
            round.Closes is null ? Cell.Missing : (long)Answered(groups),
            (long)groups.Count(g => g.State == GroupState.Held));
    }

    private static int Answered(IEnumerable<RoundGroup> groups) => groups.Count(g => g.HandedInAt is not null);
}
