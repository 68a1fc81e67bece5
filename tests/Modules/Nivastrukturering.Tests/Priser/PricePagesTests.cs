using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Priser;
using Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Priser;

public partial class PricePagesTests
{
    private const string File = "prislista-24.csv";
    private const string Header = "prislista;saljare;kod;pris;giltig_fran;giltig_till;benamning\n";
    private const string First = Header + "norra;24;VARDDAG:MED;100,00;2026-01-01;2026-03-31;Vårddag\nnorra;24;VARDDAG:MED;110,00;2026-05-01;2026-12-31;Vårddag\nriks;24;DRGPOANG:64001;70000,00;2026-01-01;;NUS\n";

    [Theory, OnEachDatabase]
    public async Task One_proposes_another_approves_and_the_log_tells_both(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        var overview = await Read(host, "/priser?ar=2026");
        Assert.Contains("2026-04-01", overview, StringComparison.Ordinal); // the gap
        Assert.Contains("Ingen prislista för 2024", await Read(host, "/priser?ar=2024"), StringComparison.Ordinal);

        var (path, page) = await Propose(host, First.Replace("110,00", "121,00", StringComparison.Ordinal));
        Assert.Contains("1 ändrade", page, StringComparison.Ordinal);
        Assert.Contains("+11,00", page, StringComparison.Ordinal);
        Assert.Contains("+10,00", page, StringComparison.Ordinal);
        Assert.Contains("Du har lagt förslaget.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Godkänn och ta i bruk", page, StringComparison.Ordinal);
        using (var own = await Decide(host, path, "Godkann")) Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Equal(11_000, await PriceOf(host, "VARDDAG:MED", new(2026, 6, 1)));

        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        Assert.Contains("Granska ett prisförslag", await Read(host, "/"), StringComparison.Ordinal);
        var key = Guid.CreateVersion7();
        using (var approved = await Decide(host, path, "Godkann", key)) Assert.Contains("Godkänt. Listan gäller från nu", await Text(approved), StringComparison.Ordinal);
        Assert.Equal(12_100, await PriceOf(host, "VARDDAG:MED", new(2026, 6, 1)));
        using (var twice = await Decide(host, path, "Godkann", key)) Assert.Equal(HttpStatusCode.OK, twice.StatusCode);
        using (var again = await Decide(host, path, "Godkann")) Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(2, await Versions(host));
        await Assert.ThrowsAsync<DbUpdateException>(() => host.WriteAsync<NivastruktureringDb>(db => // the database itself refuses one person in both places
        {
            var proposal = db.PriceProposals.Single();
            proposal.DecidedBy = proposal.ProposedBy;
        }));

        var log = await Read(host, "/priser?ar=2026");
        Assert.Contains("Ekonom, Västerbotten", log, StringComparison.Ordinal);
        Assert.Contains("Regional samordnare, Västerbotten", log, StringComparison.Ordinal);
        Assert.Contains("Högre pris för vårddagar", log, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_rejected_proposal_leaves_nothing_and_a_stale_one_is_looked_at_again(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        var (rejected, _) = await Propose(host, First.Replace("110,00", "121,00", StringComparison.Ordinal));
        var (stale, _) = await Propose(host, First.Replace("110,00", "131,00", StringComparison.Ordinal));

        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        using (var bare = await Decide(host, rejected, "Avsla")) Assert.Contains("Skriv skälet.", await Text(bare), StringComparison.Ordinal);
        using (var no = await Decide(host, rejected, "Avsla", reason: "För högt")) Assert.Contains("Förslaget är avslaget. Inga priser har ändrats.", await Text(no), StringComparison.Ordinal);
        using (var late = await Decide(host, rejected, "Godkann")) Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal((1, 11_000L), (await Versions(host), await PriceOf(host, "VARDDAG:MED", new(2026, 6, 1))));

        var seen = Hidden(await Read(host, stale), "Seen");
        await Load(host, First.Replace("110,00", "115,00", StringComparison.Ordinal)); // an operator's command comes between
        using (var late = await Decide(host, stale, "Godkann", seen: seen)) Assert.Contains("En annan version har tagits i bruk", await Text(late), StringComparison.Ordinal);
        using (var looked = await Decide(host, stale, "Godkann")) Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.Equal(13_100, await PriceOf(host, "VARDDAG:MED", new(2026, 6, 1)));
    }

    [Theory, OnEachDatabase]
    public async Task Two_who_approve_at_once_take_it_into_use_once(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        var (path, _) = await Propose(host, First.Replace("110,00", "121,00", StringComparison.Ordinal));
        var (other, _) = await Propose(host, First.Replace("110,00", "131,00", StringComparison.Ordinal));
        await host.Client.SignInAsync(Roles.RegionCoordinator, "vasterbotten");
        var seen = Hidden(await Read(host, path), "Seen");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Decide(host, path, "Godkann", seen: seen)).Append(Decide(host, other, "Godkann", seen: seen)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(2, await Versions(host));
        foreach (var answer in answers) answer.Dispose();
    }

    [Theory, OnEachDatabase]
    public async Task A_late_list_shows_which_months_it_touches_and_changes_none_of_them(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await ImportContactsTests.PutReferences(host);
        const string seller = "prislista-25.csv";
        await host.InScopeAsync(scope => scope.GetRequiredService<IDeliveryImport>().Import(
            DeliveryInput.OfPath(Path.Combine(Repository.DataSet("sample"), "leveranser", "norrbotten", "2026-03")), new("norrbotten/2026-03") { Sender = Region.Find("norrbotten"), Arrival = new DateOnly(2026, 11, 15) }, null, Ct));
        var then = await Amounts(host);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("Alla belopp är desamma", await Read(host, "/priser/omrakning?ar=2026"), StringComparison.Ordinal);

        var (path, page) = await PostIndex(host, "10,00", "2026-01-01");
        Assert.Contains("mars 2026", page, StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.RegionCoordinator, "norrbotten");
        (await Decide(host, path, "Godkann")).Dispose();

        Assert.Equal(then, await Amounts(host));
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("Räkna om valda månader", Tag().Replace(await Read(host, "/priser/omrakning?ar=2026"), ""), StringComparison.Ordinal);
        var csv = (await host.Client.GetStringAsync("/priser/omrakning.csv?ar=2026", Ct)).Split('\n').Skip(1).Where(l => l.Contains(';', StringComparison.Ordinal) && !l.StartsWith("Summa", StringComparison.Ordinal)).Select(l => l.TrimEnd('\r').Split(';')).ToList();
        var expected = await Expected(host, seller);
        Assert.Equal(expected, csv.ToDictionary(c => c[2], c => (long.Parse(c[3], System.Globalization.CultureInfo.InvariantCulture), Ore(c[4]), Ore(c[5]), Ore(c[6]))));
        Assert.NotEmpty(expected);
    }

    [Fact]
    public async Task Others_may_neither_propose_nor_see_what_is_not_in_force()
    {
        await using var host = await Started(Engine.Sqlite);
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        var (path, _) = await Propose(host, First.Replace("110,00", "121,00", StringComparison.Ordinal));

        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        using (var page = await host.Client.GetAsync(path, Ct)) Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        using (var approve = await host.Client.PostFormAsync("/logga-in", new Dictionary<string, string> { ["Key"] = Guid.CreateVersion7().ToString() }, $"{path}?handler=Godkann")) Assert.Equal(HttpStatusCode.NotFound, approve.StatusCode);
        using (var theirs = await Upload(host, "prislista.csv", Encoding.UTF8.GetBytes(First), fileName: File)) Assert.Equal(HttpStatusCode.Forbidden, theirs.StatusCode);
        Assert.DoesNotContain("121,00", await Read(host, "/priser?ar=2026"), StringComparison.Ordinal);

        await host.Client.SignInAsync(Roles.Reader);
        Assert.Contains("Ändringslogg", await Read(host, "/priser?ar=2026"), StringComparison.Ordinal);
        foreach (var closed in (string[])[path, "/priser/nytt", "/priser/omrakning"])
        {
            using var answer = await host.Client.GetAsync(closed, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        using (var foreign = await Upload(host, "prislista.csv", Encoding.UTF8.GetBytes(First), fileName: File)) Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        var nrf = await Read(host, "/priser/nytt");
        Assert.Contains("Abonnemang", nrf, StringComparison.Ordinal);
        Assert.DoesNotContain(File, nrf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_faults_is_told_row_by_row_and_the_list_in_Excel_comes_back_as_the_same_prices()
    {
        await using var host = await Started(Engine.Sqlite);
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        using (var overlap = await Upload(host, "prislista.csv", Encoding.UTF8.GetBytes(First + "norra;24;VARDDAG:MED;1,00;2026-03-31;2026-04-02;x\nnorra;24;VARDDAG:KIR;1;2026-01-01;;x\n")))
        {
            var page = await Text(overlap);
            Assert.Contains("PRI-001, rad 5, giltig_fran: Giltighetstiden överlappar rad 2", page, StringComparison.Ordinal);
            Assert.Contains("PRI-002, rad 6, pris", page, StringComparison.Ordinal);
        }
        using (var same = await Upload(host, "prislista.csv", Encoding.UTF8.GetBytes(First))) Assert.Contains("Filen är densamma som den som gäller.", await Text(same), StringComparison.Ordinal);

        var list = await Read(host, "/priser/lista?saljare=24&ar=2027&jamfor=2026&sort=-pris");
        Assert.Contains("70\u00A0000,00", list, StringComparison.Ordinal);
        Assert.Contains("Upphör", list, StringComparison.Ordinal);
        Assert.Equal(First, await host.Client.GetStringAsync("/priser/lista?handler=Fil&saljare=24", Ct));
        var excel = await host.Client.GetByteArrayAsync("/priser/lista.xlsx?saljare=24&ar=alla", Ct);
        var rows = PriceListFile.Read(new MemoryStream(PriceSheet.Read(new MemoryStream(excel))), File);
        Assert.Empty(rows.Errors);
        Assert.Equal(PriceListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(First)), File).Value, rows.Value);
        using (var broken = await Upload(host, "lista.xlsx", [1, 2, 3])) Assert.Contains("Spara den som Excel-arbetsbok", await Text(broken), StringComparison.Ordinal);
        Assert.Equal(0, await host.ReadAsync<NivastruktureringDb, int>(db => db.PriceProposals.CountAsync(Ct)));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestHost> Started(Engine engine)
    {
        var host = await TestHost.StartAsync(engine);
        await Load(host, First);
        return host;
    }

    private static Task<bool> Load(TestHost host, string list) => host.InScopeAsync(scope => scope.GetRequiredService<IReferenceImport>().Import(new MemoryStream(Encoding.UTF8.GetBytes(list)), File, dryRun: false, Ct));

    private static async Task<(string Path, string Page)> Propose(TestHost host, string list)
    {
        using var answer = await Upload(host, "prislista.csv", Encoding.UTF8.GetBytes(list));
        var page = await Text(answer);
        Assert.StartsWith("/priser/forslag/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        return (answer.RequestMessage.RequestUri.AbsolutePath, page);
    }

    private static async Task<HttpResponseMessage> Upload(TestHost host, string name, byte[] content, string? fileName = null)
    {
        var form = await host.Client.GetStringAsync("/priser/nytt", Ct);
        using MultipartFormDataContent fields = new()
        {
            { new StringContent(Hidden(form, "__RequestVerificationToken")), "__RequestVerificationToken" }, { new StringContent(Guid.CreateVersion7().ToString()), "Form.Key" },
            { new StringContent(fileName ?? File), "Form.FileName" }, { new StringContent("Högre pris för vårddagar"), "Form.Reason" }, { new ByteArrayContent(content), "fil", name },
        };
        return await host.Client.PostAsync("/priser/nytt", fields, Ct);
    }

    private static async Task<(string Path, string Page)> PostIndex(TestHost host, string percent, string from)
    {
        using var answer = await host.Client.PostFormAsync("/priser/nytt", new Dictionary<string, string>
        {
            ["Form.Key"] = Guid.CreateVersion7().ToString(), ["Form.Percent"] = percent, ["Form.From"] = from, ["Form.Till"] = "", ["Form.Lists"] = "norra", ["Form.Units"] = "Visit", ["Form.Reason"] = "Index",
        }, "/priser/nytt?handler=Index");
        return (answer.RequestMessage!.RequestUri!.AbsolutePath, await Text(answer));
    }

    private static async Task<HttpResponseMessage> Decide(TestHost host, string path, string handler, Guid? key = null, string? seen = null, string reason = "") => await host.Client.PostFormAsync("/logga-in", new Dictionary<string, string>
    {
        ["Key"] = (key ?? Guid.CreateVersion7()).ToString(), ["Seen"] = seen ?? (Hidden(await host.Client.GetStringAsync(path, Ct), "Seen") is { Length: > 0 } shown ? shown : Guid.Empty.ToString()), ["Reason"] = reason,
    }, $"{path}?handler={handler}");

    private static string Hidden(string page, string name) => Regex.Match(page, $"""name="{name}"[^>]*value="([^"]+)" """.TrimEnd(), RegexOptions.None, TimeSpan.FromSeconds(5)).Groups[1].Value;

    private static async Task<string> Read(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    private static Task<int> Versions(TestHost host) => host.ReadAsync<NivastruktureringDb, int>(db => db.ReferenceFiles.CountAsync(f => f.Name == File, Ct));

    private static Task<long> PriceOf(TestHost host, string code, DateOnly day) => host.InScopeAsync(async scope =>
        PriceTimeline.On(day, (await scope.GetRequiredService<ReferenceLibrary>().InForce(Ct)).Prices.Where(p => p.Code == code))!.PriceOre);

    private static Task<List<long>> Amounts(TestHost host) => host.ReadAsync<NivastruktureringDb, List<long>>(db => db.Contacts.OrderBy(c => c.Id).Select(c => c.AmountOre).ToListAsync(Ct));

    /// <summary>Visits in the list Norra, a tenth dearer: per buyer how many, their sum then and now.</summary>
    private static Task<Dictionary<string, (long, long, long, long)>> Expected(TestHost host, string file) => host.ReadAsync<NivastruktureringDb, Dictionary<string, (long, long, long, long)>>(async db =>
        (await db.Contacts.AsNoTracking().Where(c => c.PriceRule == PriceRule.Besok && c.PriceList == "norra" && file.Contains(c.Region)).ToListAsync(Ct)).GroupBy(c => c.HomeRegion)
            .ToDictionary(g => Region.NameOf(g.Key), g => (g.LongCount(), g.Sum(c => c.AmountOre), g.Sum(c => PriceIndex.Raised(c.AmountOre, 1_000)), g.Sum(c => PriceIndex.Raised(c.AmountOre, 1_000) - c.AmountOre))));

    private static long Ore(string kronor) => (long)(decimal.Parse(kronor.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture) * 100);

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
