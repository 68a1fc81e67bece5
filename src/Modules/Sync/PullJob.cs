using Kunskapsstyrning.Sync.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Kunskapsstyrning.Sync;

/// <summary>Wakes the fetch by the clock, in every process of the host; the lease decides which of them fetches.</summary>
[DisallowConcurrentExecution]
internal sealed class PullJob(IServiceScopeFactory scopes, ILogger<PullJob> log) : IJob
{
    /// <summary>The trigger's name, for asking when it fires next.</summary>
    public static readonly TriggerKey Trigger = new("fetch", "sync");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ISynchronisation>().Now(peer: null, SyncTrigger.Schedule, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "The fetch from other hosts failed; the next one tries again");
        }
    }
}
