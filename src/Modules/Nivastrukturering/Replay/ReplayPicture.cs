using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Kunskapsstyrning.Nivastrukturering.Replay;

/// <summary>Replays in bulk, for people.</summary>
internal sealed class ReplayPicture(NivastruktureringDb db, ReplaySettings settings, ReplayPulse pulse, IServiceScopeFactory scopes, ISchedulerFactory? schedulers = null)
{
    private const string Name = "Läs om rader i karantän";

    /// <summary>Where jobs are started, shown and stopped.</summary>
    public const string Path = DeliveryPicture.ListPath + "/las-om";

    /// <summary>Names the only delivery meant.</summary>
    public const string DeliveryKey = "leverans";

    /// <summary>As <see cref="Path"/>, of one delivery alone.</summary>
    public static string PathOf(Delivery delivery) => $"{Path}?{DeliveryKey}={delivery.Id}";

    /// <summary><c>1 500 av 12 000 rader lästa om, 1 200 inlästa, 300 väntar fortfarande</c>.</summary>
    public static string ProgressOf(IReadOnlyCollection<ReplayJob> jobs)
    {
        var (total, read, accepted) = (jobs.Sum(j => j.Total), jobs.Sum(j => j.Read), jobs.Sum(j => j.Accepted));
        return $"{SwedishFormat.Integer(read)} av {SwedishFormat.Integer(total)} {(total == 1 ? "rad läst" : "rader lästa")} om, {SwedishFormat.Integer(accepted)} inlästa, {SwedishFormat.Integer(read - accepted)} väntar fortfarande";
    }

    public static State StateOf(ReplayJob job) => job.State switch
    {
        ReplayState.Running => new(StateMark.Pagar, "Pågår"),
        ReplayState.Done => new(StateMark.Klar, "Klar"),
        ReplayState.Stopped => new(StateMark.Vilar, "Stoppad"),
        _ => new(StateMark.Fel, "Avbruten"),
    };

    /// <summary>Jobs that have rows left.</summary>
    /// <param name="jobs">In the order of the rows.</param>
    /// <param name="deliveries">By number.</param>
    public static Table RunningOf(IEnumerable<ReplayJob> jobs, IReadOnlyDictionary<int, Delivery> deliveries) => new()
    {
        Title = "Omläsningar som pågår",
        Columns =
        [
            new("delivery", "Leverans"), new("state", "Läge", ColumnKind.State), new("read", "Lästa om", ColumnKind.Integer), new("accepted", "Inlästa", ColumnKind.Integer),
            new("total", "Rader från början", ColumnKind.Integer), new("at", "Startad"), new("by", "Av"),
        ],
        Rows = [.. jobs.Select(j => new Row(
            (Cell)DeliveryPicture.TitleOf(deliveries[j.DeliveryNo]) with { Link = DeliveryPicture.PathOf(deliveries[j.DeliveryNo]) }, StateOf(j), (long)j.Read, (long)j.Accepted, (long)j.Total,
            DeliveryPicture.At(j.RequestedAt), j.RequestedBy))],
    };

    /// <summary>Jobs that have ended.</summary>
    /// <param name="jobs">In the order of the rows.</param>
    /// <param name="deliveries">By number.</param>
    public static Table EndedOf(IEnumerable<ReplayJob> jobs, IReadOnlyDictionary<int, Delivery> deliveries) => new()
    {
        Title = "Avslutade omläsningar",
        Columns =
        [
            new("delivery", "Leverans"), new("state", "Läge", ColumnKind.State), new("read", "Lästa om", ColumnKind.Integer), new("accepted", "Inlästa", ColumnKind.Integer),
            new("waiting", "Väntar fortfarande", ColumnKind.Integer), new("total", "Rader från början", ColumnKind.Integer), new("at", "Startad"), new("by", "Av"), new("ended", "Avslutad"), new("message", "Vad som hände"),
        ],
        Rows = [.. jobs.Select(j => new Row(
            (Cell)DeliveryPicture.TitleOf(deliveries[j.DeliveryNo]) with { Link = DeliveryPicture.PathOf(deliveries[j.DeliveryNo]) }, StateOf(j), (long)j.Read, (long)j.Accepted,
            (long)(j.Read - j.Accepted), (long)j.Total, DeliveryPicture.At(j.RequestedAt), j.RequestedBy, DeliveryPicture.At(j.EndedAt!.Value), j.Message))],
        EmptyText = "Ingen omläsning har gjorts.",
    };

    /// <summary>The job as <c>/drift/jobb</c> shows it.</summary>
    public async Task<IReadOnlyList<HostJob>> Jobs(CancellationToken ct)
    {
        var running = await db.ReplayJobs.AsNoTracking().Where(j => j.EndedAt == null).OrderBy(j => j.RequestedAt).ToListAsync(ct);
        var failed = await db.ReplayJobs.CountAsync(j => j.State == ReplayState.Failed && !db.ReplayJobs.Any(l => l.DeliveryNo == j.DeliveryNo && l.RequestedAt > j.RequestedAt), ct);
        var seen = running.Count > 0 ? ProgressOf(running) : failed > 0 ? failed == 1 ? "En omläsning är avbruten" : $"{failed} omläsningar är avbrutna" : "Inget väntar";
        var check = failed > 0 ? new HostCheck(Name, CheckState.Warning, seen, $"Se {Path}.") : new HostCheck(Name, CheckState.Ok, seen);
        var schedule = settings.Interval == TimeSpan.Zero ? "Bara när någon ber om det" : $"Var {settings.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture)}:e sekund";
        return [new(Name, schedule, pulse.LastRun, await Next(ct), check, running.Count, failed, RunApart)];
    }

    /// <summary>Outside the request, whose user may not write for the region: it is the host that reads, whoever asks it to.</summary>
    private Task RunApart(CancellationToken ct)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(
                async () =>
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<ReplayRunner>().Run(ct);
                }, ct);
        }
    }

    private async Task<DateTime?> Next(CancellationToken ct)
    {
        if (schedulers is null || await (await schedulers.GetScheduler(ct)).GetTrigger(ReplayClock.Trigger, ct) is not { } trigger) return null;
        return trigger.NextFireTimeUtc?.UtcDateTime;
    }
}
