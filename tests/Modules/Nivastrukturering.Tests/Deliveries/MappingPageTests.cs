using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Inbox;
using Kunskapsstyrning.Nivastrukturering.Mappings;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;

public partial class MappingPageTests
{
    private const string Page = "/drift/adaptrar/norrbotten", FileName = "NB_vardkontakter_202603.csv";

    [Theory, OnEachDatabase]
    public async Task A_renamed_column_is_mended_on_the_page_and_the_same_delivery_is_read_in(Engine engine)
    {
        await using var host = await Started(engine);
        var drifted = Renamed(("Kön", "Konskod"), ("Kommunkod", "Kommun_kod"));
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var (_, refused) = await UploadTests.Send(host, (FileName, drifted));
        Assert.Contains("KST-202", refused, StringComparison.Ordinal);
        Assert.Contains("Kolumnen Kön saknas. Den nya kolumnen Konskod liknar den", refused, StringComparison.Ordinal);

        await host.Client.SignInAsync(Roles.OperationsAdmin);
        Assert.Contains($"href=\"{Page}\"", await host.Client.GetStringAsync("/drift/adaptrar", Ct), StringComparison.Ordinal);
        var form = FormOf(await host.Client.GetStringAsync(Page, Ct));
        Assert.Equal(("Konskod", "Kommun_kod", "Vårdform", "2026-03"), (form["Contact-Kon"], form["Contact-Hemkommun"], form["Contact-Kontaktslag"], form["fran"]));
        Assert.Equal("Enhetsnamn\nAnteckning", form["ovriga"]);
        form["med-ovriga"] = "ja";
        form["varden-Kontaktslag"] += "\nVideobesök = DISTANS";

        using var looked = await host.Client.PostFormAsync(Page, form);
        var preview = await looked.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Inget är sparat än", preview, StringComparison.Ordinal);
        Assert.Empty(Versions(host));
        using var saved = await host.Client.PostFormAsync(Page, FormOf(SaveForm().Match(preview).Value), Page + "?handler=Spara");
        Assert.Contains("Version 2 är sparad.", await Text(saved), StringComparison.Ordinal);

        Assert.Equal(["norrbotten-v2.json"], Versions(host));
        await using (var file = File.OpenRead(Path.Combine(host.DataFolder, "mappning", "norrbotten-v2.json"))) Assert.Empty(MappingSchema.Faults(file, "norrbotten-v2.json"));
        Assert.True(await host.ReadAsync<KernelDb, bool>(db => db.Audit.AnyAsync(a => a.Action == "Sparade mappning för Norrbotten, version 2" && a.Entity == nameof(MappingVersion), Ct)));
        var difference = WebUtility.HtmlDecode(await host.Client.GetStringAsync($"{Page}?jamfor=1&med=2", Ct));
        Assert.Contains("Kön: Kön → Konskod; Kommunkod", Regex.Replace(difference, "Hemkommun: ", ""), StringComparison.Ordinal);
        Assert.Contains("värdet Videobesök", difference, StringComparison.Ordinal);

        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        var (_, read) = await UploadTests.Send(host, (FileName, drifted));
        Assert.Contains("244 av 300 kontakter", read, StringComparison.Ordinal);
        await UploadTests.Send(host, (FileName, Renamed(("Kön", "Konskod"), ("Kommunkod", "Kommun_kod"), ("Anteckning", "Signatur"))));
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        Assert.Contains("Nya kolumner som inte läses: Signatur.", WebUtility.HtmlDecode(await host.Client.GetStringAsync("/drift/adaptrar", Ct)), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task Of_two_who_save_at_once_the_second_is_told_and_nothing_is_overwritten(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        var form = FormOf(await host.Client.GetStringAsync(Page, Ct));

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async number =>
        {
            Dictionary<string, string> own = new(form) { ["Key"] = Guid.CreateVersion7().ToString(), ["Contact-RemissId"] = $"Remiss{(char)('A' + number)}" };
            using var answer = await host.Client.PostFormAsync(Page, own, Page + "?handler=Spara");
            return (answer.StatusCode, Text: await Text(answer));
        }));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Contains("Någon annan har sparat version 2", answers.Single(a => a.StatusCode == HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
        Assert.Equal(["norrbotten-v2.json"], Versions(host));
        Assert.Equal(1, await host.ReadAsync<NivastruktureringDb, int>(db => db.MappingVersions.CountAsync(Ct)));
    }

    [Fact]
    public async Task What_cannot_be_saved_is_told_where_it_stands_and_by_whom_it_can()
    {
        await using var host = await Started(Engine.Sqlite);
        await host.Client.SignInAsync(Roles.OperationsAdmin);
        var form = FormOf(await host.Client.GetStringAsync(Page, Ct));

        await IsTold("Skriv månaden som ÅÅÅÅ-MM", ("fran", "2026-13"));
        await IsTold("Välj tidigast oktober 2024: version 1 gäller inte före den.", ("fran", "2024-09"));
        await IsTold("Kolumnen kommunkod står för både Hemkommun och Enhet.", ("Contact-Enhet", "kommunkod"));
        await IsTold("Välj en kolumn för Kontaktens id", ("Contact-KontaktId", " "));
        await IsTold("inte ett värde", ("Contact-RemissId", "20010101-2384"));
        await IsTold("Skriv varje värde för Kön på en egen rad", ("varden-Kon", "1 = kvinna"));
        await IsTold("Inget är ändrat", ("fran", "2024-10"));
        Assert.Empty(Versions(host));

        using var unknown = await host.Client.GetAsync("/drift/adaptrar/kalmar", Ct);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.DoesNotContain("Granska ändringen", await host.Client.GetStringAsync(Page, Ct), StringComparison.Ordinal);
        using var another = await host.Client.PostFormAsync("/logga-in", form, Page + "?handler=Spara"); // a page with a form to take the token from
        Assert.Equal(HttpStatusCode.Forbidden, another.StatusCode);
        Assert.Contains("Bara den som sköter driften ändrar mappningar.", await Text(another), StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        using var economist = await host.Client.GetAsync(Page, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, economist.StatusCode);

        async Task IsTold(string message, (string Name, string Value) typed)
        {
            using var answer = await host.Client.PostFormAsync(Page, new Dictionary<string, string>(form) { [typed.Name] = typed.Value });
            Assert.Contains(message, await Text(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_regions_host_changes_its_own_mapping_alone()
    {
        HostSettings host = new() { Role = HostRole.Region, Region = RegionCode.Parse("25", null), DataFolder = Path.GetTempPath(), Engine = Engine.Sqlite, ConnectionString = "" };
        MappingDesk desk = new(null!, null!, null!, host, new Operator(), TimeProvider.System);
        Assert.Null(desk.Refusal(Region.Find("norrbotten")!));
        Assert.Equal("Mappningen hör till Region Västerbotten och ändras hos dem.", desk.Refusal(Region.Find("vasterbotten")!));
    }

    [Fact]
    public async Task A_delivery_that_lies_in_the_inbox_is_read_again_when_its_mapping_is_mended()
    {
        await using var host = await Started(Engine.Sqlite);
        var folder = Directory.CreateDirectory(Path.Combine(host.DataFolder, "inkorg", "norrbotten")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, FileName), Renamed(("Kön", "Konskod")), Ct);
        await Look(host);
        await Look(host);
        Assert.Equal([DeliveryStatus.Rejected], await Statuses(host));

        await host.Client.SignInAsync(Roles.OperationsAdmin);
        var form = FormOf(await host.Client.GetStringAsync(Page, Ct));
        form["Contact-Vardniva"] = "";
        form["Contact-Kon"] = "Kön";
        using (await host.Client.PostFormAsync(Page, new Dictionary<string, string>(form) { ["Key"] = $"{Guid.CreateVersion7()}" }, Page + "?handler=Spara")) await Look(host);
        await Look(host);
        Assert.Equal([DeliveryStatus.Rejected, DeliveryStatus.Rejected], await Statuses(host));

        form = FormOf(await host.Client.GetStringAsync(Page, Ct));
        using (await host.Client.PostFormAsync(Page, new Dictionary<string, string>(form) { ["Key"] = $"{Guid.CreateVersion7()}" }, Page + "?handler=Spara")) await Look(host);
        Assert.Equal([DeliveryStatus.Rejected, DeliveryStatus.Rejected, DeliveryStatus.InForce], await Statuses(host));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<TestHost> Started(Engine engine)
    {
        var host = await TestHost.StartAsync(engine, new Dictionary<string, string?> { ["nivastrukturering:Inbox:IntervalSeconds"] = "0", ["nivastrukturering:Inbox:QuietSeconds"] = "0" });
        await ImportContactsTests.PutReferences(host);
        return host;
    }

    /// <summary>Norrbotten's March with columns renamed in the header.</summary>
    private static byte[] Renamed(params (string From, string To)[] names)
    {
        var text = File.ReadAllText(Path.Combine(Repository.DataSet("sample"), "leveranser", "norrbotten", "2026-03", FileName), Encoding.UTF8);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var header = names.Aggregate(text[..end], (row, name) => row.Replace(name.From, name.To, StringComparison.Ordinal));
        return Encoding.UTF8.GetBytes(header + text[end..]);
    }

    private static IEnumerable<string> Versions(TestHost host) =>
        Path.Combine(host.DataFolder, "mappning") is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder).Select(file => Path.GetFileName(file)) : [];

    private static Task<bool> Look(TestHost host) => host.InScopeAsync(async scope =>
    {
        await scope.GetRequiredService<InboxReader>().Run(Ct);
        return true;
    });

    private static Task<List<DeliveryStatus>> Statuses(TestHost host) => host.ReadAsync<NivastruktureringDb, List<DeliveryStatus>>(db => db.Deliveries.OrderBy(d => d.No).Select(d => d.Status).ToListAsync(Ct));

    /// <summary>What a browser would send of the page's form.</summary>
    private static Dictionary<string, string> FormOf(string html)
    {
        Dictionary<string, string> form = [];
        foreach (Match field in Field().Matches(html))
            if (!field.Value.Contains("checkbox", StringComparison.Ordinal) || field.Value.Contains("checked", StringComparison.Ordinal))
                form[field.Groups["name"].Value] = WebUtility.HtmlDecode(field.Groups["value"].Value);
        form.Remove("__RequestVerificationToken");
        return form;
    }

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)).Replace('\u00a0', ' ');

    [GeneratedRegex("""<input[^>]*name="(?<name>[^"]+)"[^>]*value="(?<value>[^"]*)"[^>]*>|<textarea[^>]*name="(?<name>[^"]+)"[^>]*>(?<value>[^<]*)</textarea>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Field();

    [GeneratedRegex("""<form[^>]*handler=Spara.*?</form>""", RegexOptions.Singleline)]
    private static partial Regex SaveForm();

    private sealed class Operator : ICurrentUser
    {
        public string Name => "drift";

        public IReadOnlyCollection<string> Roles => [Kernel.Roles.OperationsAdmin];

        public RegionCode? Region => null;

        public bool MayWrite(Owner owner) => false;
    }
}
