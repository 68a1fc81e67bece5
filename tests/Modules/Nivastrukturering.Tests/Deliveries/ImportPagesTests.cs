using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public class ImportPagesTests
{
    private const string List = "/administration/import";
    private static readonly string Set = Repository.DataSet("sample");

    [Theory, OnEachDatabase]
    public async Task Each_delivery_shows_the_counts_of_the_answer_key_and_no_person_id(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Set, "expected.json"), Ct))!["leveranser"]!.AsObject();
        var persons = PersonIds();

        foreach (var (source, answer) in expected)
        {
            var id = await IdOf(host, source);
            var page = Decoded(await host.Client.GetStringAsync($"{List}/{id}", Ct));
            var csv = await host.Client.GetStringAsync($"{List}/{id}.csv", Ct);

            Assert.Contains($">{answer!["godkanda"]} <span>kontakter", page, StringComparison.Ordinal);
            Assert.Contains($">{answer["karantan"]} <span>kontakter", page, StringComparison.Ordinal);
            foreach (var (code, count) in answer["koder"]!.AsObject())
            {
                Assert.Matches($"""kod={code}#rader">{code}</a>.*?data-label="Gäller">kontakter i karantän</td>.*?data-label="Rader" class="n">{count}</td>""", page);
                Assert.Equal((long)count! + ((long?)answer["delrader"]?[code] ?? 0), Regex.Count(csv, $";{code};"));
            }
            Assert.DoesNotContain(persons, person => page.Contains(person, StringComparison.Ordinal) || csv.Contains(person, StringComparison.Ordinal));
        }
    }

    [Theory, OnEachDatabase]
    public async Task An_economist_sees_and_undoes_the_own_regions_deliveries_alone(Engine engine)
    {
        await using var host = await Started(engine);
        var (own, other) = (await IdOf(host, "norrbotten/2026-03"), await IdOf(host, "vasterbotten/2026-03"));

        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var list = Decoded(await host.Client.GetStringAsync(List, Ct));
        Assert.Contains(own, list, StringComparison.Ordinal);
        Assert.DoesNotContain(other, list, StringComparison.Ordinal);
        Assert.DoesNotContain(other, await host.Client.GetStringAsync(List + ".csv?region=vasterbotten", Ct), StringComparison.Ordinal);
        foreach (var path in new[] { $"{List}/{other}", $"{List}/{other}.xlsx", $"{List}/{other}.csv", $"{List}/{other}/angra" }) Assert.Equal(HttpStatusCode.NotFound, await Status(host, path));
        using var foreign = await host.Client.PostFormAsync($"{List}/{own}/angra", new Dictionary<string, string> { ["Key"] = Guid.NewGuid().ToString() }, $"{List}/{other}/angra");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var unguarded = await host.Client.PostAsync($"{List}/{own}/angra", new FormUrlEncodedContent(new Dictionary<string, string> { ["Key"] = Guid.NewGuid().ToString() }), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, unguarded.StatusCode);

        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Equal(HttpStatusCode.OK, await Status(host, $"{List}/{other}"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(host, $"{List}/{other}/angra"));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "norrbotten");
        Assert.Equal(HttpStatusCode.Forbidden, await Status(host, List));
        Assert.Equal(HttpStatusCode.Forbidden, await Status(host, $"{List}/{own}"));
        Assert.Equal(4, await InForce(host));
    }

    [Theory, OnEachDatabase]
    public async Task Quarantine_is_shown_page_by_page_code_by_code_and_whole_in_files(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var id = await IdOf(host, "norrbotten/2026-03");

        var first = Decoded(await host.Client.GetStringAsync($"{List}/{id}", Ct));
        var second = Decoded(await host.Client.GetStringAsync($"{List}/{id}?sida=2", Ct));
        var beyond = Decoded(await host.Client.GetStringAsync($"{List}/{id}?sida=99", Ct));
        var one = Decoded(await host.Client.GetStringAsync($"{List}/{id}?kod=KST-101", Ct));
        var csv = await host.Client.GetStringAsync($"{List}/{id}.csv", Ct);
        using var excel = await host.Client.GetAsync($"{List}/{id}.xlsx", Ct);

        Assert.Contains("Sida 1 av 2, rad 1–50 av 56", first, StringComparison.Ordinal);
        Assert.Contains("Sida 2 av 2, rad 51–56 av 56", second, StringComparison.Ordinal);
        Assert.Contains("Sida 2 av 2", beyond, StringComparison.Ordinal);
        Assert.Contains("KST-101 <span>7</span>", one, StringComparison.Ordinal);
        Assert.Contains("Kommunkod", one, StringComparison.Ordinal);
        Assert.Contains("hela raden", csv, StringComparison.Ordinal);
        Assert.Equal(56, csv.Split('\n').Skip(1).Where(l => l.Contains(";KST-", StringComparison.Ordinal)).Select(l => string.Join(';', l.Split(';')[..2])).Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, excel.StatusCode);
        Assert.Contains("********", csv, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_rejected_delivery_is_listed_with_its_code_and_what_to_do(Engine engine)
    {
        await using var host = await Started(engine);
        await Import(host, "norrbotten/fel", Path.Combine(Set, "fientligt", "nb-dubbel-kolumn"));
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");

        var list = Decoded(await host.Client.GetStringAsync(List + "?lage=avvisad", Ct));
        var page = Decoded(await host.Client.GetStringAsync($"{List}/{await IdOf(host, "norrbotten/fel")}", Ct));

        Assert.Contains("KST-211 löpnumret är inte högre. En leverans med samma eller högre löpnummer gäller redan. Höj löpnumret om den ska ersättas.", list, StringComparison.Ordinal);
        Assert.DoesNotContain("norrbotten/2026-03", list, StringComparison.Ordinal);
        Assert.Contains("Leveransen är avvisad och inget av den är inläst.", page, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_month_that_has_not_come_by_its_day_is_told_on_the_start_page_the_list_and_the_health_page(Engine engine)
    {
        var clock = new SetClock(new(2026, 5, 15, 12, 0, 0, TimeSpan.Zero));
        await using var host = await Started(engine, clock);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var onTheDay = Decoded(await host.Client.GetStringAsync("/", Ct));
        clock.Now = clock.Now.AddDays(1);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var after = Decoded(await host.Client.GetStringAsync("/", Ct));
        var list = Decoded(await host.Client.GetStringAsync(List, Ct));
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        var administrator = Decoded(await host.Client.GetStringAsync("/", Ct));
        var health = Decoded(await host.Client.GetStringAsync("/drift", Ct));

        Assert.DoesNotContain("saknas sedan", onTheDay, StringComparison.Ordinal);
        Assert.Contains("Leveransen för april 2026 från Norrbotten saknas sedan 15 maj 2026", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Västerbotten saknas", after, StringComparison.Ordinal);
        Assert.Contains("Leveranser som saknas", list, StringComparison.Ordinal);
        Assert.Contains("Leveransen för april 2026 från Västerbotten saknas", administrator, StringComparison.Ordinal);
        Assert.DoesNotContain("Åtgärda Leveranser", administrator, StringComparison.Ordinal);
        Assert.Contains("Saknas: Norrbotten april 2026, Västerbotten april 2026", health, StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestHost> Started(Engine engine, TimeProvider? clock = null)
    {
        var host = await TestHost.StartAsync(engine, clock: clock);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Set, dryRun: false, null, Ct));
        return host;
    }

    private static Task<DeliveryResult> Import(TestHost host, string key, string folder) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IDeliveryImport>().Import(
            DeliveryInput.OfPath(folder), new(key) { Sender = Region.Find(key.Split('/')[0]), Arrival = new DateOnly(2026, 11, 15), MappingFolder = Path.Combine(Set, "mappning") }, null, Ct));

    private static Task<string> IdOf(TestHost host, string source) =>
        host.ReadAsync<NivastruktureringDb, string>(async db => (await db.Deliveries.SingleAsync(d => d.Source == source, Ct)).Id.ToString());

    private static Task<int> InForce(TestHost host) => host.ReadAsync<NivastruktureringDb, int>(db => db.Deliveries.CountAsync(d => d.Status == DeliveryStatus.InForce, Ct));

    private static async Task<HttpStatusCode> Status(TestHost host, string path)
    {
        using var answer = await host.Client.GetAsync(path, Ct);
        return answer.StatusCode;
    }

    private static string Decoded(string html) => WebUtility.HtmlDecode(html).Replace('\u00a0', ' ');

    /// <summary>Every person id of the sample, in each form that its files have.</summary>
    private static HashSet<string> PersonIds() =>
        [.. Directory.GetFiles(Path.Combine(Set, "leveranser"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".json", StringComparison.Ordinal))
            .SelectMany(f => Regex.Matches(File.ReadAllText(f, System.Text.Encoding.Latin1), @"(?<![\w-])(?:19|20)?\d{6}[-+]?\d{4}(?![\w-])")).Select(m => m.Value)];
}

/// <summary>A clock that says one instant until it is moved.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
