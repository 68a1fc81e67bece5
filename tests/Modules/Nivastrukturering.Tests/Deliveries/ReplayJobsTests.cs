using System.Net;
using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Replay;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class ReplayJobsTests
{
    private const string NewKommun = "2599", List = "/administration/import", Pages = List + "/las-om";
    private const int ChunkRows = 3;

    [Theory, OnEachDatabase]
    public async Task A_job_goes_on_where_a_killed_process_left_it_and_no_row_becomes_two_contacts(Engine engine)
    {
        await using var host = await Started(engine);
        var (delivery, right, wrong) = await Waiting(host);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        using var started = await host.Client.PostFormAsync($"{Pages}?leverans={delivery.Id}", Key(), $"{Pages}?leverans={delivery.Id}&handler=Starta");
        using var again = await host.Client.PostFormAsync($"{Pages}?leverans={delivery.Id}", Key(), $"{Pages}?leverans={delivery.Id}&handler=Starta");
        Assert.Contains($"0 av {right + wrong} rader lästa om", await Text(started), StringComparison.Ordinal);

        await Killed(host, afterChunks: 2);
        var halfway = await host.Client.GetAsync($"{Pages}?leverans={delivery.Id}", Ct);
        var still = await host.Client.GetAsync($"{Pages}?leverans={delivery.Id}&stilla=true", Ct);
        var job = Assert.Single(await Jobs(host));
        Assert.Equal((ReplayState.Running, right + wrong, 2 * ChunkRows), (job.State, job.Total, job.Read));
        Assert.InRange(job.Accepted, 1, 2 * ChunkRows - 1);
        Assert.Equal("5", Assert.Single(halfway.Headers.GetValues("Refresh")));
        Assert.False(still.Headers.Contains("Refresh"));
        Assert.Contains($"6 av {right + wrong} rader lästa om, {job.Accepted} inlästa, {6 - job.Accepted} väntar fortfarande", await Text(halfway), StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        Assert.Contains($"6 av {right + wrong} rader lästa om", WebUtility.HtmlDecode(await host.Client.GetStringAsync("/drift/jobb", Ct)).Replace('\u00a0', ' '), StringComparison.Ordinal);

        await Task.WhenAll(Run(host), Run(host));
        await Run(host);

        job = Assert.Single(await Jobs(host));
        Assert.Equal((ReplayState.Done, right + wrong, right), (job.State, job.Read, job.Accepted));
        var after = (await Waiting(host)).Delivery;
        Assert.Equal((delivery.Accepted + right, delivery.Quarantined - right), (after.Accepted, after.Quarantined));
        var notes = await host.ReadAsync<NivastruktureringDb, List<RowCorrection>>(db => db.RowCorrections.AsNoTracking().Where(c => c.ContactId != null).ToListAsync(Ct));
        Assert.Equal(right, notes.Count);
        Assert.All(notes, n => Assert.Equal(job.RequestedBy, n.By));
        Assert.Equal(after.Accepted, await host.ReadAsync<NivastruktureringDb, int>(db => db.Contacts.CountAsync(c => c.DeliveryNo == delivery.No, Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task A_job_that_is_stopped_keeps_what_was_read_and_one_of_an_undone_delivery_says_why_it_ended(Engine engine)
    {
        await using var host = await Started(engine);
        var (delivery, right, wrong) = await Waiting(host);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        using (await host.Client.PostFormAsync(Pages, Key(), $"{Pages}?handler=Starta")) await Killed(host, afterChunks: 1);
        var stopped = Assert.Single(await Jobs(host));
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        using var foreign = await host.Client.PostFormAsync("/logga-in", Key(stopped.Id), $"{Pages}?handler=Stoppa"); // a page with a form to take the token from
        using var hidden = await host.Client.GetAsync($"{Pages}?leverans={delivery.Id}", Ct);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (foreign.StatusCode, hidden.StatusCode));
        Assert.Equal(ReplayState.Running, Assert.Single(await Jobs(host)).State);

        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        using var stop = await host.Client.PostFormAsync(Pages, Key(stopped.Id), $"{Pages}?handler=Stoppa");
        Assert.Contains("Stoppad", await Text(stop), StringComparison.Ordinal);
        await Run(host);
        stopped = Assert.Single(await Jobs(host));
        Assert.Equal((ReplayState.Stopped, ChunkRows), (stopped.State, stopped.Read));
        Assert.Equal(right - stopped.Accepted, (await Waiting(host)).Right);

        using (await host.Client.PostFormAsync(Pages, Key(), $"{Pages}?handler=Starta"))
        using (await host.Client.PostFormAsync($"{List}/{delivery.Id}/angra", Key())) await Run(host);
        var failed = Assert.Single(await Jobs(host), j => j.Id != stopped.Id);
        Assert.Equal((ReplayState.Failed, 0, right + wrong - stopped.Accepted), (failed.State, failed.Read, failed.Total));
        Assert.Contains("Leveransen gäller inte", await host.Client.GetStringAsync($"{Pages}.csv", Ct), StringComparison.Ordinal);
        Assert.Contains("Leveransen gäller inte", await host.Client.GetStringAsync(Pages, Ct), StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        using var forbidden = await host.Client.GetAsync(Pages, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task However_small_the_chunks_no_row_that_waits_is_fetched_for_other_rows_than_itself(Engine engine)
    {
        await using var host = await Started(engine, "vasterbotten", chunkRows: 1); // its diagnoses and procedures have rows of their own
        var (delivery, right, wrong) = await Waiting(host);
        var waiting = await host.ReadAsync<NivastruktureringDb, int>(db => db.QuarantineRows.CountAsync(q => q.Cells != null, Ct));
        Assert.True(waiting > right + wrong && wrong > 5, $"{waiting} rows, {right} right, {wrong} wrong");
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        using var started = await host.Client.PostFormAsync($"{Pages}?leverans={delivery.Id}", Key(), $"{Pages}?leverans={delivery.Id}&handler=Starta");

        var fetched = await host.InScopeAsync(async scope =>
        {
            using FetchedRows rows = new(scope.GetRequiredService<NivastruktureringDb>(), "quarantine_row");
            await scope.GetRequiredService<ReplayRunner>().Run(Ct);
            return rows.Count;
        });

        Assert.Equal(right + wrong, Assert.Single(await Jobs(host)).Read);
        Assert.InRange(fetched, right + wrong, 3 * waiting); // its id, itself, and itself among those that have its id
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A month with a kommun that is not known yet in some rows, one that never is in others, and then a register that knows the first.</summary>
    private static async Task<TestHost> Started(Engine engine, string region = "norrbotten", int chunkRows = ChunkRows)
    {
        var host = await TestHost.StartAsync(engine, new Dictionary<string, string?>
        {
            ["nivastrukturering:Replay:ChunkRows"] = $"{chunkRows}", ["nivastrukturering:Replay:IntervalSeconds"] = "0", ["nivastrukturering:Inbox:IntervalSeconds"] = "0",
        });
        await Spoiled.LoadReference(host);
        await Spoiled.Import(host, region, Spoiled.WithKommunFaults(host, region, NewKommun, Spoiled.KommunFault));
        var register = await File.ReadAllTextAsync(Path.Combine(Repository.DataSet("sample"), "gemensamt", "kommuner.csv"), Ct);
        await host.InScopeAsync(scope => scope.GetRequiredService<IReferenceImport>().Import(
            new MemoryStream(Encoding.UTF8.GetBytes(register.TrimEnd() + $"\n{NewKommun};Nya kommunen;100;2023\n")), "kommuner.csv", dryRun: false, Ct));
        return host;
    }

    /// <summary>The delivery, and how many of its rows are right and wrong by the new register.</summary>
    private static Task<(Delivery Delivery, int Right, int Wrong)> Waiting(TestHost host) => host.ReadAsync<NivastruktureringDb, (Delivery, int, int)>(async db =>
    {
        var rows = await db.QuarantineRows.AsNoTracking().Where(Features.ReplayDesk.IsCorrectable).ToListAsync(Ct);
        var right = rows.Count(r => r.Codes == Kst.UnknownKommun.Name() && r.Cells!.Contains(NewKommun, StringComparison.Ordinal));
        return (await db.Deliveries.AsNoTracking().SingleAsync(Ct), right, rows.Count - right);
    });

    private static Task<List<ReplayJob>> Jobs(TestHost host) => host.ReadAsync<NivastruktureringDb, List<ReplayJob>>(db => db.ReplayJobs.AsNoTracking().ToListAsync(Ct));

    private static Task<bool> Run(TestHost host) => host.InScopeAsync(async scope =>
    {
        await scope.GetRequiredService<ReplayRunner>().Run(Ct);
        return true;
    });

    /// <summary>A process that dies after some chunks.</summary>
    private static async Task Killed(TestHost host, int afterChunks)
    {
        var left = afterChunks;
        try
        {
            Fault.Watcher = step =>
            {
                if (step == "replay.chunk" && --left == 0) throw new OperationCanceledException("killed");
            };
            await Assert.ThrowsAsync<OperationCanceledException>(() => Run(host));
        }
        finally
        {
            Fault.Watcher = null;
        }
    }

    private static Dictionary<string, string> Key(Guid? job = null) => new() { ["Key"] = Guid.CreateVersion7().ToString(), ["job"] = $"{job}" };

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)).Replace('\u00a0', ' ');
}
