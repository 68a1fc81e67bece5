using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Nivastrukturering.Replay;

/// <summary>
/// Reads the rows of the jobs again, chunk by chunk, each a unit of work that saves the rows and how far the job has come together: a killed process leaves a
/// job that another goes on with where it stood. One process at a time by a lease, whose token every chunk asks for; a paused one that wakes up writes nothing.
/// </summary>
internal sealed class ReplayRunner(
    NivastruktureringDb db, IUnitOfWork unit, Leases leases, DbPool pool, ReferenceLibrary library, CorrectRows correct, ReplaySettings settings, ReplayPulse pulse, TimeProvider clock, ILogger<ReplayRunner> log)
{
    private const int MostAttempts = 5;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private IQueryable<ReplayJob> Unfinished => db.ReplayJobs.AsNoTracking().Where(j => j.EndedAt == null);

    /// <summary>Reads until no job has rows left that can be read now. Without any job no lease is asked for.</summary>
    public async Task Run(CancellationToken ct)
    {
        pulse.LastRun = Now;
        if (!await Unfinished.AnyAsync(ct)) return;
        var lease = leases.Of("nivastrukturering.replay");
        if (await lease.Take(ct) is not { } token) return;
        try
        {
            HashSet<Guid> later = [];
            while (await lease.Renew(ct) && await Unfinished.Where(j => !later.Contains(j.Id)).OrderBy(j => j.RequestedAt).FirstOrDefaultAsync(ct) is { } job)
            {
                if (!await Chunk(job, lease, token, ct)) later.Add(job.Id);
                Fault.Point("replay.chunk");
            }
        }
        finally
        {
            await lease.Release();
        }
    }

    /// <returns>False when the job must wait for the next look.</returns>
    private async Task<bool> Chunk(ReplayJob job, Lease lease, long token, CancellationToken ct)
    {
        try
        {
            var delivery = await db.Deliveries.AsNoTracking().SingleAsync(d => d.No == job.DeliveryNo, ct);
            var region = Region.FindAny(delivery.Owner.Code)!;
            await using var turn = await ImportLock.Take(pool, region, delivery.Period, ct);
            var reference = await library.InForce(ct);
            return await unit.Run(Guid.CreateVersion7(), $"Läste om rader i karantän för {region.Name} {delivery.Period}", () => Read(job.Id, reference, lease, token, ct), ct);
        }
        catch (JobRunningException)
        {
            return false; // the month is being read in, or a row of it corrected, just now
        }
        catch (StaleException)
        {
            return true; // somebody stopped it meanwhile: nothing of the chunk was saved
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError("Rows of quarantine could not be read again: {Failure}", failure.GetType().Name); // its message may hold text of a row
            await Note(job.Id, ct);
            return false;
        }
    }

    private async Task<bool> Read(Guid id, ReferenceSet reference, Lease lease, long token, CancellationToken ct)
    {
        if (!await lease.Holds(token, ct)) return false;
        var job = await db.ReplayJobs.SingleAsync(j => j.Id == id, ct);
        if (job.State != ReplayState.Running) return true;
        var delivery = await db.Deliveries.SingleAsync(d => d.No == job.DeliveryNo, ct);
        var (desk, refusal) = await correct.Open(delivery, ct);
        if (desk is null)
        {
            job.End(ReplayState.Failed, Now, refusal!);
            return true;
        }
        var ids = await desk.Rows(db).Where(q => q.Id > job.Cursor).OrderBy(q => q.Id).Select(q => q.Id).Take(settings.ChunkRows).ToListAsync(ct);
        if (ids.Count > 0)
        {
            var answer = await correct.Replay(desk, [.. ids.Select(row => new RowEdit(row, new Dictionary<Field, string>()))], reference, job.RequestedBy, ct);
            (job.Cursor, job.Attempts) = (ids[^1], 0);
            job.Read += ids.Count;
            job.Accepted += answer.Accepted;
        }
        if (ids.Count < settings.ChunkRows) job.End(ReplayState.Done, Now);
        return true;
    }

    private Task<bool> Note(Guid id, CancellationToken ct) => unit.Run(Guid.CreateVersion7(), "Antecknade fel i omläsning", async () =>
    {
        var job = await db.ReplayJobs.SingleAsync(j => j.Id == id, ct);
        if (++job.Attempts >= MostAttempts && job.State == ReplayState.Running) job.End(ReplayState.Failed, Now, "Ett fel stoppade omläsningen efter fem försök. Be IT titta i värdens logg, och starta sedan om: det som är läst läses inte igen.");
        return true;
    }, ct);
}

/// <summary>When this process last looked for jobs.</summary>
internal sealed class ReplayPulse
{
    /// <summary>UTC; null before the first time.</summary>
    public DateTime? LastRun { get; set; }
}
