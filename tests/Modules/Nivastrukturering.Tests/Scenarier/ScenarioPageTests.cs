using System.IO.Compression;
using System.Net;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Scenarier;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Scenarier;

public class ScenarioPageTests
{
    private const string Asked = "?vard=NRF-031&fran=24-64001&till=25-65016&till=22-62010&andel=70&rorlig=60&mottagare=100&resa=0&datum=2027-07-01&spridning=20";

    [Theory, OnEachDatabase]
    public async Task A_scenario_is_calculated_by_its_address_saved_changed_compared_and_put_into_the_report(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.ProcessLead);
        Assert.Contains("Skapa ett scenario från en vårdåtgärd", await Read(host, ScenarioPicture.ListPath), StringComparison.Ordinal);

        var page = await Read(host, ScenarioPicture.Path + Asked);
        Assert.Contains("Norrbotten vinner mest", page, StringComparison.Ordinal);
        Assert.Contains("Västerbotten betalar mest", page, StringComparison.Ordinal);
        Assert.Contains("sex av tolv hela månader", page, StringComparison.Ordinal);
        Assert.Contains("Ett annat pris är ett eget antagande", page, StringComparison.Ordinal);
        Assert.Empty(await Editions(host)); // nothing is written by calculating

        using var saved = await Post(host, Asked, "Spara", new() { ["Namn"] = "Ablation hem" });
        var id = saved.RequestMessage!.RequestUri!.Query[4..40];
        Assert.Contains("Ablation hem", await Text(saved), StringComparison.Ordinal);
        var csv = await host.Client.GetStringAsync($"{ScenarioPicture.Path}.csv?id={id}", Ct);
        Assert.Equal(csv, await host.Client.GetStringAsync($"{ScenarioPicture.Path}.csv{Asked}", Ct)); // the saved and the shared address say the same
        Assert.Contains("Norrbotten;700,00001;0;-560;0;140,00001;70", csv, StringComparison.Ordinal);
        Assert.Contains("Västerbotten;0;-700,00001;336;0;-364,00001;-182", csv, StringComparison.Ordinal);

        (await Post(host, $"?id={id}", "Rapport", new() { ["Year"] = "2026" })).Dispose();
        var inReport = Assert.Single(await host.InScopeAsync(s => s.GetRequiredService<IScenarioOverview>().InReport(2026, Ct)));
        Assert.Equal("Ablation hem", inReport.Name);
        await host.Client.SignInAsync(Roles.Director);
        (await host.Client.PostFormAsync("/logga-in", new Dictionary<string, string> { ["Year"] = "2026", ["Key"] = Guid.CreateVersion7().ToString() }, "/rapporter")).Dispose();
        Assert.Contains("Scenario: Ablation hem", await Read(host, "/rapporter/2026"), StringComparison.Ordinal);
        using (ZipArchive word = new(await host.Client.GetStreamAsync("/rapporter/2026.docx", Ct)))
        {
            using StreamReader text = new(word.GetEntry("word/document.xml")!.Open());
            Assert.Contains("Scenario: Ablation hem", await text.ReadToEndAsync(Ct), StringComparison.Ordinal);
        }
        await host.Client.SignInAsync(Roles.ProcessLead);

        using var changed = await Post(host, Asked.Replace("andel=70", "andel=80", StringComparison.Ordinal) + $"&av={id}", "Utgava", new() { ["Seen"] = "1" });
        Assert.Contains("Utgåva 2", await Text(changed), StringComparison.Ordinal);
        Assert.Equal([1, 2], (await Editions(host)).Select(e => e.Number));
        Assert.Contains("70\u00A0% flyttas", await Read(host, $"{ScenarioPicture.Path}?id={id}&utgava=1"), StringComparison.Ordinal);
        using (var stale = await Post(host, Asked + $"&av={id}", "Utgava", new() { ["Seen"] = "1" })) Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);

        using var copy = await Post(host, Asked, "Spara", new() { ["Namn"] = "En till" });
        var other = copy.RequestMessage!.RequestUri!.Query[4..40];
        Assert.Contains("Jämförelse, effekt per år", await Read(host, $"{ScenarioPicture.ListPath}?jamfor={id}&jamfor={other}"), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task The_same_key_saves_once_and_a_saved_answer_does_not_change_with_the_data(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        var key = Guid.CreateVersion7().ToString();
        using var first = await Post(host, Asked, "Spara", new() { ["Namn"] = "Ablation", ["Key"] = key });
        (await Post(host, Asked, "Spara", new() { ["Namn"] = "Ablation", ["Key"] = key })).Dispose();
        Assert.Single(await Editions(host));

        var id = first.RequestMessage!.RequestUri!.Query[4..40];
        var before = await host.Client.GetStringAsync($"{ScenarioPicture.Path}.csv?id={id}", Ct);
        await Deliver(host, no: 9, "2026-11", received: new(2026, 12, 5, 8, 0, 0, DateTimeKind.Utc), 200);
        Assert.Equal(before, await host.Client.GetStringAsync($"{ScenarioPicture.Path}.csv?id={id}", Ct));
        Assert.Contains("Nyare leveranser har kommit", await Read(host, $"{ScenarioPicture.Path}?id={id}"), StringComparison.Ordinal);
        Assert.NotEqual(before, await host.Client.GetStringAsync($"{ScenarioPicture.Path}.csv{Asked}", Ct));
    }

    [Theory, OnEachDatabase]
    public async Task An_economist_calculates_but_does_not_save_and_faults_are_told_field_by_field(Engine engine)
    {
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var page = await Read(host, ScenarioPicture.Path + Asked + "&pris=900,50&dagspris=1000");
        Assert.DoesNotContain("Spara som", page, StringComparison.Ordinal);
        Assert.Contains("Eget antagande", page, StringComparison.Ordinal);
        Assert.Contains("% under", page, StringComparison.Ordinal);
        using (var refused = await Post(host, Asked, "Spara", new() { ["Namn"] = "Nej" })) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(await Editions(host));

        page = await Read(host, ScenarioPicture.Path + "?vard=&fran=24-64001&till=24-64001&andel=101&datum=i+morgon&spridning=20&resa=mycket");
        foreach (var fault in (string[])["Välj vilken vård som flyttas.", "kan inte både lämna och ta över", "Skriv andelen som flyttar i procent", "Skriv från vilken dag", "Skriv resekostnaden"]) Assert.Contains(fault, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync($"{ScenarioPicture.Path}?id={Guid.NewGuid()}", Ct)).StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task Each_move_begins_on_its_own_day_and_every_year_is_told(Engine engine)
    {
        const string Later = "&vard2=NRF-031&fran2=24-64001&till2=hem&andel2=50&rorlig2=60&mottagare2=100&resa2=0";
        await using var host = await Start(engine);
        await host.Client.SignInAsync(Roles.ProcessLead);
        var page = await Read(host, ScenarioPicture.Path + Asked + Later + "&flyttdag2=2028-10-01");
        Assert.Contains("Under 2027 gäller flytt 1 sex och flytt 2 noll av tolv hela månader", page, StringComparison.Ordinal);
        Assert.Contains("Varje år från 2029", page, StringComparison.Ordinal);
        Assert.Contains("från 1\u00A0oktober\u00A02028", page, StringComparison.Ordinal);

        using var saved = await Post(host, Asked + Later + "&flyttdag2=2027-02-01", "Spara", new() { ["Namn"] = "Ablation i steg" });
        page = await Text(saved);
        Assert.Contains("Under 2027 gäller flytt 1 elva och flytt 2 sex av tolv", page, StringComparison.Ordinal); // made in the order of their days
        Assert.Contains("id=\"flyttdag\" name=\"flyttdag\" value=\"2027-02-01\"", page, StringComparison.Ordinal);
        Assert.Contains("Det är mer än tio år mellan", await Read(host, ScenarioPicture.Path + Asked + Later + "&flyttdag2=2040-01-01"), StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestHost> Start(Engine engine)
    {
        var host = await TestHost.StartAsync(engine, clock: new Noon());
        await host.InScopeAsync(async scope =>
        {
            await using var units = File.OpenRead(RepoRoot.PathOf("tests", "data", "sample", "gemensamt", "enhetsregister.csv"));
            return await scope.GetRequiredService<IReferenceImport>().Import(units, "enhetsregister.csv", dryRun: false, Ct);
        });
        await Deliver(host, no: 8, "2026-10", received: new(2026, 11, 5, 8, 0, 0, DateTimeKind.Utc), 100);
        return host;
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    }

    private static Task Deliver(TestHost host, int no, string period, DateTime received, long contacts) => host.WriteAsync<NivastruktureringDb>(db =>
    {
        db.Add(new Delivery { Id = Guid.CreateVersion7(), Owner = Owner.Parse("24"), No = no, Source = "vasterbotten/" + period, Status = DeliveryStatus.InForce, Period = period, ReceivedAt = received, ReceivedBy = "test" });
        db.Add(Cell("25", PriceRule.Drg, 1_000_000_01));
        db.Add(Cell("24", PriceRule.EgenVard, 0));

        VolumeCell Cell(string home, PriceRule rule, long ore) => new()
        {
            DeliveryNo = no, HomeRegion = home, Region = "24", Hospital = "64001", Level = 3, Service = "NRF-031", Rpo = "Hjärt- och kärlsjukdomar", PriceRule = rule, Contacts = contacts, AmountOre = ore, Weight = 0,
            KppOre = home == "25" ? 800_000_00 : 500_000_00, Outside = 0, KppContacts = contacts, WeightContacts = 0, PointContacts = 0, PointWeight = 0, PointKppOre = 0,
        };
    });

    private static Task<HttpResponseMessage> Post(TestHost host, string query, string handler, Dictionary<string, string> fields) =>
        host.Client.PostFormAsync("/logga-in", new Dictionary<string, string>(fields) { ["Key"] = fields.GetValueOrDefault("Key", Guid.CreateVersion7().ToString()) }, $"{ScenarioPicture.Path}{query}&handler={handler}");

    private static async Task<string> Read(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    private static Task<List<ScenarioEdition>> Editions(TestHost host) => host.ReadAsync<NivastruktureringDb, List<ScenarioEdition>>(db => db.ScenarioEditions.OrderBy(e => e.Number).ToListAsync(Ct));
}
