using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>Reads the chain of changes by row.</summary>
internal sealed class AuditLog(KernelDb db) : IAuditLog
{
    private const int AtATime = 500; // an engine takes only so many parameters

    public async Task<ILookup<Guid, AuditedChange>> ChangesOf(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        List<AuditEntry> found = [];
        foreach (var some in ids.Select(id => id.ToString()).Distinct().Chunk(AtATime))
            found.AddRange(await db.Audit.AsNoTracking().Where(e => some.Contains(e.EntityId)).ToListAsync(ct));
        return found.OrderBy(e => e.No).ToLookup(e => Guid.Parse(e.EntityId), e => new AuditedChange(e.Operation, e.At, e.Actor, e.Action));
    }
}
