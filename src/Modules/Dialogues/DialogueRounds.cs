using Kunskapsstyrning.Dialogues.Contracts;
using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Dialogues;

/// <inheritdoc/>
internal sealed class DialogueRounds(DialoguesDb db) : IDialogueRounds
{
    public async Task<IReadOnlyList<int>> Years(CancellationToken ct = default) =>
        await db.Rounds.Select(r => r.Year).Distinct().OrderByDescending(y => y).ToListAsync(ct);

    public async Task<DialogueYear?> Of(int year, CancellationToken ct = default)
    {
        var rounds = await db.Rounds.AsNoTracking().Where(r => r.Year == year).ToListAsync(ct);
        if (rounds.Count == 0) return null;
        var focus = await db.FocusAreas.AsNoTracking().Where(f => f.Year == year).OrderBy(f => f.Position).Select(f => f.Text).ToListAsync(ct);
        return new(await RoundOf(rounds.Find(r => r.Kind == GroupKind.Rpo), ct), await RoundOf(rounds.Find(r => r.Kind == GroupKind.Rsg), ct), focus);
    }

    private async Task<DialogueRound?> RoundOf(Round? round, CancellationToken ct)
    {
        if (round is null) return null;
        var groups = await db.Groups.AsNoTracking().Where(g => g.RoundId == round.Id).ToListAsync(ct);
        var missions = await db.Missions.AsNoTracking().Where(m => m.Kind == round.Kind).OrderBy(m => m.Position).Select(m => m.Text).ToListAsync(ct);
        var kind = round.Kind.ToString().ToUpperInvariant() + " ";
        return new(round.When, round.IsExample, [.. groups.Select(Told).OrderBy(g => g.Name, SwedishComparer.Instance)], missions);

        DialogueGroup Told(RoundGroup group) =>
            new(group.Name.StartsWith(kind, StringComparison.Ordinal) ? group.Name[kind.Length..] : group.Name, group.State == GroupState.Held, group.Why);
    }
}
