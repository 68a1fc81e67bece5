using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Priser;
using Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Priser;

public sealed class RepriceContactsTests
{
    private const string Month = "2026-03";
    private const string Page = "/priser/omrakning?ar=2026";
    private const string List = "prislista-25.csv";
    private static readonly Region Seller = Region.Find("norrbotten")!;
    private static readonly string Set = Repository.DataSet("sample");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_later_list_gives_what_reading_again_would_and_the_former_list_gives_back_every_ore(Engine engine)
    {
        await using var host = await Started(engine);
        var (before, first) = (await State(host), await File.ReadAllTextAsync(Path.Combine(Set, "avtal", List), Ct));
        Assert.Empty(await Reprice(host));
        Assert.Equal(before, await State(host));

        await Load(host, Dearer(first));
        var would = await Reprice(host, dryRun: true);
        Assert.Equal(before, await State(host));
        var sums = await Reprice(host);
        Assert.NotEmpty(sums);
        Assert.Equal(would, sums);
        var after = await State(host);
        Assert.NotEqual(before, after);
        Assert.Empty(await Reprice(host));

        await using (var again = await Started(engine, Dearer(first))) Assert.Equal(await State(again), after);
        await Load(host, first);
        Assert.Equal(sums.Select(s => (s.Buyer, s.Contacts, s.NowOre, s.ThenOre)), (await Reprice(host)).Select(s => (s.Buyer, s.Contacts, s.ThenOre, s.NowOre)));
        Assert.Equal(before, await State(host));

        var runs = await host.ReadAsync<NivastruktureringDb, List<PriceRun>>(db => db.PriceRuns.OrderBy(r => r.At).ToListAsync(Ct));
        Assert.Equal([sums.Sum(s => s.NowOre - s.ThenOre), sums.Sum(s => s.ThenOre - s.NowOre)], runs.Select(r => r.DifferenceOre));
        Assert.Equal((DeliveryStatus.AlreadyRead, 2), ((await Read(host)).Status, await host.ReadAsync<KernelDb, int>(db => db.Audit.CountAsync(a => a.Entity == nameof(PriceRun) && a.Action == $"Räknade om priserna för Norrbotten {Month}", Ct))));
    }

    [Theory, OnEachDatabase]
    public async Task Rows_corrected_in_quarantine_are_priced_with_the_others_and_their_cells_stay_in_step(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await Spoiled.LoadReference(host);
        await Spoiled.Import(host, Seller.Key, Spoiled.Right(host, Seller.Key));
        var spoiled = Spoiled.Of(host, Seller.Key, await Spoiled.Accepted(host, Seller.Key));
        await Spoiled.Import(host, Seller.Key, spoiled.Folder);
        Assert.Equal(spoiled.Count, (await host.InScopeAsync(scope => spoiled.Correct(scope, Guid.CreateVersion7()))).Accepted);
        var (before, first) = (await State(host), await File.ReadAllTextAsync(Path.Combine(Set, "avtal", List), Ct));

        await Load(host, Dearer(first));
        Assert.NotEmpty(await Reprice(host, reason: "Månaden är fakturerad"));
        await Load(host, first);
        Assert.NotEmpty(await Reprice(host, reason: "Månaden är fakturerad"));
        Assert.Equal(before, await State(host));
    }

    [Theory, OnEachDatabase]
    public async Task One_that_stops_half_way_has_changed_nothing_and_the_next_goes_through(Engine engine)
    {
        await using var host = await Started(engine);
        await Load(host, Dearer(await File.ReadAllTextAsync(Path.Combine(Set, "avtal", List), Ct)));
        var before = await State(host);
        List<string> passed = [];
        foreach (var step in new[] { "reprice.staged", "reprice.swapped", "unit.before-commit" })
        {
            await Task.Run(async () =>
            {
                Fault.Watcher = name =>
                {
                    passed.Add(name);
                    if (name == step) throw new TimeoutException();
                };
                if (await Record.ExceptionAsync(() => Reprice(host)) is { } failure) Assert.IsType<TimeoutException>(failure);
                else Assert.Equal(("reprice.staged", Engine.Sqlite), (step, engine)); // nothing lies beside there
            }, Ct);
            if (step == "reprice.staged" && engine == Engine.Sqlite)
            {
                await Load(host, await File.ReadAllTextAsync(Path.Combine(Set, "avtal", List), Ct));
                before = await State(host);
                continue;
            }
            Assert.Equal(before, await State(host));
        }
        Assert.Equal(engine == Engine.Postgres, passed.Contains("reprice.staged"));
        if (engine == Engine.Postgres) await host.ReadAsync<NivastruktureringDb, int>(db => db.Database.ExecuteSqlRawAsync("CREATE TABLE nivastrukturering.contact_1_repriced (left_by_a_crash int)", Ct));

        Assert.NotEmpty(await Reprice(host));
        Assert.NotEqual(before, await State(host));
    }

    [Theory, OnEachDatabase]
    public async Task Of_several_months_all_are_priced_anew_or_none_when_the_second_has_a_fault(Engine engine)
    {
        await using var host = await Started(engine);
        var april = NextMonth();
        try
        {
            var read = await host.InScopeAsync(scope => scope.GetRequiredService<IDeliveryImport>().Import(
                DeliveryInput.OfPath(april), new("norrbotten/2026-04") { Sender = Seller, Arrival = new DateOnly(2026, 11, 15) }, null, Ct));
            Assert.Equal(DeliveryStatus.InForce, read.Status);
        }
        finally
        {
            Directory.Delete(april, recursive: true);
        }
        await Load(host, Dearer(await File.ReadAllTextAsync(Path.Combine(Set, "avtal", List), Ct)));
        var before = await State(host);

        await Task.Run(async () => // the second fails after the first is written
        {
            var swapped = 0;
            Fault.Watcher = name =>
            {
                if (name == "reprice.swapped" && ++swapped == 2) throw new TimeoutException();
            };
            await Assert.ThrowsAsync<TimeoutException>(() => Both(host));
        }, Ct);
        Assert.Equal(before, await State(host));
        await host.InScopeAsync(async scope => // the second is being read in
        {
            await using var turn = await ImportLock.Take(scope.GetRequiredService<DbPool>(), Seller, "2026-04", Ct);
            return await Assert.ThrowsAsync<JobRunningException>(() => Both(host));
        });
        Assert.Equal(before, await State(host));
        await host.WriteAsync<NivastruktureringDb>(db => db.Add(new InvoiceDocument
        {
            Id = Guid.CreateVersion7(), Owner = Owner.Of(Seller.Code), File = "underlag.xml", Hash = "", DocumentId = "ZVF23210002302604220001", IssueDate = new(2026, 5, 9), Rows = 0, Codes = "", Basis = [], ReceivedAt = DateTime.UtcNow, ReceivedBy = "test",
        }));
        before = await State(host);
        Assert.Contains("2026-04 är redan fakturerad", (await Assert.ThrowsAsync<DomainException>(() => Both(host))).Message, StringComparison.Ordinal);
        Assert.Equal(before, await State(host));

        Assert.Equal([Month, "2026-04"], (await Both(host, "Överenskommet")).Select(s => s.Month).Distinct());
        Assert.Equal(2, await host.ReadAsync<NivastruktureringDb, int>(db => db.PriceRuns.CountAsync(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task The_economist_sees_the_effect_chooses_the_month_and_gives_a_reason_when_it_is_invoiced(Engine engine)
    {
        await using var host = await Started(engine, Dearer(await File.ReadAllTextAsync(Path.Combine(Set, "avtal", List), Ct)), afterwards: true);
        await host.WriteAsync<NivastruktureringDb>(db => db.Add(new InvoiceDocument
        {
            Id = Guid.CreateVersion7(), Owner = Owner.Of(Seller.Code), File = "underlag.xml", Hash = "", DocumentId = "ZVF23210002302603220001", IssueDate = new(2026, 4, 9), Rows = 0, Codes = "", Basis = [], ReceivedAt = DateTime.UtcNow, ReceivedBy = "test",
        }));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "norrbotten");
        Assert.DoesNotContain("Räkna om valda månader", await Text(host, Page), StringComparison.Ordinal);
        using (var no = await Post(host, "", "x")) Assert.Equal(HttpStatusCode.Forbidden, no.StatusCode);

        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var page = await Text(host, Page);
        Assert.Contains("mars 2026, redan fakturerad", page, StringComparison.Ordinal);
        var (seen, before) = (Hidden(page, "Seen"), await State(host));
        using (var bare = await Post(host, "", seen)) Assert.Equal((HttpStatusCode.Conflict, true), (bare.StatusCode, (await Text(bare)).Contains("redan fakturerad. Kom överens med köparen", StringComparison.Ordinal)));
        using (var stale = await Post(host, "Ny lista från mars", "annat")) Assert.Contains("Något annat gäller nu", await Text(stale), StringComparison.Ordinal);
        Assert.Equal(before, await State(host));

        var key = Guid.CreateVersion7();
        using (var done = await Post(host, "Ny lista från mars", seen, key)) Assert.Contains("Omräkningen är klar", await Text(done), StringComparison.Ordinal);
        var after = await State(host);
        Assert.NotEqual(before, after);
        var told = await Text(host, Page);
        Assert.Contains("Ny lista från mars", told, StringComparison.Ordinal);
        Assert.Contains("Alla belopp är desamma", told, StringComparison.Ordinal);
        using (var twice = await Post(host, "Ny lista från mars", seen, key)) Assert.Contains("Omräkningen är klar", await Text(twice), StringComparison.Ordinal);
        Assert.Equal(after, await State(host));
        Assert.Equal(1, await host.ReadAsync<NivastruktureringDb, int>(db => db.PriceRuns.CountAsync(Ct)));

        await using var other = await TestHost.StartAsync(engine, new Dictionary<string, string?> { ["Host:Role"] = "Region", ["Host:Region"] = "vasterbotten" });
        await Assert.ThrowsAsync<NotOwnerException>(() => Reprice(other));
    }

    private static async Task<TestHost> Started(Engine engine, string? list = null, bool afterwards = false)
    {
        var host = await TestHost.StartAsync(engine);
        await ImportContactsTests.PutReferences(host);
        if (list is not null && !afterwards) await Load(host, list);
        Assert.Equal(DeliveryStatus.InForce, (await Read(host)).Status);
        if (list is not null && afterwards) await Load(host, list);
        return host;
    }

    private static Task<DeliveryResult> Read(TestHost host) => host.InScopeAsync(scope => scope.GetRequiredService<IDeliveryImport>().Import(
        DeliveryInput.OfPath(Path.Combine(Set, "leveranser", "norrbotten", Month)), new($"norrbotten/{Month}") { Sender = Seller, Arrival = new DateOnly(2026, 11, 15) }, null, Ct));

    private static Task<bool> Load(TestHost host, string list) =>
        host.InScopeAsync(scope => scope.GetRequiredService<IReferenceImport>().Import(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(list)), List, dryRun: false, Ct));

    private static Task<IReadOnlyList<RepricedSum>> Reprice(TestHost host, bool dryRun = false, string reason = "") =>
        host.InScopeAsync(scope => scope.GetRequiredService<IContactRepricing>().Run(Seller, Month, Month, reason, dryRun, Ct));

    private static Task<IReadOnlyList<RepricedSum>> Both(TestHost host, string reason = "") =>
        host.InScopeAsync(scope => scope.GetRequiredService<IContactRepricing>().Run(Seller, Month, "2026-04", reason, dryRun: false, Ct));

    /// <summary>The month's delivery as the next month's, with contacts of its own.</summary>
    private static string NextMonth()
    {
        var march = File.ReadAllText(Path.Combine(Set, "leveranser", "norrbotten", Month, "NB_vardkontakter_202603.csv"));
        var folder = Directory.CreateTempSubdirectory("kst-april-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "NB_vardkontakter_202604.csv"),
            march.Replace("N2603", "N2604", StringComparison.Ordinal).Replace("2026-03-31", "2026-04-30", StringComparison.Ordinal).Replace("2026-03", "2026-04", StringComparison.Ordinal), new System.Text.UTF8Encoding(true));
        return folder;
    }

    /// <summary>Every price a tenth higher.</summary>
    internal static string Dearer(string list) => string.Join('\n', list.Split('\n').Select((line, n) =>
    {
        var cells = line.Split(';');
        if (n == 0 || cells.Length < 4) return line;
        cells[3] = Math.Round(decimal.Parse(cells[3].Replace(',', '.'), CultureInfo.InvariantCulture) * 1.1m, 2).ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',');
        return string.Join(';', cells);
    }));

    /// <summary>Every column of every contact and cell, and what is reconciled: all that the host holds of the care and its price.</summary>
    private static async Task<string> State(TestHost host)
    {
        var rows = await host.ReadAsync<NivastruktureringDb, IEnumerable<string>>(async db =>
            (await db.Contacts.AsNoTracking().OrderBy(c => c.Id).ToListAsync(Ct)).Select(Values)
                .Concat((await db.VolumeCells.AsNoTracking().ToListAsync(Ct)).Select(Values).Order(StringComparer.Ordinal)));
        JsonObject sections = [];
        foreach (var section in new NivastruktureringModule().Reconciliation.Where(s => s.Key != "pseudonymprov")) sections[section.Key] = await host.InScopeAsync(scope => section.Make(scope, Ct));
        return string.Join('\n', [.. rows, sections.ToJsonString()]);

        static string Values(object row) => string.Join(' ', row.GetType().GetProperties().Where(p => p.Name is not (nameof(Contact.Explanation) or nameof(Contact.Pseudonym)))
            .Select(p => Convert.ToString(p.GetValue(row), CultureInfo.InvariantCulture)));
    }

    private static Task<HttpResponseMessage> Post(TestHost host, string reason, string seen, Guid? key = null) => host.Client.PostFormAsync("/logga-in", new Dictionary<string, string>
    {
        ["Key"] = (key ?? Guid.CreateVersion7()).ToString(), ["Seen"] = seen, ["Months"] = Month, ["Reason"] = reason,
    }, Page);

    private static async Task<string> Text(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    private static string Hidden(string page, string name) => Regex.Match(page, $"""name="{name}"[^>]*value="([^"]+)" """.TrimEnd(), RegexOptions.None, TimeSpan.FromSeconds(5)).Groups[1].Value;
}
