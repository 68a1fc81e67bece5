using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Structure.Tests;

/// <summary>A clock that says one instant until it is moved.</summary>
internal sealed class MapClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 13, 5, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A host where Västerbotten has two LPO since 2025: MGIK for two RPO, one of them by the name of a part, and Kirurgi for one.</summary>
internal static class MapHost
{
    public const string Text = "RPO\tLPO\r\nNjursjukdomar\tMGIK\r\nCancersjukdomar\tsaknas: utreds\r\n";

    public static readonly DateOnly FirstDay = new(2025, 3, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TestHost> StartAsync(Engine engine, MapClock? clock = null)
    {
        var host = await TestHost.StartAsync(engine, clock: clock ?? new());
        await host.InScopeAsync(scope => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Läste in LPO-struktur för Västerbotten", async () =>
        {
            var db = scope.GetRequiredService<StructureDb>();
            var owner = Owner.Parse("24");
            var mgik = Lpo("MGIK");
            db.AddRange(mgik, Lpo("Kirurgi"), new GroupArea { Id = Guid.CreateVersion7(), Owner = owner, GroupId = mgik.Id, Position = 0, Name = "Njurmedicin" });
            db.AddRange(Name(0, "Njurmedicin", "Njursjukdomar"), Name(1, "MGIK", "Endokrina sjukdomar"), Name(2, "Kirurgi", "Kirurgi och plastikkirurgi"));
            await LpoMirrors.Rebuild(db, owner, FirstDay, Ct);
            return true;

            Group Lpo(string name) => new()
            {
                Id = Guid.CreateVersion7(), Owner = owner, Level = Level.Local, Kind = GroupKind.Lpo, Name = name, Slug = Names.Slug("vasterbotten " + name), Period = new(FirstDay), Source = "test",
            };
            LocalName Name(int position, string name, string rpo) => new() { Id = Guid.CreateVersion7(), Owner = owner, Name = name, Rpo = rpo, Position = position };
        }, Ct));
        return host;
    }

    /// <summary>What the region's cell says today.</summary>
    public static Task<string> Cell(TestHost host, string rpo, string region = "vasterbotten") => host.InScopeAsync(async scope =>
    {
        var view = await scope.GetRequiredService<LpoMap>().View(scope.GetRequiredService<TimeProvider>().Today(), Ct);
        var cell = view.Rows.Single(r => r.Rpo == rpo)[Region.Find(region)!];
        return cell.Comment.Length > 0 ? $"{cell.Text} ({cell.Comment})" : cell.Text;
    });

    /// <summary>The table of names as text, in its order.</summary>
    public static Task<List<string>> TableOfNames(TestHost host) =>
        host.ReadAsync<StructureDb, List<string>>(db => db.LocalNames.OrderBy(n => n.Position).Select(n => n.Position + " " + n.Name + " > " + n.Rpo).ToListAsync(Ct));
}
