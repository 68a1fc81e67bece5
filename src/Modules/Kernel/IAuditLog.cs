namespace Kunskapsstyrning.Kernel;

/// <summary>One change of one row, as the audit log tells it.</summary>
/// <param name="Operation"><c>+</c> added, <c>~</c> changed, <c>-</c> taken away.</param>
/// <param name="At">UTC.</param>
/// <param name="Actor">As in <see cref="ICurrentUser.Name"/>; <c>kst</c> for the command line.</param>
/// <param name="Action">What was done, Swedish.</param>
public sealed record AuditedChange(string Operation, DateTime At, string Actor, string Action);

/// <summary>Who changed what.</summary>
public interface IAuditLog
{
    /// <summary>The changes of rows, oldest first for each row. A row that came with a backup or before the log began has none.</summary>
    /// <param name="ids">The rows' ids.</param>
    /// <param name="ct">Cancels the reading.</param>
    Task<ILookup<Guid, AuditedChange>> ChangesOf(IReadOnlyCollection<Guid> ids, CancellationToken ct);
}
