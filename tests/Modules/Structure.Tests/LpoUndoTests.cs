using System.Net;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Structure.Tests;

public partial class LpoUndoTests
{
    private static readonly Region Vasterbotten = Region.Find("vasterbotten")!;

    [Theory, OnEachDatabase]
    public async Task A_saved_cell_is_taken_back_from_the_page_that_follows(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        var names = await MapHost.TableOfNames(host);
        using var saved = await host.Client.PostFormAsync("/struktur/lpo-karta?redigera=rpo-njursjukdomar", new Dictionary<string, string>
        {
            ["Form.Key"] = Guid.CreateVersion7().ToString(), ["Form.Region"] = "vasterbotten", ["Form.State"] = "saknas",
        });
        Assert.Equal("saknas", await MapHost.Cell(host, "Njursjukdomar"));

        var key = SavedKey().Match(await saved.Content.ReadAsStringAsync(Ct)).Groups["key"].Value;
        using var undone = await Undo(host, key);
        Assert.Contains("Ändringen är ångrad", WebUtility.HtmlDecode(await undone.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Equal("MGIK", await MapHost.Cell(host, "Njursjukdomar"));
        Assert.Equal(names, await MapHost.TableOfNames(host));
        Assert.Equal([MapHost.FirstDay, new DateOnly(2026, 11, 22)], await host.ReadAsync<StructureDb, List<DateOnly>>(async db =>
        {
            var njurar = await db.Groups.Where(g => g.Kind == GroupKind.Rpo && g.Name == "Njursjukdomar").Select(g => g.Id).SingleAsync(Ct);
            return await db.Mirrors.Where(m => m.UpperId == njurar).Select(m => m.Period.From).Order().ToListAsync(Ct);
        }));
    }

    [Theory, OnEachDatabase]
    public async Task Taking_back_a_paste_also_takes_away_the_LPO_it_began(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await Change(host, "Cancersjukdomar\tOnkologi\nLevnadsvanor\tOnkologi\nNjursjukdomar\tKirurgi");
        Assert.Equal(("Onkologi", "Onkologi", "Kirurgi"), (await MapHost.Cell(host, "Cancersjukdomar"), await MapHost.Cell(host, "Levnadsvanor"), await MapHost.Cell(host, "Njursjukdomar")));
        Assert.Equal(3, await InMap(host, map => map.Undo(Guid.CreateVersion7(), Vasterbotten, _lastKey, Ct)));
        Assert.Equal(("ej kartlagt", "ej kartlagt", "MGIK"), (await MapHost.Cell(host, "Cancersjukdomar"), await MapHost.Cell(host, "Levnadsvanor"), await MapHost.Cell(host, "Njursjukdomar")));
        Assert.Equal(["Kirurgi", "MGIK"], (await InMap(host, map => map.LposOf(Vasterbotten, new(2026, 11, 22), Ct))).Select(l => l.Name));
    }

    [Theory, OnEachDatabase]
    public async Task A_cell_that_someone_has_changed_since_is_not_taken_back(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await Change(host, "Cancersjukdomar\tKirurgi\nLevnadsvanor\tKirurgi");
        var first = _lastKey;
        await Change(host, "Levnadsvanor\tsaknas");
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var answer = await Undo(host, first.ToString());
        Assert.Contains("någon har ändrat Levnadsvanor sedan dess. Inget är ändrat.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Equal(("Kirurgi", "saknas"), (await MapHost.Cell(host, "Cancersjukdomar"), await MapHost.Cell(host, "Levnadsvanor")));
    }

    [Theory, OnEachDatabase]
    public async Task After_24_hours_a_change_stands(Engine engine)
    {
        var clock = new MapClock();
        await using var host = await MapHost.StartAsync(engine, clock);
        await Change(host, "Cancersjukdomar\tKirurgi");
        clock.Now += TimeSpan.FromHours(25);
        Assert.Null(await InMap(host, map => map.Undoable(_lastKey, Vasterbotten, Ct)));
        var no = await Assert.ThrowsAsync<DomainException>(() => InMap(host, map => map.Undo(Guid.CreateVersion7(), Vasterbotten, _lastKey, Ct)));
        Assert.Equal("lpo-map.too-late", no.Code);
    }

    [Theory, OnEachDatabase]
    public async Task Another_region_cannot_take_it_back(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await Change(host, "Cancersjukdomar\tKirurgi");
        await host.Client.SignInAsync(Roles.RegionCoordinator, "norrbotten");
        using var answer = await Undo(host, _lastKey.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("Kirurgi", await MapHost.Cell(host, "Cancersjukdomar"));
    }

    [Theory, OnEachDatabase]
    public async Task The_history_tells_what_changed_when_and_by_whom(Engine engine)
    {
        var clock = new MapClock();
        await using var host = await MapHost.StartAsync(engine, clock);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        Assert.Contains("Första kartan. Ingen jämförelse än", await Read(host, "/struktur/lpo-karta/historik"), StringComparison.Ordinal);

        using var saved = await host.Client.PostFormAsync("/struktur/lpo-karta?redigera=rpo-njursjukdomar", new Dictionary<string, string>
        {
            ["Form.Key"] = Guid.CreateVersion7().ToString(), ["Form.Region"] = "vasterbotten", ["Form.State"] = "saknas", ["Form.Comment"] = "utreds",
        });
        clock.Now += TimeSpan.FromDays(2);
        await host.Client.SignInAsync(Roles.Reader);
        var csv = await Read(host, "/struktur/lpo-karta/historik.csv");
        Assert.Contains("Njursjukdomar;Västerbotten;MGIK;saknas: utreds;2026-11-22;Regional samordnare, Västerbotten;Ändrade LPO-kartan för Västerbotten", csv, StringComparison.Ordinal);
        Assert.Equal(2, csv.TrimEnd().Split("\r\n").Length);
        Assert.Contains("En ändring", await Read(host, "/struktur/lpo-karta/historik?fran=2025-11-24&till=2026-11-24"), StringComparison.Ordinal);
        Assert.Contains("Inga ändringar mellan dagarna", await Read(host, "/struktur/lpo-karta/historik?fran=2026-11-23&till=2026-11-24"), StringComparison.Ordinal);
        Assert.Contains("Den första dagen ligger efter den andra", await Read(host, "/struktur/lpo-karta/historik?fran=2026-11-24&till=2026-11-23"), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task The_second_table_of_the_overview_is_fetched_by_its_name(Engine engine)
    {
        await using var host = await MapHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.Reader);
        Assert.StartsWith("RSG;NSG", (await Read(host, "/struktur.csv?tabell=samverkansgrupper")).TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.StartsWith("RPO;NPO", (await Read(host, "/struktur.csv")).TrimStart('\uFEFF'), StringComparison.Ordinal);
        using var unknown = await host.Client.GetAsync("/struktur.csv?tabell=finns-inte", Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private Guid _lastKey;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task Change(TestHost host, string text)
    {
        _lastKey = Guid.CreateVersion7();
        await InMap(host, async map =>
        {
            DateOnly today = new(2026, 11, 22);
            var plan = LpoPaste.Plan(text, Vasterbotten, await map.View(today, Ct), await map.LposOf(Vasterbotten, today, Ct));
            return await map.Change(_lastKey, Vasterbotten, plan.Answers, Ct);
        });
    }

    private static Task<T> InMap<T>(TestHost host, Func<LpoMap, Task<T>> act) => host.InScopeAsync(scope => act(scope.GetRequiredService<LpoMap>()));

    private static Task<HttpResponseMessage> Undo(TestHost host, string change) => host.Client.PostFormAsync(
        "/logga-in", new Dictionary<string, string> { ["key"] = Guid.CreateVersion7().ToString(), ["sparat"] = change, ["region"] = "vasterbotten" }, "/struktur/lpo-karta?handler=Angra");

    private static async Task<string> Read(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    [GeneratedRegex("name=\"sparat\" value=\"(?<key>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex SavedKey();
}
