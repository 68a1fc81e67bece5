using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>Takes away rows of a region's month that nobody sees any more. The month's lock is held.</summary>
internal sealed class DeadRows(NivastruktureringDb db, IUnitOfWork unit, DbPool pool)
{
    /// <summary>Those of the month's deliveries that neither are in force nor come back with an undo, and those of an import that died.</summary>
    public async Task CleanUp(Owner owner, string period, CancellationToken ct)
    {
        var ofMonth = await db.Deliveries.AsNoTracking().Where(d => d.Owner == owner && d.Period == period).ToListAsync(ct);
        foreach (var dead in ofMonth.Where(d => d.Status == DeliveryStatus.Reading)) await Forget(dead.Id, dead.No);
        var kept = ofMonth.SingleOrDefault(d => d.Status == DeliveryStatus.InForce)?.FormerNo;
        foreach (var gone in ofMonth.Where(d => d.Status is DeliveryStatus.Replaced or DeliveryStatus.Undone && d.No != kept)) await ContactStage.Discard(db, pool, gone.No, ct);
    }

    /// <summary>What a failed import left, and its note. What has come into force stays, whatever failed after it.</summary>
    public async Task Forget(Guid id, int no)
    {
        if (!await db.Deliveries.AnyAsync(d => d.Id == id && d.Status == DeliveryStatus.Reading)) return;
        await ContactStage.Discard(db, pool, no, CancellationToken.None);
        await unit.Run(Guid.CreateVersion7(), "Avbröt en inläsning", async () =>
        {
            db.RemoveRange(await db.Deliveries.Where(d => d.Id == id && d.Status == DeliveryStatus.Reading).ToListAsync());
            return no;
        }, CancellationToken.None);
    }
}
