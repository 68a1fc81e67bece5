using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Kunskapsstyrning.Nivastrukturering.Inbox;

/// <summary>Wakes the reader of the inbox by the clock, in every process of the host; the lease decides which of them reads.</summary>
[DisallowConcurrentExecution]
internal sealed class InboxJob(IServiceScopeFactory scopes, ILogger<InboxJob> log) : IJob
{
    /// <summary>The trigger's name, for asking when it fires next.</summary>
    public static readonly TriggerKey Trigger = new("inbox", "nivastrukturering");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<InboxReader>().Run(cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError("The inbox could not be read: {Failure}; the next look tries again", failure.GetType().Name); // its message may hold text of a row
        }
    }
}
