using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests;

public class UnitOfWorkTests
{
    [Theory, OnEachDatabase]
    public async Task The_same_key_gives_the_first_answer_and_writes_once(Engine engine)
    {
        await using var host = await Start(engine);
        var key = Guid.CreateVersion7();
        var first = await Add(host, "ett", key: key);
        var second = await Add(host, "ett", key: key);
        Assert.Equal(first, second);
        Assert.Equal(1, await host.ReadAsync<TrialDb, int>(db => db.Trials.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task Work_that_must_run_again_is_saved_once(Engine engine)
    {
        await using var host = await Start(engine);
        var runs = 0;
        await host.InScopeAsync(scope => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Provade", () =>
        {
            scope.GetRequiredService<TrialDb>().Add(New("ett"));
            return ++runs == 1 ? throw new SqliteException("upptagen", 5) : Task.FromResult(true);
        }, Ct));
        Assert.Equal(2, runs);
        Assert.Equal(1, await host.ReadAsync<TrialDb, int>(db => db.Trials.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task A_save_outside_a_unit_of_work_is_refused(Engine engine)
    {
        await using var host = await Start(engine);
        await host.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<TrialDb>();
            db.Add(New("ett"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Ct));
            return true;
        });
    }

    [Theory, OnEachDatabase]
    public async Task A_region_s_host_cannot_write_for_another_region_and_leaves_nothing(Engine engine)
    {
        await using var host = await Start(engine, new() { ["Host:Role"] = "Region", ["Host:Region"] = "norrbotten" });
        await Add(host, "egen", Owner.Of(RegionCode.Parse("25", null)));
        await Assert.ThrowsAsync<NotOwnerException>(() => Add(host, "annans", Owner.Of(RegionCode.Parse("24", null))));
        Assert.Equal(["egen"], await host.ReadAsync<TrialDb, List<string>>(db => db.Trials.Select(t => t.Name).ToListAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task Two_who_change_the_same_row_are_told(Engine engine)
    {
        await using var host = await Start(engine);
        var id = await Add(host, "ett");
        await host.InScopeAsync(async scope =>
        {
            var db = scope.GetRequiredService<TrialDb>();
            await Assert.ThrowsAsync<StaleException>(() => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Bytte namn", async () =>
            {
                var row = await db.Trials.SingleAsync(t => t.Id == id, Ct);
                db.Entry(row).Property(t => t.Version).OriginalValue = 7; // as if it had been read before someone else's change
                row.Name = "två";
                return true;
            }, Ct));
            return true;
        });
        Assert.Equal("ett", await host.ReadAsync<TrialDb, string>(db => db.Trials.Select(t => t.Name).SingleAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task Writers_side_by_side_get_dense_numbers_in_an_unbroken_chain(Engine engine)
    {
        await using var host = await Start(engine);
        var before = await host.ReadAsync<KernelDb, long>(db => db.Feed.LongCountAsync(Ct));
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Add(host, $"rad {i}")));

        var entries = await host.ReadAsync<KernelDb, List<FeedEntry>>(db => db.Feed.OrderBy(e => e.No).ToListAsync(Ct));
        Assert.Equal(Enumerable.Range(1, (int)before + 24).Select(i => (long)i), entries.Select(e => e.No));
        var hash = new string('0', 64);
        foreach (var e in entries)
        {
            hash = UnitOfWork.Next(hash, e.No, e.Epoch, e.Type, e.EntityId, e.OwnerCode, e.Operation, e.Payload);
            Assert.Equal(hash, e.Hash);
        }
    }

    [Theory, OnEachDatabase]
    public async Task The_audit_log_tells_who_changed_what_from_what(Engine engine)
    {
        await using var host = await Start(engine);
        var id = await Add(host, "före");
        await host.InScopeAsync(scope => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Bytte namn", async () =>
        {
            (await scope.GetRequiredService<TrialDb>().Trials.SingleAsync(t => t.Id == id, Ct)).Name = "efter";
            return true;
        }, Ct));
        var entry = await host.ReadAsync<KernelDb, AuditEntry>(db => db.Audit.SingleAsync(e => e.Operation == "~" && e.Entity == "Trial", Ct));
        Assert.Equal(("kst", "Bytte namn", id.ToString()), (entry.Actor, entry.Action, entry.EntityId));
        Assert.Contains("\"name\":[\"f\\u00F6re\",\"efter\"]", entry.Changes, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task Every_mapped_column_can_be_read(Engine engine)
    {
        await using var host = await Start(engine);
        await host.InScopeAsync(async scope =>
        {
            foreach (var db in scope.GetServices<ModuleDb>())
            {
                foreach (var entity in db.Model.GetEntityTypes())
                {
                    var columns = entity.GetFlattenedProperties().Select(p => $"\"{p.GetColumnName()}\"");
                    var table = entity.GetSchema() is { } schema ? $"\"{schema}\".\"{entity.GetTableName()}\"" : $"\"{entity.GetTableName()}\"";
                    await db.Database.ExecuteSqlRawAsync($"SELECT {string.Join(", ", columns)} FROM {table} WHERE 1 = 0", Ct);
                }
            }
            return true;
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Trial New(string name, Owner? owner = null) => new() { Id = Guid.CreateVersion7(), Owner = owner ?? Owner.Nrf, Name = name };

    private static Task<Guid> Add(TestHost host, string name, Owner? owner = null, Guid? key = null) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IUnitOfWork>().Run(key ?? Guid.CreateVersion7(), "Lade till", () =>
        {
            var trial = New(name, owner);
            scope.GetRequiredService<TrialDb>().Add(trial);
            return Task.FromResult(trial.Id);
        }, Ct));

    private static Task<TestHost> Start(Engine engine, Dictionary<string, string?>? settings = null) => TestHost.StartAsync(engine, settings, services =>
    {
        var module = new TrialModule();
        module.Register(services, null!);
        services.Replace(ServiceDescriptor.Singleton(new FeedCatalogue([module])));
    });
}
