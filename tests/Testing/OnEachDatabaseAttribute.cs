using System.Reflection;
using Kunskapsstyrning.Kernel;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Kunskapsstyrning.Testing;

/// <summary>
/// Runs a theory once per database engine; its first parameter is the <see cref="Engine"/>, the rest are <paramref name="more"/>.
/// Without a PostgreSQL server that row is skipped at a desk, with the remedy, and fails in CI.
/// </summary>
/// <param name="more">What follows the engine; the attribute may be repeated with other values.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnEachDatabaseAttribute(params object?[] more) : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([Row(Engine.Sqlite), Row(Engine.Postgres)]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow Row(Engine engine)
    {
        var row = new TheoryDataRow([engine, .. more]);
        var atADesk = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
        if (engine == Engine.Postgres && !Databases.HasPostgres && atADesk) row.Skip = Databases.PostgresMissing;
        return row;
    }
}
