using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Sync.Contracts;
using Kunskapsstyrning.Sync.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Sync.Tests;

/// <summary>NRF's host fetches from a peer that is Västerbotten (24), or says so.</summary>
public class FetchTests
{
    private const string Group = "structure.group", Area = "structure.group-area";

    [Theory, OnEachDatabase]
    public async Task What_the_peer_changes_is_here_with_its_owner_and_its_version_and_not_in_the_own_feed(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        var head = await Head(host);
        var id = Guid.CreateVersion7();
        peer.Add(Group, FakePeer.Lpo("24", "Hud", id));
        peer.Add(Group, FakePeer.Lpo("24", "Hud", id, status: "Startad"), "~");
        peer.Add(Area, FakePeer.Area("24", id, "Eksem"));

        Assert.Equal((SyncResult.Done, 3, 0, 0), await Fetch(host));
        Assert.Equal(["Hud|24|Startad|3"], await Lpos(host));
        Assert.Equal((SyncResult.Done, 0, 0, 0), await Fetch(host));
        Assert.Equal(head, await Head(host));

        peer.Feed.RemoveAt(2);
        Assert.Equal(SyncResult.Stopped, (await Fetch(host)).Result); // the peer has lost what was fetched
        peer.Add(Area, FakePeer.Area("24", id, "Eksem"));
        Assert.Equal(SyncResult.Stopped, (await Fetch(host)).Result); // and put another in its place
        Assert.Equal(["Hud|24|Startad|3"], await Lpos(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_removed_row_is_removed_and_every_page_moves_the_checkpoint(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        peer.PageSize = 1;
        var lpo = FakePeer.Lpo("24", "Hud");
        peer.Add(Group, lpo);
        peer.Add(Group, FakePeer.Lpo("24", "Öron"));
        peer.Add(Group, lpo.DeepClone().AsObject(), "-");
        Assert.Equal((SyncResult.Done, 3, 0, 0), await Fetch(host));
        Assert.Equal(["Öron|24||3"], await Lpos(host));
        Assert.Equal((3L, peer.Feed[2].Hash), await host.ReadAsync<SyncDb, (long, string)>(async db =>
        {
            var at = await db.Checkpoints.SingleAsync(Ct);
            return (at.No, at.Hash);
        }));
        Assert.Equal(3, await host.ReadAsync<SyncDb, int>(db => db.Received.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task Rows_that_the_peer_does_not_own_are_refused_and_told_and_the_rest_goes_on(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        var (rpoId, rpoName) = await AnRpo(host);
        peer.Add(Group, FakePeer.Lpo("NRF", "Kapad", rpoId)); // says openly that it is NRF's
        peer.Add(Group, FakePeer.Lpo("24", "Kapad", rpoId)); // takes over NRF's row
        peer.Add(Group, FakePeer.Lpo("25", "Kapad"), owner: "24"); // says one thing outside and another inside
        peer.Add(Group, FakePeer.Lpo("22", "Kapad"));
        peer.Add(Group, FakePeer.Lpo("24", "Hud"));
        peer.Feed[^1] = Rehash(peer, peer.Feed[^1] with { Payload = peer.Feed[^1].Payload.Replace("\"Lpo\"", "\"Kpo\"", StringComparison.Ordinal) });
        peer.Add(Group, FakePeer.Lpo("24", "Öron"));

        Assert.Equal((SyncResult.Partial, 1, 5, 0), await Fetch(host));
        Assert.Equal(["Öron|24||3"], await Lpos(host));
        Assert.Equal((rpoId, rpoName), await AnRpo(host));
        var refusals = await host.ReadAsync<SyncDb, List<Refusal>>(db => db.Refusals.OrderBy(r => r.No).ToListAsync(Ct));
        Assert.Equal([1L, 2, 3, 4, 5], refusals.Select(r => r.No));
        Assert.Equal("Uppgiften ägs här av NRF.", refusals[1].Reason);
        Assert.Equal((SyncResult.Done, 0, 0, 0), await Fetch(host)); // each is told once
        var status = Assert.Single(await host.InScopeAsync(s => s.GetRequiredService<ISynchronisation>().Status(Ct)));
        Assert.Equal((6L, 5, SyncResult.Done), (status.Number, status.Refused, status.Result));
    }

    [Theory, OnEachDatabase]
    public async Task A_changed_entry_a_gap_and_a_wrong_order_stop_before_anything_is_written(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        foreach (var name in new[] { "A", "B", "C" }) peer.Add(Group, FakePeer.Lpo("24", name));
        var good = peer.Feed.ToList();

        peer.Feed[1] = good[1] with { Payload = good[1].Payload.Replace("\"B\"", "\"X\"", StringComparison.Ordinal) };
        Assert.Equal((SyncResult.Stopped, 0, 0, 0), await Fetch(host));
        peer.Feed[1] = good[1];
        peer.Feed.RemoveAt(1);
        Assert.Equal((SyncResult.Stopped, 0, 0, 0), await Fetch(host));
        peer.Feed.Insert(0, good[1]);
        Assert.Equal((SyncResult.Stopped, 0, 0, 0), await Fetch(host));
        Assert.Empty(await Lpos(host));

        peer.Feed.Clear();
        peer.Feed.AddRange(good);
        Assert.Equal((SyncResult.Done, 3, 0, 0), await Fetch(host));
        Assert.Equal(3, (await Lpos(host)).Count);
    }

    [Theory, OnEachDatabase]
    public async Task After_a_restore_everything_is_fetched_again_and_what_the_peer_lost_goes(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        var kept = Guid.CreateVersion7();
        peer.Add(Group, FakePeer.Lpo("24", "Kvar", kept));
        peer.Add(Group, FakePeer.Lpo("24", "Förlorad"));
        peer.Add(Group, FakePeer.Lpo("24", "Kvar", kept, status: "Ny"), "~");
        await Fetch(host);

        peer.Feed.RemoveRange(1, 2);
        peer.Epoch = Guid.CreateVersion7();
        peer.Add(Group, FakePeer.Lpo("24", "Efteråt"));
        peer.PageSize = 1;
        Assert.Equal((SyncResult.Done, 2, 0, 0), await Fetch(host));
        Assert.Equal(["Efteråt|24||3", "Kvar|24||3"], await Lpos(host));
        Assert.Equal(27, await host.InScopeAsync(s => Count(s, g => g.GetType().GetProperty("Kind")!.GetValue(g)!.ToString() == "Rpo" && Open(g)))); // NRF's own are left alone
    }

    [Theory, OnEachDatabase]
    public async Task An_entry_that_points_at_what_has_not_come_waits_and_is_carried_out_when_it_has(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        var group = Guid.CreateVersion7();
        peer.Add(Area, FakePeer.Area("24", group, "Eksem"));
        peer.Add("structure.unknown", FakePeer.Area("24", group, "Framtida"));
        Assert.Equal((SyncResult.Done, 0, 0, 2), await Fetch(host));
        peer.Add(Group, FakePeer.Lpo("24", "Hud", group));
        Assert.Equal((SyncResult.Done, 2, 0, 1), await Fetch(host));
        Assert.Equal(["Hud|24||3"], await Lpos(host));
    }

    [Theory, OnEachDatabase]
    public async Task One_process_fetches_at_a_time_and_who_has_lost_the_lease_writes_nothing(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        await host.InScopeAsync(async paused =>
        {
            var lease = paused.GetRequiredService<Lease>();
            var token = (await lease.Take(Ct))!.Value;
            Assert.Empty(await host.InScopeAsync(s => s.GetRequiredService<ISynchronisation>().Now(null, SyncTrigger.Command, Ct))); // busy
            Assert.True(await lease.Holds(token, Ct));
            await lease.Release();
            Assert.True(await host.InScopeAsync(async s => await s.GetRequiredService<Lease>().Take(Ct) > token));
            Assert.False(await lease.Holds(token, Ct));
            Assert.False(await lease.Renew(Ct));
            return true;
        });
    }

    [Theory, OnEachDatabase]
    public async Task A_copy_cannot_be_changed_here(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        await using var host = await Start(engine, peer);
        peer.Add(Group, FakePeer.Lpo("24", "Hud"));
        await Fetch(host);
        await Assert.ThrowsAsync<NotOwnerException>(() => host.InScopeAsync(scope => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Försök", async () =>
        {
            var db = StructureOf(scope);
            db.Remove((await Groups(db)).Single(g => OwnerOf(g) == "24"));
            return true;
        }, Ct)));
        Assert.Equal(["Hud|24||3"], await Lpos(host));
    }

    [Theory, OnEachDatabase]
    public async Task A_region_that_was_its_own_nrf_is_told_to_begin_anew(Engine engine)
    {
        await using var peer = await FakePeer.StartAsync();
        Dictionary<string, string?> settings = new(peer.Settings("NRF")) { ["Host:Role"] = "Region", ["Host:Region"] = "norrbotten" };
        await using var host = await TestHost.StartAsync(engine, settings); // its database was seeded without a peer
        var run = Assert.Single(await host.InScopeAsync(s => s.GetRequiredService<ISynchronisation>().Now(null, SyncTrigger.Command, Ct)));
        Assert.Equal(SyncResult.Stopped, run.Result);
        Assert.Contains("Börja om med en tom databas", run.Message, StringComparison.Ordinal);
    }

    private static FeedItem Rehash(FakePeer peer, FeedItem item) => item with { Hash = item.HashAfter(peer.Feed[(int)item.No - 2].Hash) };

    private static Task<TestHost> Start(Engine engine, FakePeer peer) => TestHost.StartAsync(engine, new Dictionary<string, string?>(peer.Settings("24")) { ["Host:Role"] = "Federation" });

    private static async Task<(SyncResult Result, int Applied, int Refused, int Waiting)> Fetch(TestHost host)
    {
        var run = Assert.Single(await host.InScopeAsync(s => s.GetRequiredService<ISynchronisation>().Now(null, SyncTrigger.Command, Ct)));
        return (run.Result, run.Applied, run.Refused, run.Waiting);
    }

    private static Task<long> Head(TestHost host) => host.InScopeAsync(async s => (await s.GetRequiredService<IChangeFeed>().After(0, 1, Ct)).Head);

    private static Task<List<string>> Lpos(TestHost host) => host.InScopeAsync(async scope => (await Groups(StructureOf(scope)))
        .Where(g => Text(g, "Kind") == "Lpo").Select(g => $"{Text(g, "Name")}|{OwnerOf(g)}|{Text(g, "Status")}|{Text(g, "Version")}").Order(StringComparer.Ordinal).ToList());

    private static Task<(Guid Id, string Name)> AnRpo(TestHost host) => host.InScopeAsync(async scope => (await Groups(StructureOf(scope)))
        .Where(g => Text(g, "Kind") == "Rpo").Select(g => ((Guid)g.GetType().GetProperty("Id")!.GetValue(g)!, Text(g, "Name"))).Min());

    private static async Task<int> Count(IServiceProvider scope, Func<object, bool> where) => (await Groups(StructureOf(scope))).Count(where);

    private static bool Open(object group) => ((Period)group.GetType().GetProperty("Period")!.GetValue(group)!).To is null;

    /// <summary>Structure's types are its own: here they are reached as the feed reaches them, by name.</summary>
    private static ModuleDb StructureOf(IServiceProvider scope) => scope.GetRequiredService<IEnumerable<ModuleDb>>().Single(db => db.Schema == "structure");

    private static async Task<List<object>> Groups(ModuleDb db)
    {
        var type = db.Model.GetEntityTypes().Single(t => t.ClrType.Name == "Group").ClrType;
        var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!.MakeGenericMethod(type).Invoke(db, null)!;
        return await set.ToListAsync(Ct);
    }

    private static string OwnerOf(object row) => ((IOwned)row).Owner.Code;

    private static string Text(object row, string property) => row.GetType().GetProperty(property)!.GetValue(row)?.ToString() ?? "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
