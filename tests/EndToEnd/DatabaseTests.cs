using System.Reflection;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>What holds for every module's part of the database, whichever modules there are.</summary>
public sealed class DatabaseTests
{
    [Theory, OnEachDatabase]
    public async Task The_host_starts_on_a_fresh_database_and_says_that_it_is_ready(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        Assert.Equal("Healthy", await host.Client.GetStringAsync("/health/ready"));
    }

    [Theory, OnEachDatabase]
    public async Task Every_mapped_column_can_be_read(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var read = await host.InScopeAsync(async scope =>
        {
            var entities = 0;
            foreach (var context in scope.GetRequiredService<IEnumerable<ModuleDb>>())
            {
                foreach (var entity in context.Model.GetEntityTypes())
                {
                    await ((Task)typeof(DatabaseTests).GetMethod(nameof(ReadAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(entity.ClrType).Invoke(null, [context])!);
                    entities++;
                }
            }

            return entities;
        });
        Assert.NotEqual(0, read);
    }

    [Theory, OnEachDatabase]
    public async Task Every_module_keeps_to_its_own_tables(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var strays = await host.InScopeAsync(scope => Task.FromResult(scope.GetRequiredService<IEnumerable<ModuleDb>>()
            .SelectMany(context => context.Model.GetEntityTypes()
                .Where(entity => engine == Engine.Postgres ? entity.GetSchema() != context.Schema : !entity.GetTableName()!.StartsWith(context.Schema + "_", StringComparison.Ordinal))
                .Select(entity => entity.ClrType.Name))
            .ToList()));
        Assert.Empty(strays);
    }

    private static Task ReadAsync<T>(DbContext context)
        where T : class => context.Set<T>().AsNoTracking().Take(10).ToListAsync();
}
