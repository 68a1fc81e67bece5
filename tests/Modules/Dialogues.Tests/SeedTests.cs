using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Dialogues.Features;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Dialogues.Tests;

public class SeedTests
{
    [Theory, OnEachDatabase]
    public async Task Twenty_six_of_27_RPO_and_six_of_seven_RSG_had_their_dialogue_in_2024(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var rpo = await GroupsOf(host, GroupKind.Rpo);
        var rsg = await GroupsOf(host, GroupKind.Rsg);
        Assert.Equal((27, 26), (rpo.Count, rpo.Count(g => g.State == GroupState.Held)));
        Assert.Equal((7, 6), (rsg.Count, rsg.Count(g => g.State == GroupState.Held)));
        Assert.Equal(["RPO Sällsynta sjukdomar", "RSG Forskning och life science"], rpo.Concat(rsg).Where(g => g.State == GroupState.NotHeld && g.Why.Length > 0).Select(g => g.Name));
    }

    [Theory, OnEachDatabase]
    public async Task The_generic_uppdrag_and_the_focus_areas_are_there_once(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(async scope =>
        {
            await scope.GetRequiredService<SeedDialogues>().Run(Ct);
            return true;
        });
        var missions = await host.ReadAsync<DialoguesDb, List<Mission>>(db => db.Missions.ToListAsync(Ct));
        Assert.Equal((8, 6), (missions.Count(m => m.Kind == GroupKind.Rpo), missions.Count(m => m.Kind == GroupKind.Rsg)));
        var years = await host.ReadAsync<DialoguesDb, List<int>>(db => db.FocusAreas.Select(f => f.Year).Distinct().OrderBy(y => y).ToListAsync(Ct));
        Assert.Equal([2023, 2024], years);
    }

    [Theory, OnEachDatabase]
    public async Task The_pages_show_the_rounds_and_their_groups(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        await host.Client.SignInAsync(Roles.Reader);
        var overview = await host.Client.GetStringAsync("/dialoger", Ct);
        Assert.Contains("/dialoger/2024/rpo", overview, StringComparison.Ordinal);
        Assert.Contains("Systemets tre nivåer", overview, StringComparison.Ordinal);
        var csv = await host.Client.GetStringAsync("/dialoger/2024/rpo.csv?visa=ingen-dialog", Ct);
        Assert.Contains("Sällsynta sjukdomar", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("Njursjukdomar", csv, StringComparison.Ordinal);
        Assert.Equal("PK", (await host.Client.GetStringAsync("/dialoger/2024/rsg.xlsx", Ct))[..2]);
        using var unknown = await host.Client.GetAsync("/dialoger/2019/rpo", Ct);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<List<RoundGroup>> GroupsOf(TestHost host, GroupKind kind) => host.ReadAsync<DialoguesDb, List<RoundGroup>>(db =>
        db.Groups.Where(g => db.Rounds.Any(r => r.Id == g.RoundId && r.Year == 2024 && r.Kind == kind)).ToListAsync(Ct));
}
