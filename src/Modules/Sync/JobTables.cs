using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Sync.Contracts;
using Kunskapsstyrning.Sync.Data;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Kunskapsstyrning.Sync;

/// <summary>What <c>/drift/jobb</c> shows: the jobs, their last runs, and what was refused.</summary>
internal sealed class JobTables(SyncDb db, SyncSettings settings, ISynchronisation synchronisation, IEnumerable<IModule> modules, IServiceProvider scope, ISchedulerFactory? schedulers = null)
{
    private const int Newest = 200;

    /// <summary>What the other modules do by the clock.</summary>
    public async Task<IReadOnlyList<HostJob>> OfModules(CancellationToken ct)
    {
        List<HostJob> jobs = [];
        foreach (var module in modules) jobs.AddRange(await module.Jobs(scope, ct));
        return jobs;
    }

    /// <summary>One row per job: schedule, last and next run, result.</summary>
    public async Task<Table> Jobs(CancellationToken ct)
    {
        var next = await Next(ct);
        var status = await synchronisation.Status(ct);
        return new Table
        {
            Title = "Jobb",
            Columns =
            [
                new("job", "Jobb"), new("schedule", "Schema"), new("lastRun", "Senast"), new("nextRun", "Nästa"), new("result", "Resultat", ColumnKind.State),
                new("entry", "Hämtat till post", ColumnKind.Integer), new("waiting", "Väntar", ColumnKind.Integer), new("refused", "Avvisade", ColumnKind.Integer), new("message", "Vad som hände"),
            ],
            Rows = [.. status.Select(s => new Row($"Hämta från {s.Peer}", Schedule(), Instant(s.LastRun), next ?? Cell.NotApplicable, s.Result is { } result ? StateOf(result) : new State(StateMark.Inte, "Inte körd"),
                s.Number, (long)s.Waiting, (long)s.Refused, s.Message)),
                .. (await OfModules(ct)).Select(j => new Row(j.Name, j.Schedule, Instant(j.LastRun), Instant(j.NextRun), StateOf(j), Cell.NotApplicable, (long)j.Waiting, (long)j.Refused, $"{j.Check.Seen}. {j.Check.Remedy}".TrimEnd('.', ' ') + "."))],
            EmptyText = "Inga jobb: inga motparter är inställda",
        };
    }

    /// <summary>The newest runs.</summary>
    public async Task<Table> Log(CancellationToken ct)
    {
        var runs = await db.Runs.AsNoTracking().OrderByDescending(r => r.StartedAt).Take(Newest).ToListAsync(ct);
        return new Table
        {
            Title = "Logg",
            Columns =
            [
                new("startedAt", "Började"), new("job", "Jobb"), new("trigger", "Startades av"), new("seconds", "Tid, s", ColumnKind.Number) { Decimals = 1 }, new("result", "Resultat", ColumnKind.State),
                new("applied", "Utförda", ColumnKind.Integer), new("waiting", "Väntar", ColumnKind.Integer), new("refused", "Avvisade", ColumnKind.Integer), new("message", "Vad som hände"),
            ],
            Rows = [.. runs.Select(r => new Row(Instant(r.StartedAt), $"Hämta från {r.Peer}", TriggerOf(r.Trigger), (decimal)(r.EndedAt - r.StartedAt).TotalSeconds, StateOf(r.Result),
                (long)r.Applied, (long)r.Waiting, (long)r.Refused, r.Message))],
            EmptyText = "Inget jobb har körts än",
        };
    }

    /// <summary>The newest refused entries.</summary>
    public async Task<Table> Refused(CancellationToken ct)
    {
        var refusals = await db.Refusals.AsNoTracking().OrderByDescending(r => r.At).Take(Newest).ToListAsync(ct);
        return new Table
        {
            Title = "Avvisade uppgifter",
            Columns = [new("at", "När"), new("peer", "Från"), new("entry", "Post", ColumnKind.Integer), new("type", "Uppgift"), new("id", "Nyckel"), new("owner", "Ägare"), new("reason", "Varför")],
            Rows = [.. refusals.Select(r => new Row(Instant(r.At), r.Peer, r.No, r.Type, r.EntityId, r.OwnerCode, r.Reason))],
            EmptyText = "Ingen uppgift har avvisats",
        };
    }

    private string Schedule() => settings.Interval == TimeSpan.Zero ? "Bara när någon ber om det"
        : settings.Interval == TimeSpan.FromMinutes(1) ? "Varje minut" : $"Var {settings.Interval.TotalMinutes.ToString(CultureInfo.InvariantCulture)}:e minut";

    private async Task<string?> Next(CancellationToken ct)
    {
        if (schedulers is null || await (await schedulers.GetScheduler(ct)).GetTrigger(PullJob.Trigger, ct) is not { } trigger) return null;
        return trigger.NextFireTimeUtc is { } at ? SwedishFormat.Instant(at) : null;
    }

    private static Cell Instant(DateTime? utc) => utc is { } at ? SwedishFormat.Instant(new DateTimeOffset(at)) : Cell.NotApplicable;

    private static State StateOf(HostJob job) => job.Check.State switch
    {
        CheckState.Ok => job.LastRun is null ? new(StateMark.Inte, "Inte körd") : new(StateMark.Klar, "Klart"),
        CheckState.Warning => new(StateMark.Varning, "Väntar på någon"),
        _ => new(StateMark.Fel, "Fel"),
    };

    private static State StateOf(SyncResult result) => result switch
    {
        SyncResult.Done => new(StateMark.Klar, "Klart"),
        SyncResult.Partial => new(StateMark.Varning, "Delvis"),
        SyncResult.Unavailable => new(StateMark.Varning, "Nås inte"),
        _ => new(StateMark.Fel, "Stoppad"),
    };

    private static string TriggerOf(SyncTrigger trigger) => trigger switch
    {
        SyncTrigger.Schedule => "schemat",
        SyncTrigger.Page => "Kör nu",
        _ => "kst sync now",
    };
}
