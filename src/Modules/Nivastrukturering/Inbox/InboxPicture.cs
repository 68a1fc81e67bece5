using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Kunskapsstyrning.Nivastrukturering.Inbox;

/// <summary>What lies in the inbox, for people.</summary>
internal sealed class InboxPicture(NivastruktureringDb db, InboxSettings settings, InboxPulse pulse, IServiceScopeFactory scopes, ISchedulerFactory? schedulers = null)
{
    /// <summary>What waits in the folders of the regions, or null when nothing does.</summary>
    public async Task<Table?> Waiting(IReadOnlyList<Region> regions, CancellationToken ct)
    {
        var owners = regions.Select(r => Owner.Of(r.Code)).ToList();
        var items = (await db.InboxItems.AsNoTracking().Where(i => i.State != InboxState.Done || i.Message != "").ToListAsync(ct)).Where(i => owners.Contains(i.Owner)).OrderBy(i => i.SeenAt).ToList();
        return items.Count == 0 ? null : new Table
        {
            Title = "I inkorgen",
            Columns = [new("name", "Leverans"), new("region", "Region", ColumnKind.Region), new("status", "Läge", ColumnKind.State), new("seenAt", "Sedd"), new("remark", "Vad som händer")],
            Rows = [.. items.Select(i => new Row(QuarantinePicture.Masked(i.Name), Region.FindAny(i.Owner.Code)!, StateOf(i), DeliveryPicture.At(i.SeenAt), RemarkOf(i)))],
        };
    }

    /// <summary>A row of <c>/drift</c>; null on a host that reads no deliveries.</summary>
    public async Task<HostCheck?> Check(CancellationToken ct)
    {
        const string name = "Inkorg";
        if (settings.Regions.Count == 0) return null;
        if (pulse.Unreachable is { } folder) return new(name, CheckState.Failed, $"{folder} går inte att läsa", "Ge värdens konto läs- och skrivrätt i mappen, eller ställ in en annan med nivastrukturering:Inbox:Folder.");
        var items = await db.InboxItems.AsNoTracking().ToListAsync(ct);
        var stuck = items.Count(IsStuck);
        return stuck == 0
            ? new(name, CheckState.Ok, items.Exists(i => i.State == InboxState.Waiting) ? "Filer väntar på att bli klara" : "Inget väntar")
            : new(name, CheckState.Warning, stuck == 1 ? "En leverans går inte att läsa in" : $"{stuck} leveranser går inte att läsa in", $"Se {DeliveryPicture.ListPath}.");
    }

    /// <summary>The job as <c>/drift/jobb</c> shows it.</summary>
    public async Task<IReadOnlyList<HostJob>> Jobs(CancellationToken ct)
    {
        if (await Check(ct) is not { } check) return [];
        var items = await db.InboxItems.AsNoTracking().ToListAsync(ct);
        var schedule = settings.Interval == TimeSpan.Zero ? "Bara när någon ber om det" : $"Var {settings.Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture)}:e sekund";
        return [new("Läs in från inkorgen", schedule, pulse.LastRun, await Next(ct), check, items.Count(i => i.State == InboxState.Waiting), items.Count(IsStuck), RunApart)];
    }

    /// <summary>Outside the request, whose user may not write for the region: it is the host that reads its inbox, whoever asks it to.</summary>
    private Task RunApart(CancellationToken ct)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(
                async () =>
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<InboxReader>().Run(ct);
                }, ct);
        }
    }

    private async Task<DateTime?> Next(CancellationToken ct)
    {
        if (schedulers is null || await (await schedulers.GetScheduler(ct)).GetTrigger(InboxJob.Trigger, ct) is not { } trigger) return null;
        return trigger.NextFireTimeUtc?.UtcDateTime;
    }

    private static bool IsStuck(InboxItem item) => item.State is InboxState.Retrying or InboxState.Refused || item.Message.Length > 0;

    private static State StateOf(InboxItem item) => item.State switch
    {
        InboxState.Waiting => new(StateMark.Pagar, "Väntar"),
        InboxState.Retrying => new(StateMark.Varning, "Försöker igen"),
        InboxState.Refused => new(StateMark.Fel, "Kan inte läsas in"),
        _ => new(StateMark.Varning, "Inläst"),
    };

    private string RemarkOf(InboxItem item) => item.State switch
    {
        InboxState.Waiting => $"Läses in när alla filer i leverans.json är på plats, eller när inget har ändrats på {Words(settings.Quiet)}.",
        InboxState.Retrying => $"{item.Message} Nytt försök {DeliveryPicture.At(item.NextAt!.Value)}.",
        InboxState.Refused => $"{item.Message} Flytta filerna till rätt mapp.",
        _ => item.Message,
    };

    private static string Words(TimeSpan time) => time.TotalSeconds % 60 == 0 && time.TotalMinutes >= 2 ? $"{time.TotalMinutes} minuter" : $"{time.TotalSeconds} sekunder";
}
