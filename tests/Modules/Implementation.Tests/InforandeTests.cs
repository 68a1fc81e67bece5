using System.Net;
using Kunskapsstyrning.Implementation.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Kunskapsstyrning.Implementation.Tests;

public class InforandeTests
{
    private const string Sepsis = "sepsis";

    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory, OnEachDatabase]
    public async Task A_new_host_has_19_vardforlopp_and_8_steps_and_no_reports(Engine engine)
    {
        await using var host = await Start(engine);
        Assert.Equal((19, 8, 0), await host.ReadAsync<ImplementationDb, (int, int, int)>(async db =>
            (await db.Vardforlopp.CountAsync(Ct), await db.Steps.CountAsync(Ct), await db.States.CountAsync(Ct))));
    }

    [Theory, OnEachDatabase]
    public async Task A_coordinator_reports_in_the_own_region_and_the_former_report_is_kept(Engine engine)
    {
        await using var host = await Start(engine);
        await Given(host, "Mottaget", Today.AddDays(-30));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var answer = await Post(host, "vasterbotten", "Beslut om införande", hinder: "SystemChange");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("hinder: byte av vårdsystem", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);

        var reports = await Reports(host);
        Assert.Equal([("Mottaget", Today.AddDays(-30), Today.AddDays(-1)), ("Beslut om införande", Today, null)], reports);
        var page = await Page(host, $"/inforande?redigera={Sepsis}");
        Assert.Contains("Historik för Sepsis i Västerbotten", page, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_report_of_the_same_day_is_replaced(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        (await Post(host, "vasterbotten", "Mottaget")).Dispose();
        (await Post(host, "vasterbotten", "Infört")).Dispose();
        Assert.Equal([("Infört", Today, null)], await Reports(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_coordinator_cannot_report_for_another_region(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var answer = await Post(host, "norrbotten", "Infört");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await Reports(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_reader_sees_the_picture_but_cannot_report(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Reader);
        Assert.Contains("0 av 19 vårdförlopp är införda i alla fyra regioner.", await Page(host, "/inforande"), StringComparison.Ordinal);
        Assert.DoesNotContain("Spara läget", await Page(host, $"/inforande?redigera={Sepsis}&kolumn=vasterbotten"), StringComparison.Ordinal);
        using var answer = await Post(host, "vasterbotten", "Infört");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task A_step_backward_asks_for_a_reason(Engine engine)
    {
        await using var host = await Start(engine);
        await Given(host, "Infört", Today.AddDays(-30));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using (var refused = await Post(host, "vasterbotten", "Mottaget"))
            Assert.Contains("Steget går bakåt. Skriv i kommentaren varför.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Single(await Reports(host));

        (await Post(host, "vasterbotten", "Mottaget", comment: "Nytt vårdsystem, börjar om")).Dispose();
        Assert.Equal(2, (await Reports(host)).Count);
    }

    [Theory, OnEachDatabase]
    public async Task A_day_to_come_is_a_fault_of_the_form(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var answer = await Post(host, "vasterbotten", "Infört", since: Today.AddDays(1));
        Assert.Contains("Dagen har inte varit än.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Empty(await Reports(host));
    }

    [Theory]
    [OnEachDatabase("2026-05-21", false)]
    [OnEachDatabase("2026-05-20", true)]
    public async Task A_report_older_than_six_months_is_marked_with_words(Engine engine, string reported, bool isOld)
    {
        await using var host = await Start(engine);
        await Given(host, "Införande pågår", DateOnly.ParseExact(reported, "yyyy-MM-dd", null));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        var page = await Page(host, "/inforande?visa=gamla&region=vasterbotten");
        Assert.Equal(isOld, page.Contains(reported + ", äldre än sex månader", StringComparison.Ordinal));
        Assert.Equal(isOld, (await Page(host, "/")).Contains("1 vårdförlopp har inte uppdaterats på sex månader", StringComparison.Ordinal));
    }

    [Theory, OnEachDatabase]
    public async Task The_steps_of_the_form_come_from_the_table(Engine engine)
    {
        await using var host = await Start(engine);
        await host.WriteAsync<ImplementationDb>(db => db.Add(new Step { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Position = 8, Name = "Utfasning", Progress = 4 }));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        Assert.Contains(">Utfasning</option>", await Page(host, $"/inforande?redigera={Sepsis}"), StringComparison.Ordinal);
        (await Post(host, "vasterbotten", "Utfasning")).Dispose();
        Assert.Equal([("Utfasning", Today, null)], await Reports(host));
    }

    [Theory, OnEachDatabase]
    public async Task The_picture_of_an_earlier_day_is_the_one_of_that_day(Engine engine)
    {
        await using var host = await Start(engine);
        await Given(host, "Mottaget", Today.AddDays(-30));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        (await Post(host, "vasterbotten", "Infört")).Dispose();
        Assert.Contains("Sepsis;ej rapporterat;Mottaget;", await Page(host, "/inforande.csv?datum=2026-11-20"), StringComparison.Ordinal);
        Assert.Contains("Sepsis;ej rapporterat;Infört;", await Page(host, "/inforande.csv"), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task The_picture_is_fetched_as_a_file(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Reader);
        using var excel = await host.Client.GetAsync("/inforande.xlsx", Ct);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.Content.Headers.ContentType!.MediaType);
    }

    [Theory, OnEachDatabase]
    public async Task Example_reports_are_marked_as_such_and_some_are_old_or_missing(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, new Dictionary<string, string?> { ["Demo"] = "true" }, clock: new Noon(Today));
        var states = await host.ReadAsync<ImplementationDb, List<RegionState>>(db => db.States.ToListAsync(Ct));
        Assert.All(states, s => Assert.Equal("Exempeldata", s.Source));
        var now = states.Where(s => s.Period.To is null).ToList();
        Assert.InRange(now.Count, 60, 75);
        Assert.InRange(now.Count(s => s.IsOld(Today)), 1, 20);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<TestHost> Start(Engine engine) => TestHost.StartAsync(engine, clock: new Noon(Today));

    private static async Task<string> Page(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    /// <summary>Västerbotten has reported a step of Sepsis.</summary>
    private static async Task Given(TestHost host, string step, DateOnly reported)
    {
        var (vardforlopp, stepId) = await host.ReadAsync<ImplementationDb, (Guid, Guid)>(async db =>
            ((await db.Vardforlopp.SingleAsync(v => v.Slug == Sepsis, Ct)).Id, (await db.Steps.SingleAsync(s => s.Name == step, Ct)).Id));
        await host.WriteAsync<ImplementationDb>(db => db.Add(new RegionState
        {
            Id = Guid.CreateVersion7(), Owner = Owner.Parse("24"), VardforloppId = vardforlopp, StepId = stepId, Since = reported, Source = "Regionen", Period = new(reported),
        }));
    }

    private static async Task<HttpResponseMessage> Post(TestHost host, string region, string step, string comment = "", string hinder = "None", DateOnly? since = null)
    {
        var id = await host.ReadAsync<ImplementationDb, Guid>(async db => (await db.Steps.SingleAsync(s => s.Name == step, Ct)).Id);
        return await host.Client.PostFormAsync(
            "/logga-in", // any page with a token: the coordinator's own form is not shown for another region
            new Dictionary<string, string>
            {
                ["Form.Key"] = Guid.CreateVersion7().ToString(), ["Form.Region"] = region, ["Form.Step"] = id.ToString(), ["Form.Since"] = (since ?? Today).ToString("yyyy-MM-dd", null),
                ["Form.Hinder"] = hinder, ["Form.Comment"] = comment,
            },
            $"/inforande?redigera={Sepsis}");
    }

    private static Task<List<(string Step, DateOnly From, DateOnly? To)>> Reports(TestHost host) => host.ReadAsync<ImplementationDb, List<(string Step, DateOnly From, DateOnly? To)>>(async db =>
        [.. (await db.States.Join(db.Steps, s => s.StepId, s => s.Id, (state, step) => new { step.Name, state.Period.From, state.Period.To }).OrderBy(r => r.From).ToListAsync(Ct)).Select(r => (r.Name, r.From, r.To))]);

    /// <summary>A clock that stands still at noon.</summary>
    private sealed class Noon(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(11, 0)), TimeSpan.Zero);
    }
}
