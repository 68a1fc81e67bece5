using System.Net;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class UndoDeliveryTests
{
    private const string Month = "norrbotten/2026-03";
    private const string Corrected = "norrbotten/rattad";
    private const string List = "/administration/import";
    private static readonly string Set = Repository.DataSet("sample");

    [Theory, OnEachDatabase]
    public async Task After_an_undo_the_host_is_as_if_the_delivery_never_came_and_it_may_come_again(Engine engine)
    {
        await using var never = await TestHost.StartAsync(engine);
        await ImportSet(never, Without(Month, never.DataFolder));
        await using var host = await TestHost.StartAsync(engine);
        await ImportSet(host, Set);
        var before = await Reconcile(host);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");

        var (status, page) = await Undo(host, Month);
        var after = await Reconcile(host);
        var again = await Import(host, Month, Path.Combine(Set, "leveranser", Month));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Leveransen är ångrad.", page, StringComparison.Ordinal);
        Assert.Contains("Ångrad", await host.Client.GetStringAsync(List, Ct), StringComparison.Ordinal);
        Json.Same(await Reconcile(never), after);
        Assert.Equal(DeliveryStatus.InForce, again.Status);
        Json.Same(before, await Reconcile(host));
    }

    [Theory, OnEachDatabase]
    public async Task An_undo_puts_the_former_delivery_back_and_takes_every_row_of_the_undone_away(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await ImportSet(host, Set);
        var (before, cells) = (await Reconcile(host), await Count(host));
        await Import(host, Corrected, Changed(host));
        var replaced = await Count(host);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");

        var refused = await Undo(host, Month);
        var (status, _) = await Undo(host, Corrected);

        Assert.Contains("Leveransen är ersatt av en senare leverans", refused.Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(replaced.Contacts > cells.Contacts);
        Assert.Equal(cells, await Count(host));
        Json.Same(before, await Reconcile(host));
    }

    [Theory, OnEachDatabase]
    public async Task The_same_form_sent_twice_undoes_once_and_the_log_tells_who(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await ImportSet(host, Set);
        await Import(host, Corrected, Changed(host));
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var key = Guid.CreateVersion7();

        await Undo(host, Corrected, key);
        var (second, _) = await Undo(host, Corrected, key);
        var (third, page) = await Undo(host, Corrected);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (second, third));
        Assert.Contains("Leveransen är redan ångrad.", page, StringComparison.Ordinal);
        var undone = await host.ReadAsync<NivastruktureringDb, Delivery>(db => db.Deliveries.AsNoTracking().SingleAsync(d => d.Source == Corrected, Ct));
        Assert.Equal(DeliveryStatus.Undone, undone.Status);
        Assert.NotEqual("", undone.UndoneBy);
        Assert.NotNull(undone.UndoneAt);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<DataSetOutcome> ImportSet(TestHost host, string folder) =>
        host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(folder, dryRun: false, null, Ct));

    private static Task<DeliveryResult> Import(TestHost host, string key, string folder) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IDeliveryImport>().Import(
            DeliveryInput.OfPath(folder),
            new(key) { Sender = Region.Find("norrbotten"), Arrival = new DateOnly(2026, 11, 15), MappingFolder = Path.Combine(Set, "mappning"), PseudonymKey = "exempelnyckel-endast-test"u8.ToArray() }, null, Ct));

    private static async Task<(HttpStatusCode Status, string Page)> Undo(TestHost host, string source, Guid? key = null)
    {
        var id = await host.ReadAsync<NivastruktureringDb, Guid>(db => db.Deliveries.Where(d => d.Source == source).Select(d => d.Id).FirstAsync(Ct));
        // the form of another delivery has a token too: one that is no longer to be undone shows none
        var form = await host.ReadAsync<NivastruktureringDb, Guid>(db => db.Deliveries.Where(d => d.Status == DeliveryStatus.InForce && d.Owner == Owner.Parse("25")).Select(d => d.Id).FirstAsync(Ct));
        using var answer = await host.Client.PostFormAsync($"{List}/{form}/angra", new Dictionary<string, string> { ["Key"] = (key ?? Guid.CreateVersion7()).ToString() }, $"{List}/{id}/angra");
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)));
    }

    private static async Task<JsonObject> Reconcile(TestHost host)
    {
        var sections = new JsonObject();
        foreach (var section in new NivastruktureringModule().Reconciliation)
            sections[section.Key] = await host.InScopeAsync(scope => section.Make(scope, Ct));
        return sections;
    }

    private static Task<(int Contacts, int Quarantine, int Cells)> Count(TestHost host) => host.ReadAsync<NivastruktureringDb, (int, int, int)>(async db =>
        (await db.Contacts.CountAsync(Ct), await db.QuarantineRows.CountAsync(Ct), await db.VolumeCells.CountAsync(Ct)));

    /// <summary>The sample with one delivery fewer.</summary>
    private static string Without(string key, string folder)
    {
        var copy = Path.Combine(folder, "utan");
        foreach (var path in Directory.GetFiles(Set, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(Set, path));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(path, to);
        }
        var control = JsonNode.Parse(File.ReadAllText(Path.Combine(Set, "kontroll.json")))!;
        var arrivals = control["ankomst"]!.AsArray().Select(a => (string)a!).Where(a => a != key);
        control["ankomst"] = new JsonArray([.. arrivals.Select(a => JsonValue.Create(a))]);
        File.WriteAllText(Path.Combine(copy, "kontroll.json"), control.ToJsonString());
        return copy;
    }

    /// <summary>A copy of the delivery's contacts with another hash and no manifest.</summary>
    private static string Changed(TestHost host)
    {
        var copy = Directory.CreateDirectory(Path.Combine(host.DataFolder, "leverans")).FullName;
        foreach (var path in Directory.GetFiles(Path.Combine(Set, "leveranser", Month), "*.csv"))
            File.WriteAllBytes(Path.Combine(copy, Path.GetFileName(path)), [.. File.ReadAllBytes(path), (byte)'\n']);
        return copy;
    }
}
