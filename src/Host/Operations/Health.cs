using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kunskapsstyrning.Host.Operations;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the database is as this program wants it, the data folder can be written, the keys can be read.</summary>
internal static class Health
{
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready").AllowAnonymous();
    }
}

internal sealed class Readiness(IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var failed = (await scope.ServiceProvider.GetRequiredService<HostChecks>().Vital(cancellationToken)).Where(c => c.State == CheckState.Failed).ToList();
        return failed.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join(" ", failed.Select(c => $"{c.Name}: {c.Seen}. {c.Remedy}")));
    }
}
