using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Replay;

/// <summary>Starts and stops replays in bulk; <see cref="ReplayRunner"/> does the work.</summary>
internal sealed class ReplayJobs(NivastruktureringDb db, IUnitOfWork unit, CorrectRows correct, SeenDeliveries seen, ICurrentUser user, TimeProvider clock)
{
    /// <summary>The jobs of the deliveries that the user may see, newest first; untracked.</summary>
    public IQueryable<ReplayJob> Seen => db.ReplayJobs.AsNoTracking().Where(j => seen.Deliveries.Any(d => d.No == j.DeliveryNo)).OrderByDescending(j => j.RequestedAt);

    /// <summary>Starts a job for each delivery; one that has a job going keeps it.</summary>
    /// <param name="key">Of the form that was sent: the same again starts nothing.</param>
    /// <param name="deliveries">Whose quarantine.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>How many were started.</returns>
    /// <exception cref="NotOwnerException">The host or the user may not write for a region.</exception>
    /// <exception cref="DomainException"><c>replay.refused</c>: a delivery's rows cannot be corrected here.</exception>
    public Task<int> Start(Guid key, IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        foreach (var delivery in deliveries.Where(d => !correct.MayCorrect(d))) throw new NotOwnerException($"Leveransen är från Region {Region.NameOf(delivery.Owner.Code)} och läses om där.");
        return unit.Run(key, "Startade omläsning av rader i karantän", async () =>
        {
            var started = 0;
            foreach (var delivery in deliveries)
            {
                if (await db.ReplayJobs.AnyAsync(j => j.DeliveryNo == delivery.No && j.EndedAt == null, ct)) continue;
                var (desk, refusal) = await correct.Open(await db.Deliveries.AsNoTracking().SingleAsync(d => d.No == delivery.No, ct), ct);
                if (desk is null) throw new DomainException("replay.refused", refusal!);
                if (await desk.Rows(db).CountAsync(ct) is not (> 0 and var rows)) continue;
                db.Add(new ReplayJob { Id = Guid.CreateVersion7(), Owner = delivery.Owner, DeliveryNo = delivery.No, Total = rows, RequestedAt = clock.GetUtcNow().UtcDateTime, RequestedBy = user.Name });
                started++;
            }
            return started;
        }, ct);
    }

    /// <summary>Stops jobs; the chunk that is being read is not saved, what was read before it stays. One that has ended stays as it is.</summary>
    /// <exception cref="NotOwnerException">The host or the user may not write for the region.</exception>
    public async Task Stop(Guid key, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        if (await Seen.CountAsync(j => ids.Contains(j.Id), ct) != ids.Count) throw new NotOwnerException("Omläsningen hör till en annan region och stoppas där.");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await unit.Run(key, "Stoppade omläsning av rader i karantän", async () =>
                {
                    var running = await db.ReplayJobs.Where(j => ids.Contains(j.Id) && j.State == ReplayState.Running).ToListAsync(ct);
                    foreach (var job in running) job.End(ReplayState.Stopped, clock.GetUtcNow().UtcDateTime);
                    return true;
                }, ct);
                return;
            }
            catch (StaleException) when (attempt < 10)
            {
                // a chunk was saved meanwhile: look again
            }
        }
    }
}
