using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Structure;

/// <summary>The three levels that mirror each other.</summary>
internal enum Level { National, Sjukvardsregional, Local }

/// <summary>What a group is. <c>Area</c> groups lead a field (NPO, RPO, LPO); the others cut across or work under one.</summary>
internal enum GroupKind { Npo, Nsg, Nag, PrimaryCareCouncil, Rpo, Rsg, Rag, Lpo, Lsg, Lag, Rad }

/// <summary>How well the first day of a period is known.</summary>
internal enum DatePrecision
{
    /// <summary>The day is known.</summary>
    Day,

    /// <summary>Only the year is known: "2024, dag okänd".</summary>
    Year,

    /// <summary>The source shows that it was there then; when it began is not known.</summary>
    KnownBy,
}

/// <summary>Any group of the three levels, in one of its periods. A name that changes ends the row and begins another.</summary>
internal sealed class Group : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Level Level { get; init; }

    public required GroupKind Kind { get; init; }

    public required string Name { get; init; }

    public required string Slug { get; init; }

    /// <summary>The region's own code for it, or null.</summary>
    public string? LocalCode { get; init; }

    /// <summary>The name of the local group above, as the region's file gives it, or null.</summary>
    public string? Parent { get; init; }

    /// <summary>The region's own word for its state, or null.</summary>
    public string? Status { get; set; }

    public required Period Period { get; set; }

    public DatePrecision FromPrecision { get; init; } = DatePrecision.Day;

    /// <summary>Where the fact comes from.</summary>
    public required string Source { get; init; }

    public int Version { get; init; }

    /// <summary>How people call it: <c>RPO Njursjukdomar</c>. An LPO whose own name already says LPO is not given it twice.</summary>
    public string FullName => Prefix(Kind) is { } prefix && !Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? $"{prefix} {Name}" : Name;

    /// <summary>The name without the word LPO that some regions write before it.</summary>
    public string ShortName => Name.StartsWith("LPO ", StringComparison.OrdinalIgnoreCase) ? Name[4..] : Name;

    /// <summary>Ends the group with the day before; what was stays as history.</summary>
    public void End(DateOnly firstDayGone) => Period = Period.EndedBefore(firstDayGone);

    public static string? Prefix(GroupKind kind) => kind switch
    {
        GroupKind.PrimaryCareCouncil or GroupKind.Rad => null,
        _ => kind.ToString().ToUpperInvariant(),
    };
}

/// <summary>Sub-area that a local group names as its own, in the file's order.</summary>
internal sealed class GroupArea : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid GroupId { get; init; }

    public required int Position { get; init; }

    public required string Name { get; init; }
}

/// <summary>A group answers to one on the level above: LPO → RPO, RPO → NPO. Many to many.</summary>
internal sealed class Mirror : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The owner of the lower group.</summary>
    public required Owner Owner { get; init; }

    public required Guid LowerId { get; init; }

    public required Guid UpperId { get; init; }

    /// <summary>Order among the lower group's mirrors.</summary>
    public required int Position { get; init; }

    public required Period Period { get; set; }

    public int Version { get; init; }
}

/// <summary>What a region has said of an RPO where it has no LPO: "saknas", with a comment. No row = "ej kartlagt".</summary>
internal sealed class Gap : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required Guid RpoId { get; init; }

    public string Comment { get; init; } = "";

    public required Period Period { get; set; }

    public int Version { get; init; }
}

/// <summary>A region's local name → the RPO it leads to (formats/LPO-STRUKTUR.md, lpo-mappning.csv). Empty RPO = deliberately none.</summary>
internal sealed class LocalName : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required string Name { get; init; }

    public required string Rpo { get; init; }

    /// <summary>Row order in the table; decides the order of an LPO's RPO.</summary>
    public required int Position { get; init; }
}

/// <summary>A group came of others: split, merge or rename, with its date.</summary>
internal sealed class Lineage : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required string Kind { get; init; }

    public required Guid FromId { get; init; }

    public required Guid ToId { get; init; }

    public required DateOnly Date { get; init; }

    public DatePrecision Precision { get; init; } = DatePrecision.Day;
}
