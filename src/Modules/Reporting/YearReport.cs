using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Reporting;

/// <summary>The director's report of a year. A draft until it can be adopted.</summary>
internal sealed class YearReport : IOwned
{
    public const int LongestRegistryNumber = 40;

    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required int Year { get; init; }

    /// <summary>Diarienummer as it was typed: <c>NRF 010/25</c>; empty when there is none yet.</summary>
    public required string RegistryNumber { get; set; }

    /// <summary>The day on the front page.</summary>
    public required DateOnly Dated { get; set; }

    public int Version { get; init; }
}

/// <summary>One version of a section's prose. Versions are added, never changed: the one with the highest number counts, the others are its history.</summary>
internal sealed class ReportText : IOwned
{
    public const int Longest = 12_000;

    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid ReportId { get; init; }

    /// <summary>The section's key.</summary>
    public required string Section { get; init; }

    /// <summary>From 1; a new one for each saved version.</summary>
    public required int Number { get; init; }

    /// <summary>Paragraphs with an empty line between them; lines that begin with a hyphen are a list.</summary>
    public required string Text { get; init; }

    public required DateTime SavedAt { get; init; }

    /// <summary>Who saved it, as in the audit log.</summary>
    public required string SavedBy { get; init; }
}
