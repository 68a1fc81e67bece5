using System.Net;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Sync.Contracts;
using Kunskapsstyrning.Sync.Data;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.Sync.Tests;

public class JobbTests
{
    private static readonly DateTime _at = new(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc);

    [Theory, OnEachDatabase]
    public async Task The_page_shows_runs_and_refused_entries_and_gives_them_as_files(Engine engine)
    {
        await using var host = await TestHost.StartAsync<SyncDb>(engine, db =>
        {
            db.Add(new Run { Id = Guid.CreateVersion7(), Peer = "NRF", Trigger = SyncTrigger.Schedule, StartedAt = _at, EndedAt = _at.AddSeconds(2), Result = SyncResult.Unavailable, Applied = 0, Refused = 0, Waiting = 0, Message = "NRF nås inte." });
            db.Add(new Refusal { Id = Guid.CreateVersion7(), At = _at, Peer = "NRF", No = 17, Type = "structure.group", EntityId = "x", OwnerCode = "24", Reason = "Uppgiften ägs av 24." });
        });
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        Assert.Contains("Värden har inga motparter att hämta från.", await Page(host, "/drift/jobb"), StringComparison.Ordinal);
        Assert.Contains("2026-11-21", await Page(host, "/drift/jobb?visa=logg"), StringComparison.Ordinal);
        Assert.Contains("NRF;17;structure.group;x;24;Uppgiften ägs av 24.", await Page(host, "/drift/jobb.csv?visa=avvisade"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_operations_may_see_the_jobs_and_run_them()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        await host.Client.SignInAsync(Roles.Director);
        using var refused = await host.Client.GetAsync("/drift/jobb", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        using var forbidden = await host.Client.PostFormAsync("/drift/jobb", new Dictionary<string, string>());
        Assert.False(forbidden.IsSuccessStatusCode);
    }

    private static async Task<string> Page(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, TestContext.Current.CancellationToken));
}
