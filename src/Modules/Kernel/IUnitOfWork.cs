namespace Kunskapsstyrning.Kernel;

/// <summary>The only way to write: one transaction over every module's context, with audit, change feed and idempotency key.</summary>
public interface IUnitOfWork
{
    /// <summary>Runs <paramref name="work"/> in a transaction, saves what it changed and returns its answer.</summary>
    /// <param name="key">Made by the caller before the first try. The same key again gives the first answer and changes nothing.</param>
    /// <param name="action">What is done, for the audit log: Swedish, short, for example <c>Ändrade LPO-kartan</c>.</param>
    /// <param name="work">Loads what it changes and changes it. May run twice, so it touches nothing outside the contexts.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="NotOwnerException">Something changed belongs to an owner that this host or user may not write for.</exception>
    /// <exception cref="StaleException">Someone else changed the same row meanwhile.</exception>
    Task<T> Run<T>(Guid key, string action, Func<Task<T>> work, CancellationToken ct = default);
}

/// <summary>Who acts, and what they may.</summary>
public interface ICurrentUser
{
    /// <summary>Stable name for the audit log: never a person's name from a seed, never a personnummer.</summary>
    string Name { get; }

    /// <summary>Role codes of UX.md section 5, for example <c>RegionCoordinator</c>.</summary>
    IReadOnlyCollection<string> Roles { get; }

    /// <summary>The user's own region, or null.</summary>
    RegionCode? Region { get; }

    /// <summary>The user's own group by its slug, for example <c>rpo-njursjukdomar</c>, or null.</summary>
    string? Group => null;

    /// <summary>True when the user may write rows of that owner.</summary>
    bool MayWrite(Owner owner);
}
