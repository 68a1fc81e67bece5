using Kunskapsstyrning.Kernel.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kunskapsstyrning.Host;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the database is reached and as this program wants it.</summary>
internal static class Health
{
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") }).AllowAnonymous();
    }
}

internal sealed class DatabaseHealth(IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var state = await scope.ServiceProvider.GetRequiredService<Migrator>().State(cancellationToken);
        return state == SchemaState.Current ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Databasen är {state}.");
    }
}
