using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Dialogues;

/// <summary>The two kinds of groups that NRF follows up in dialogue.</summary>
internal enum GroupKind { Rpo, Rsg }

/// <summary>How far a group has come in a round.</summary>
internal enum GroupState
{
    /// <summary>Nothing is saved.</summary>
    NotOpened,

    /// <summary>Some answer is saved.</summary>
    Started,

    /// <summary>The answers are handed in.</summary>
    HandedIn,

    /// <summary>The dialogue has been held.</summary>
    Held,

    /// <summary>There was no dialogue; the row says why.</summary>
    NotHeld,
}

/// <summary>A year's dialogues with one kind of groups.</summary>
internal sealed class Round : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required int Year { get; init; }

    public required GroupKind Kind { get; init; }

    /// <summary>First day for answers, or null when only <see cref="When"/> is known.</summary>
    public DateOnly? Opens { get; init; }

    /// <summary>Last day for answers, or null.</summary>
    public DateOnly? Closes { get; init; }

    /// <summary>When, in words: <c>Hösten 2024</c>.</summary>
    public required string When { get; init; }

    /// <summary>What came of it, in a sentence or two.</summary>
    public required string Text { get; init; }

    /// <summary>True for the demonstration's made-up round.</summary>
    public bool IsExample { get; init; }

    public int Version { get; init; }

    /// <summary>True when answers can be given that day.</summary>
    public bool IsOpen(DateOnly day) => Opens <= day && day <= Closes;
}

/// <summary>A group that is expected in a round.</summary>
internal sealed class RoundGroup : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid RoundId { get; init; }

    /// <summary>With its kind: <c>RPO Njursjukdomar</c>.</summary>
    public required string Name { get; init; }

    /// <summary>As in Structure and in the sign-in's claim: <c>rpo-njursjukdomar</c>.</summary>
    public required string Slug { get; init; }

    public required GroupState State { get; set; }

    /// <summary>Why there was no dialogue; else empty.</summary>
    public string Why { get; init; } = "";

    /// <summary>When an answer was last saved, or null.</summary>
    public DateTime? SavedAt { get; set; }

    /// <summary>When the answers were handed in, or null.</summary>
    public DateTime? HandedInAt { get; set; }

    public int Version { get; init; }
}

/// <summary>A group's answer to one question.</summary>
internal sealed class Answer : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>The question's key in the form.</summary>
    public required string Question { get; init; }

    /// <summary>The choice's key, or the text.</summary>
    public required string Value { get; set; }

    public int Version { get; init; }
}

/// <summary>A personal link: who holds its token answers for the group. The token itself is kept nowhere.</summary>
internal sealed class AnswerLink : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid GroupId { get; init; }

    /// <summary>SHA-256 of the token, hex.</summary>
    public required string Hash { get; init; }

    public required DateTime MadeAt { get; init; }
}

/// <summary>A generic uppdrag of every group of a kind.</summary>
internal sealed class Mission : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required GroupKind Kind { get; init; }

    public required int Position { get; init; }

    public required string Text { get; init; }
}

/// <summary>What a year's dialogues paid special heed to.</summary>
internal sealed class FocusArea : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required int Year { get; init; }

    public required int Position { get; init; }

    public required string Text { get; init; }
}
