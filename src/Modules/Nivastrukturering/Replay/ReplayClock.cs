using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Kunskapsstyrning.Nivastrukturering.Replay;

/// <summary>Wakes the runner by the clock, in every process of the host; the lease decides which of them reads.</summary>
[DisallowConcurrentExecution]
internal sealed class ReplayClock(IServiceScopeFactory scopes, ILogger<ReplayClock> log) : IJob
{
    /// <summary>The trigger's name, for asking when it fires next.</summary>
    public static readonly TriggerKey Trigger = new("replay", "nivastrukturering");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<ReplayRunner>().Run(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError("Jobs that read rows again could not be looked for: {Failure}; the next look tries again", failure.GetType().Name);
        }
    }
}
