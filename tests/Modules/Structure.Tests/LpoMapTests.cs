using System.Net;
using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Structure.Tests;

public class LpoMapTests
{
    private const string Cancer = "rpo-cancersjukdomar";

    [Theory, OnEachDatabase]
    public async Task A_coordinator_says_that_an_LPO_is_missing_in_the_own_region(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var answer = await Post(host.Client, "vasterbotten", "saknas", comment: "Utreds under våren");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cell = await Cell(host, "24");
        Assert.Equal((CellState.Missing, "Utreds under våren"), (cell.State, cell.Comment));
    }

    [Theory, OnEachDatabase]
    public async Task A_coordinator_cannot_change_another_region(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using var answer = await Post(host.Client, "norrbotten", "saknas");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(CellState.Unmapped, (await Cell(host, "25")).State);
    }

    [Theory, OnEachDatabase]
    public async Task A_reader_cannot_change_the_map(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.Reader);
        using var answer = await Post(host.Client, "vasterbotten", "saknas");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task An_answer_can_be_taken_back_the_same_day(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        (await Post(host.Client, "vasterbotten", "saknas")).Dispose();
        (await Post(host.Client, "vasterbotten", "ej")).Dispose();
        Assert.Equal(CellState.Unmapped, (await Cell(host, "24")).State);
        Assert.Empty(await host.ReadAsync<StructureDb, List<Gap>>(db => db.Gaps.ToListAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task The_table_of_names_is_refused_whole_when_a_row_is_broken(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var failure = await Assert.ThrowsAsync<DomainException>(() => ImportNames(host, "region;lokalt_namn;rpo\nvasterbotten;Hjärta;Hjärt- och kärlsjukdomar\nnorrbotten;bara två"));
        Assert.Contains("rad 3", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await host.ReadAsync<StructureDb, int>(db => db.LocalNames.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task The_map_is_fetched_as_a_file(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.Client.SignInAsync(Roles.Reader);
        var csv = await host.Client.GetStringAsync("/struktur/lpo-karta.csv", Ct);
        Assert.Equal(28, csv.TrimEnd().Split("\r\n").Length);
        using var excel = await host.Client.GetAsync("/struktur/lpo-karta.xlsx", Ct);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.Content.Headers.ContentType!.MediaType);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> Post(HttpClient client, string region, string state, string comment = "") => client.PostFormAsync(
        "/logga-in", // any page with a token: the coordinator's own form is not shown for another region
        new Dictionary<string, string> { ["Form.Key"] = Guid.CreateVersion7().ToString(), ["Form.Region"] = region, ["Form.State"] = state, ["Form.Comment"] = comment },
        $"/struktur/lpo-karta?redigera={Cancer}");

    private static Task<LpoCell> Cell(TestHost host, string region) => host.InScopeAsync(async scope =>
    {
        var view = await scope.GetRequiredService<LpoMap>().View(TimeProvider.System.Today(), Ct);
        return view.Rows.Single(r => r.Slug == Cancer).Cells.Single(c => c.Region.Code.Code == region);
    });

    private static Task<StructureImportOutcome> ImportNames(TestHost host, string csv) => host.InScopeAsync(scope =>
        scope.GetRequiredService<ILocalNameImport>().Import(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "lpo-mappning.csv", new(2026, 1, 1), false, Ct));
}
