using System.Net;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Dialogues.Features;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Dialogues.Tests;

public partial class AnswerTests
{
    private const string Own = "rpo-njursjukdomar";

    [Theory, OnEachDatabase]
    public async Task A_chair_answers_section_by_section_hands_in_and_the_table_shows_it(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var link = await Link(host);
        Assert.Contains("Börja svara", await host.Client.GetStringAsync(link, Ct), StringComparison.Ordinal);
        for (var section = 1; section <= Form.Of2026.Sections.Count; section++) await Save(host.Client, link, section);
        using var receipt = await Post(host.Client, $"{link}/kontrollera", []);
        Assert.Contains("Tack, svaren är inlämnade", await receipt.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        await host.Client.SignInAsync(Roles.ProcessLead);
        var table = await host.Client.GetStringAsync("/dialoger/2026/rpo.csv?visa=inlamnat", Ct);
        Assert.Contains("RPO Njursjukdomar", table, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_missing_answer_is_told_first_on_the_page_and_nothing_is_lost(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var link = await Link(host);
        for (var section = 1; section < Form.Of2026.Sections.Count; section++) await Save(host.Client, link, section);
        using var answer = await Post(host.Client, $"{link}/kontrollera", []);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Det finns 1 fel på sidan", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#Svar_niva_\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"Svar_niva_\"", page, StringComparison.Ordinal);
        Assert.Contains("Svar på nivaer", page, StringComparison.Ordinal);
        Assert.Equal(GroupState.Started, (await Group(host)).State);
    }

    [Theory, OnEachDatabase]
    public async Task Looking_changes_nothing(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var link = await Link(host);
        var before = await Audited(host);
        foreach (var page in new[] { link, $"{link}/1", $"{link}/5", $"{link}/kontrollera", $"{link}/klart" }) await host.Client.GetStringAsync(page, Ct);
        Assert.Equal(before, await Audited(host));
        Assert.Equal(GroupState.NotOpened, (await Group(host)).State);
    }

    [Theory]
    [OnEachDatabase("abc")]
    [OnEachDatabase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_link_that_is_not_ours_is_told_so(Engine engine, string token)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        foreach (var page in new[] { "", "/1", "/kontrollera", "/klart" })
        {
            using var answer = await host.Client.GetAsync($"/svara/{token}{page}", Ct);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("Länken gäller inte", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
    }

    [Theory, OnEachDatabase]
    public async Task After_the_last_day_answers_are_locked(Engine engine)
    {
        var clock = SetClock.WhileOpen;
        await using var host = await TestHost.StartAsync(engine, clock: clock);
        var link = await Link(host);
        var section = await host.Client.GetStringAsync($"{link}/1", Ct);
        var last = await host.ReadAsync<DialoguesDb, DateOnly>(db => db.Rounds.Where(r => r.IsExample).Select(r => r.Closes!.Value).SingleAsync(Ct));
        clock.Now = new DateTimeOffset(last.AddDays(1).ToDateTime(new(0, 30)), last.Month is 11 or 12 or 1 or 2 ? TimeSpan.FromHours(1) : TimeSpan.FromHours(2));
        Assert.Contains("Omgången är stängd", await host.Client.GetStringAsync(link, Ct), StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", await host.Client.GetStringAsync($"{link}/1", Ct), StringComparison.Ordinal);

        using var late = await host.Client.PostAsync($"{link}/1", new FormUrlEncodedContent(Filled(section, 1)), Ct);
        Assert.Contains("Omgången är stängd", await late.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<DomainException>(() => SaveDirectly(host, link["/svara/".Length..]));
        Assert.Equal("questionnaire.closed", refused.Code);
        Assert.Equal(GroupState.NotOpened, (await Group(host)).State);
    }

    [Theory, OnEachDatabase]
    public async Task Nobody_writes_without_a_link(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var link = await Link(host);
        var fields = Filled(await host.Client.GetStringAsync($"{link}/1", Ct), 1);
        using var wrong = await host.Client.PostAsync("/svara/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/1", new FormUrlEncodedContent(fields), Ct);
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        using var own = await host.NewClient(followRedirects: false).PostAsync("/svara/min-grupp/1", new FormUrlEncodedContent(fields), Ct);
        Assert.NotEqual(HttpStatusCode.OK, own.StatusCode);
        fields.Remove("__RequestVerificationToken");
        using var forged = await host.Client.PostAsync($"{link}/1", new FormUrlEncodedContent(fields), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(GroupState.NotOpened, (await Group(host)).State);
    }

    [Theory, OnEachDatabase]
    public async Task The_token_is_kept_nowhere_and_a_new_link_ends_the_old(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var link = await Link(host);
        var token = link["/svara/".Length..];
        var hash = await host.ReadAsync<DialoguesDb, string>(db => db.Links.Select(l => l.Hash).SingleAsync(Ct));
        Assert.Equal(AnswerLinks.HashOf(token), hash);
        await using (var connection = await host.Services.GetRequiredService<DbPool>().OpenAsync(Ct))
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = engine == Engine.Sqlite
                ? "SELECT group_concat(changes) || (SELECT group_concat(answer) FROM kernel_idempotency_key) FROM kernel_audit_entry"
                : "SELECT string_agg(changes, ',') || (SELECT string_agg(answer, ',') FROM kernel.idempotency_key) FROM kernel.audit_entry";
            Assert.DoesNotContain(token, (string)(await command.ExecuteScalarAsync(Ct))!, StringComparison.Ordinal);
        }
        var second = await Link(host);
        Assert.NotEqual(link, second);
        using var old = await host.Client.GetAsync(link, Ct);
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task The_signed_in_chair_reaches_the_own_group_and_a_reader_does_not(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        await host.Client.SignInAsync(Roles.GroupChair);
        Assert.Contains("Besvara frågeformuläret 2026 för RPO Njursjukdomar", await host.Client.GetStringAsync("/", Ct), StringComparison.Ordinal);
        Assert.Contains("RPO Njursjukdomar", await host.Client.GetStringAsync("/svara", Ct), StringComparison.Ordinal);
        await Save(host.Client, "/svara/min-grupp", 1);
        Assert.Equal(GroupState.Started, (await Group(host)).State);
        using var reader = host.NewClient();
        await reader.SignInAsync(Roles.Reader);
        using var refused = await reader.GetAsync("/svara/min-grupp", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task Two_who_answer_the_same_question_see_both_texts(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var link = await Link(host);
        var mine = Filled(await host.Client.GetStringAsync($"{link}/1", Ct), 1);
        using var colleague = host.NewClient();
        await Save(colleague, link, 1);
        mine["Svar[nivaer]"] = "Min egen text";
        using var answer = await host.Client.PostAsync($"{link}/1", new FormUrlEncodedContent(mine), Ct);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Min egen text", page, StringComparison.Ordinal);
        Assert.Contains("Svar på nivaer", page, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_personnummer_in_an_answer_is_refused(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var link = await Link(host);
        using var answer = await Post(host.Client, $"{link}/1", new() { ["Svar[nivaer]"] = "Fråga 19121212-1212 i Umeå" });
        Assert.Contains("ser ut att innehålla ett personnummer", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(GroupState.NotOpened, (await Group(host)).State);
    }

    [Theory, OnEachDatabase]
    public async Task A_grant_reaches_the_rows_it_names_and_no_others(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, replace: services => services.AddScoped<ICurrentUser, Nobody>());
        var groups = await host.ReadAsync<DialoguesDb, List<Guid>>(db => db.Groups.OrderBy(g => g.Slug).Select(g => g.Id).Take(2).ToListAsync(Ct));
        await Assert.ThrowsAsync<NotOwnerException>(() => Touch(host, groups[0], granted: null));
        await Assert.ThrowsAsync<NotOwnerException>(() => Touch(host, groups[1], granted: groups[0]));
        Assert.True(await Touch(host, groups[0], granted: groups[0]));
    }

    [Theory, OnEachDatabase]
    public async Task The_demonstration_prints_a_link_that_works(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);
        var lines = await host.InScopeAsync(scope => new DialoguesModule().StartLines(scope, "", Ct));
        var link = Address().Match(Assert.Single(lines)).Value;
        Assert.Contains("RPO Njursjukdomar", await host.Client.GetStringAsync(link, Ct), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task The_log_says_that_it_was_the_link_s_holder_who_saved(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine, clock: SetClock.WhileOpen);

        await Save(host.Client, await Link(host), 1);

        var actor = await host.InScopeAsync(async scope =>
        {
            await using var command = scope.GetRequiredService<DbSession>().Connection.CreateCommand();
            command.CommandText = $"SELECT actor FROM kernel{(engine == Engine.Sqlite ? "_" : ".")}audit_entry ORDER BY no DESC LIMIT 1";
            return (string?)await command.ExecuteScalarAsync(Ct);
        });
        Assert.Equal("personlig länk, RPO Njursjukdomar", actor);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<string> Link(TestHost host) => host.InScopeAsync(async scope => "/svara/" + await scope.GetRequiredService<AnswerLinks>().Make(SeedDialogues.ExampleYear, Own, Ct));

    private static Task<RoundGroup> Group(TestHost host) => host.ReadAsync<DialoguesDb, RoundGroup>(db =>
        db.Groups.SingleAsync(g => g.Slug == Own && db.Rounds.Any(r => r.Id == g.RoundId && r.IsExample), Ct));

    private static Task<long> Audited(TestHost host) => host.InScopeAsync(async scope =>
    {
        await using var connection = await scope.GetRequiredService<DbPool>().OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT value FROM kernel{(scope.GetRequiredService<HostSettings>().Engine == Engine.Sqlite ? "_" : ".")}counter WHERE name = 'audit'";
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), System.Globalization.CultureInfo.InvariantCulture);
    });

    private static async Task Save(HttpClient client, string link, int section)
    {
        var page = await client.GetStringAsync($"{link}/{section}", Ct);
        using var answer = await client.PostAsync($"{link}/{section}", new FormUrlEncodedContent(Filled(page, section)), Ct);
        Assert.DoesNotContain("ds-error-summary", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string address, Dictionary<string, string> fields)
    {
        var all = Hidden(await client.GetStringAsync(address, Ct));
        foreach (var (name, value) in fields) all[name] = value;
        return await client.PostAsync(address, new FormUrlEncodedContent(all), Ct);
    }

    private static Dictionary<string, string> Filled(string page, int section)
    {
        var fields = Hidden(page);
        foreach (var question in Form.Of2026.Sections[section - 1].Questions) fields[$"Svar[{question.Key}]"] = question.Choices?.Keys.First() ?? $"Svar på {question.Key}";
        return fields;
    }

    private static Dictionary<string, string> Hidden(string page) =>
        HiddenField().Matches(page).ToDictionary(m => WebUtility.HtmlDecode(m.Groups[1].Value), m => WebUtility.HtmlDecode(m.Groups[2].Value));

    private static Task<bool> SaveDirectly(TestHost host, string token) => host.InScopeAsync(async scope =>
    {
        var question = Form.Of2026.Questions.First();
        await scope.GetRequiredService<Questionnaire>().Save(Guid.CreateVersion7(), token, new Dictionary<FormQuestion, string> { [question] = "alla" }, new Dictionary<string, int>(), Ct);
        return true;
    });

    private static Task<bool> Touch(TestHost host, Guid id, Guid? granted) => host.InScopeAsync(async scope =>
    {
        using var grant = granted is null ? null : scope.GetRequiredService<WriteGrant>().Give("Prov", row => row is RoundGroup group && group.Id == granted);
        return await scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Prov", async () =>
        {
            (await scope.GetRequiredService<DialoguesDb>().Groups.SingleAsync(g => g.Id == id, Ct)).State = GroupState.Started;
            return true;
        }, Ct);
    });

    private sealed class Nobody : ICurrentUser
    {
        public string Name => "ingen";

        public IReadOnlyCollection<string> Roles => [];

        public RegionCode? Region => null;

        public bool MayWrite(Owner owner) => false;
    }

    [GeneratedRegex("""<input(?=[^>]*type="hidden")(?=[^>]*name="([^"]+)")(?=[^>]*value="([^"]*)")[^>]*>""")]
    private static partial Regex HiddenField();

    [GeneratedRegex("/svara/[A-Za-z0-9_-]{43}")]
    private static partial Regex Address();
}
