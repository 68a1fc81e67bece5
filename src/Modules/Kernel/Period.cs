namespace Kunskapsstyrning.Kernel;

/// <summary>A span of days, both ends inclusive; an open end is null. Everything that lasts has one.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, or null = until further notice.</param>
public readonly record struct Period(DateOnly From, DateOnly? To = null)
{
    /// <summary>True when the day lies in the period.</summary>
    public bool Contains(DateOnly day) => From <= day && (To is null || day <= To);

    /// <summary>True when some day lies in both.</summary>
    public bool Overlaps(Period other) => (To is null || other.From <= To) && (other.To is null || From <= other.To);

    /// <summary>True when the first day is not after the last.</summary>
    public bool IsValid => To is null || From <= To;

    /// <summary>The period cut off so that <paramref name="day"/> is the first day it does not hold.</summary>
    /// <exception cref="DomainException">The cut would leave nothing.</exception>
    public Period EndedBefore(DateOnly day) => day > From
        ? new(From, day.AddDays(-1))
        : throw new DomainException("period.empty", "Slutdatum ligger före startdatum. Välj en senare dag.");
}
