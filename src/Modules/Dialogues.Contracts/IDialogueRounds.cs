namespace Kunskapsstyrning.Dialogues.Contracts;

/// <summary>What came of NRF's dialogues, for reports.</summary>
public interface IDialogueRounds
{
    /// <summary>The years that have a round, latest first.</summary>
    Task<IReadOnlyList<int>> Years(CancellationToken ct = default);

    /// <summary>A year's rounds; null when it has none.</summary>
    Task<DialogueYear?> Of(int year, CancellationToken ct = default);
}

/// <summary>A year's rounds.</summary>
/// <param name="Rpo">With the RPO; null when there was none.</param>
/// <param name="Rsg">With the RSG; null when there was none.</param>
/// <param name="FocusAreas">What the dialogues paid special heed to, in order.</param>
public sealed record DialogueYear(DialogueRound? Rpo, DialogueRound? Rsg, IReadOnlyList<string> FocusAreas);

/// <summary>A round with one kind of groups.</summary>
/// <param name="When">In words: <c>Hösten 2024</c>.</param>
/// <param name="IsExample">True for a made-up round.</param>
/// <param name="Groups">Every group that was expected, in Swedish order.</param>
/// <param name="Missions">The generic uppdrag of every group of the kind, in order.</param>
public sealed record DialogueRound(string When, bool IsExample, IReadOnlyList<DialogueGroup> Groups, IReadOnlyList<string> Missions)
{
    /// <summary>The groups that had their dialogue.</summary>
    public IReadOnlyList<DialogueGroup> Held => [.. Groups.Where(g => g.IsHeld)];

    /// <summary>The groups that have not had their dialogue.</summary>
    public IReadOnlyList<DialogueGroup> NotHeld => [.. Groups.Where(g => !g.IsHeld)];
}

/// <summary>A group in a round.</summary>
/// <param name="Name">Without its kind: <c>Njursjukdomar</c>.</param>
/// <param name="IsHeld">True when the dialogue has been held.</param>
/// <param name="Why">Why there was none; empty when it was held or nothing is said.</param>
public sealed record DialogueGroup(string Name, bool IsHeld, string Why);
