using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>How an application ended. The names are stored: never rename.</summary>
internal enum NhvOutcome
{
    Sent,
    Granted,
    Refused,
    Withdrawn,
}

/// <summary>A unit's permit for an area of national högspecialiserad vård.</summary>
internal sealed class NhvPermit : IOwned
{
    public const int LongestText = 200;

    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>Service area: <c>Ryggmärgsskada</c>.</summary>
    public required string Area { get; init; }

    /// <summary>The unit that holds it: <c>Norrlands universitetssjukhus</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>From the start date; permits are open-ended until one is given back or taken.</summary>
    public required Period Period { get; set; }

    /// <summary>Body, day and number in one line, with where it was read.</summary>
    public required string Decision { get; init; }

    /// <summary>True for invented rows of the demonstration.</summary>
    public required bool IsExample { get; init; }

    public int Version { get; init; }
}

/// <summary>A unit's application for a permit.</summary>
internal sealed class NhvApplication : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required string Area { get; init; }

    public required string Unit { get; init; }

    public required DateOnly SentOn { get; init; }

    public required NhvOutcome Outcome { get; set; }

    public DateOnly? DecidedOn { get; set; }

    /// <summary>Body and number; empty until it is decided.</summary>
    public required string Decision { get; set; }

    public required bool IsExample { get; init; }

    public int Version { get; init; }
}

/// <summary>A draft from Socialstyrelsen that the four regions and NRF answer.</summary>
internal sealed class NhvRemiss : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>What it is about.</summary>
    public required string Name { get; init; }

    /// <summary>The sender's number, or empty.</summary>
    public required string Dnr { get; init; }

    public required DateOnly ReceivedOn { get; init; }

    public required DateOnly LastDay { get; init; }

    public required bool IsExample { get; init; }

    public int Version { get; init; }
}

/// <summary>An answer to a remiss: its owner is who has answered, a region or NRF.</summary>
internal sealed class NhvReply : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid RemissId { get; init; }

    public required DateOnly AnsweredOn { get; init; }

    /// <summary>What was answered in a few words, or empty.</summary>
    public required string Note { get; init; }

    public int Version { get; init; }
}
