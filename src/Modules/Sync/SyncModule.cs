using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
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
            .AddScoped<Lease>()
            .AddScoped<PullFeed>()
            .AddScoped<JobTables>()
            .AddScoped<ISynchronisation, Synchronisation>();
        if (sync.Peers.Count == 0) return;
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(p => p.GetRequiredService<PeerDoor>());
        if (sync.Interval == TimeSpan.Zero) return;
        services.AddQuartz(q => q.ScheduleJob<PullJob>(t => t.WithIdentity(PullJob.Trigger).StartNow().WithSimpleSchedule(s => s.WithInterval(sync.Interval).RepeatForever())));
        services.AddQuartzHostedService();
    }

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => ServeFeed.Map(routes);
}
