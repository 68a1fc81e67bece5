using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Sync.Contracts;
using Kunskapsstyrning.Sync.Data;
using Kunskapsstyrning.Sync.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;

namespace Kunskapsstyrning.Sync;

/// <summary>The exchange with other hosts: serves this host's change feed, fetches theirs, and keeps what came (docs/adr/0014).</summary>
public sealed class SyncModule : IModule
{
    private const int CertificateWarning = 60; // days

    /// <inheritdoc/>
    public string Name => "sync";

    /// <inheritdoc/>
    public void Register(IServiceCollection services, ModuleSettings settings)
    {
        var sync = SyncSettings.Read(settings.Configuration, settings.Host);
        services
            .AddModuleDb<SyncDb>(Name)
            .AddSingleton(sync)
            .AddSingleton<HostCertificate>()
            .AddSingleton<ISyncIdentity>(p => p.GetRequiredService<HostCertificate>())
            .AddSingleton<PeerClient>()
            .AddSingleton<PeerDoor>()
            .AddSingleton<IStartupFilter>(p => p.GetRequiredService<PeerDoor>())
            .AddScoped(p => p.GetRequiredService<Leases>().Of("sync.fetch"))
            .AddScoped<PullFeed>()
            .AddScoped<JobTables>()
            .AddScoped<ISynchronisation, Synchronisation>();
        if (!settings.Serves || sync.Peers.Count == 0) return;
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(p => p.GetRequiredService<PeerDoor>());
        if (sync.Interval == TimeSpan.Zero) return;
        var isWoken = services.Any(s => s.ServiceType == typeof(ISchedulerFactory)); // another module has added what wakes the jobs of all
        services.AddQuartz(q => q.ScheduleJob<PullJob>(t => t.WithIdentity(PullJob.Trigger).StartNow().WithSimpleSchedule(s => s.WithInterval(sync.Interval).RepeatForever())));
        if (!isWoken) services.AddQuartzHostedService();
    }

    /// <inheritdoc/>
    public IReadOnlyList<NavigationLink> Navigation => [new("Drift", "Jobb", "/drift/jobb", Permissions.ReadOperations)];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HostCheck>> Health(IServiceProvider scope, CancellationToken ct)
    {
        var peers = await scope.GetRequiredService<ISynchronisation>().Status(ct);
        if (peers.Count == 0) return [];
        var days = scope.GetRequiredService<ISyncIdentity>().DaysLeft;
        return
        [
            new("Synkens certifikat", days < CertificateWarning ? CheckState.Warning : CheckState.Ok, $"Gäller i {days} dagar till", days < CertificateWarning ? "Gör ett nytt och lämna tumavtrycket till motparterna innan det gamla går ut." : null),
            .. peers.Select(CheckOf),
        ];
    }

    private static HostCheck CheckOf(PeerStatus peer) => new(
        $"Synk med {peer.Peer}",
        peer.Result switch { SyncResult.Done or null => CheckState.Ok, SyncResult.Stopped => CheckState.Failed, _ => CheckState.Warning },
        peer.LastDone is { } done ? $"Senast klar {SwedishFormat.Instant(new DateTimeOffset(done))}" : "Har inte hämtat än",
        peer.Result is SyncResult.Done or null ? null : peer.Message);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => ServeFeed.Map(routes);
}
