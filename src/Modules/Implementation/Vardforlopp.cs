using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Implementation;

/// <summary>A national vårdförlopp that the regions bring into use.</summary>
internal sealed class Vardforlopp : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required string Name { get; init; }

    /// <summary>The NPO that answers for it, by name.</summary>
    public required string Npo { get; init; }

    public required string Slug { get; init; }

    public required Period Period { get; set; }

    public int Version { get; init; }
}

/// <summary>A step of the system's own scale. There is no national one, so the steps are rows and can be changed.</summary>
internal sealed class Step : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>Order on the scale, from 0.</summary>
    public required int Position { get; init; }

    public required string Name { get; init; }

    /// <summary>Quarters of the way, 0–4; null when the step says nothing of progress ("Inte aktuellt").</summary>
    public int? Progress { get; init; }

    public int Version { get; init; }

    /// <summary>True when the vårdförlopp is in use.</summary>
    public bool IsDone => Progress == 4;

    /// <summary>True when going from <paramref name="former"/> to this step is a step back.</summary>
    public bool IsBackwardFrom(Step former) => Progress is not null && former.Progress is not null && Position < former.Position;
}

/// <summary>What hinders a region.</summary>
internal enum Hinder { None, Resources, SystemChange, Competence, Other }

/// <summary>Where a region stands with a vårdförlopp, for as long as nothing else was reported.</summary>
internal sealed class RegionState : IOwned
{
    public const int LongestComment = 500;

    /// <summary>How long a report is fresh.</summary>
    public const int FreshMonths = 6;

    public required Guid Id { get; init; }

    /// <summary>The region that reports.</summary>
    public required Owner Owner { get; init; }

    public required Guid VardforloppId { get; init; }

    public required Guid StepId { get; set; }

    /// <summary>The day the step was reached, as the region tells it.</summary>
    public required DateOnly Since { get; set; }

    public Hinder Hinder { get; set; }

    public string Comment { get; set; } = "";

    /// <summary>Where the report comes from: the region, or the example data.</summary>
    public required string Source { get; set; }

    /// <summary>From the day it was reported to the day before the next report.</summary>
    public required Period Period { get; set; }

    public int Version { get; init; }

    /// <summary>True when nothing has been reported for more than six months.</summary>
    public bool IsOld(DateOnly day) => Period.From.AddMonths(FreshMonths) < day;
}
