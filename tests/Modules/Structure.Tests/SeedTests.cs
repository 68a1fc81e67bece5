using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Structure.Tests;

public class SeedTests
{
    [Theory, OnEachDatabase]
    public async Task A_new_host_has_NRF_s_structure_of_2024(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        Assert.Equal((27, 7, 25), await Count(host, new(2024, 6, 1)));
    }

    [Theory, OnEachDatabase]
    public async Task The_structure_of_an_earlier_day_is_the_one_before_the_split(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        Assert.Equal(26, (await Count(host, new(2023, 12, 31))).Rpo);
        var names = await host.ReadAsync<StructureDb, List<string>>(db => db.Groups
            .Where(g => g.Kind == GroupKind.Rpo && g.Period.To == new DateOnly(2023, 12, 31)).Select(g => g.Name).ToListAsync(Ct));
        Assert.Equal(["Medicinsk diagnostik"], names);
    }

    [Theory, OnEachDatabase]
    public async Task Merges_splits_and_renames_are_kept_as_lineage(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var kinds = await host.ReadAsync<StructureDb, List<string>>(db => db.Lineages.OrderBy(l => l.Date).Select(l => l.Kind).ToListAsync(Ct));
        Assert.Equal(["rename", "split", "split", "merge", "merge"], kinds);
    }

    [Theory, OnEachDatabase]
    public async Task Every_RPO_mirrors_a_national_group(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var alone = await host.ReadAsync<StructureDb, List<string>>(db => db.Groups
            .Where(g => g.Kind == GroupKind.Rpo && !db.Mirrors.Any(m => m.LowerId == g.Id)).Select(g => g.Name).ToListAsync(Ct));
        Assert.Empty(alone);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<(int Rpo, int Rsg, int Npo)> Count(TestHost host, DateOnly day) => host.InScopeAsync(async scope =>
    {
        var kinds = await scope.GetRequiredService<StructureDb>().Groups.Where(g => g.Period.From <= day && (g.Period.To == null || day <= g.Period.To)).Select(g => g.Kind).ToListAsync(Ct);
        return (kinds.Count(k => k == GroupKind.Rpo), kinds.Count(k => k == GroupKind.Rsg), kinds.Count(k => k == GroupKind.Npo));
    });
}
