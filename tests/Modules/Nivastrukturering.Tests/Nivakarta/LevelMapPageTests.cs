using System.Net;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Nivakarta;
using Kunskapsstyrning.Nivastrukturering.Tests.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Nivakarta;

public partial class LevelMapPageTests
{
    [Theory, OnEachDatabase]
    public async Task A_round_is_opened_answered_and_a_decided_change_becomes_the_map_in_force(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Contains("Ingen omgång är öppnad", await Read(host, LevelPicture.RoundPath), StringComparison.Ordinal);
        Assert.Contains("Omgången är öppnad och kartan kopierad.", await Posted(host, LevelPicture.RoundPath, new() { ["ar"] = "2027", ["sistaDag"] = "2027-03-31" }, "Oppna"), StringComparison.Ordinal);
        Assert.Contains("Noll av 14 RPO har svarat för all sin vård.", await Read(host, LevelPicture.RoundPath), StringComparison.Ordinal);

        await host.Client.SignInAsync(Roles.GroupChair);
        var own = await Read(host, LevelPicture.RoundPath);
        Assert.Contains("Vård som Njursjukdomar svarar för", own, StringComparison.Ordinal);
        var form = $"{LevelPicture.NewPath}?kod=NRF-018";
        Assert.Contains("Förslaget är lämnat.", await Posted(host, form, await Filled(host, form, new() { ["Niva"] = "3", ["Fran"] = "2027-01-01", ["Skal"] = "Färre och större enheter." })), StringComparison.Ordinal);
        Assert.Contains("har redan ett öppet förslag", await Posted(host, form, await Filled(host, form, new() { ["Niva"] = "4", ["Fran"] = "2027-01-01", ["Skal"] = "En gång till." })), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync($"{LevelPicture.NewPath}?kod=NRF-003", Ct)).StatusCode);
        var proposal = (await host.ReadAsync<NivastruktureringDb, MapProposal>(db => db.MapProposals.AsNoTracking().SingleAsync(Ct)));
        Assert.Equal(("NRF-018", "Njursjukdomar", Owner.Nrf, ProposalState.Open), (proposal.Code, proposal.Rpo, proposal.Owner, proposal.State));
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(host, LevelPicture.PathOf(proposal), Decision(), "Besluta")).StatusCode);

        await host.Client.SignInAsync(Roles.NrfAdministrator);
        var page = await Read(host, LevelPicture.PathOf(proposal));
        Assert.Contains("2 länssjukvård", page, StringComparison.Ordinal);
        Assert.Contains("ger vården en ny kod från 1\u00A0januari\u00A02027", page, StringComparison.Ordinal);
        Assert.Contains("Beslutet är sparat och den nya kartan gäller.", await Posted(host, LevelPicture.PathOf(proposal), Decision(), "Besluta"), StringComparison.Ordinal);
        Assert.Contains("Förslaget är redan avgjort eller tillbakadraget.", await Posted(host, LevelPicture.PathOf(proposal), Decision(), "Besluta"), StringComparison.Ordinal);

        var difference = await host.Client.GetStringAsync($"{LevelPicture.MapPath}.csv?jamfor=2026-12-31&datum=2027-01-01&tabell=skillnad-fran-2026-12-31-till-2027-01-01", Ct);
        Assert.Contains("Dialys;NRF-018.2;Ändrad;Nivå;2 länssjukvård;3 regionsjukvård", difference, StringComparison.Ordinal);
        Assert.Contains("Förbundsdirektionen, 2026-12-09, dnr NRF 44/26", await Read(host, LevelPicture.PathOf("NRF-018.2")), StringComparison.Ordinal);
        var map = await host.InScopeAsync(scope => scope.GetRequiredService<LevelMaps>().All(Ct));
        Assert.Equal(2, map.Count);
        Assert.Equal([(2, new DateOnly(2026, 12, 31)), (3, (DateOnly?)null)], map[0].Catalogue.Services.Where(s => LevelMaps.LineOf(s.Code) == "NRF-018").Select(s => (s.Level, s.Validity.To)));
    }

    [Theory, OnEachDatabase]
    public async Task The_page_tells_who_has_answered_who_has_not_and_who_is_late(Engine engine)
    {
        var clock = new SetClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        await using var host = await Started(engine, clock);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        await Posted(host, LevelPicture.RoundPath, new() { ["ar"] = "2027", ["sistaDag"] = "2026-12-15" }, "Oppna");
        var items = await host.ReadAsync<NivastruktureringDb, List<MapItem>>(db => db.MapItems.AsNoTracking().Where(i => i.Rpo == "Njursjukdomar" || i.Rpo == "Ögonsjukdomar").ToListAsync(Ct));

        await host.Client.SignInAsync(Roles.GroupChair);
        Assert.Contains("Bekräfta nivåkartan 2027 för RPO Njursjukdomar", await Read(host, "/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(host, LevelPicture.RoundPath, new() { ["tjanst"] = items.Single(i => i.Rpo == "Ögonsjukdomar").Id.ToString() }, "Bekrafta")).StatusCode);
        Assert.Contains("Tjänsterna är bekräftade.", await Posted(host, LevelPicture.RoundPath, new() { ["tjanst"] = items.Single(i => i.Rpo == "Njursjukdomar").Id.ToString() }, "Bekrafta"), StringComparison.Ordinal);

        Assert.Contains("Njursjukdomar;Klart;1;1;0;0;2026-11-22", await Csv(host), StringComparison.Ordinal);
        Assert.Contains("Ögonsjukdomar;Inte besvarat;1;0;0;1;", await Csv(host), StringComparison.Ordinal);
        clock.Now += TimeSpan.FromDays(30);
        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("Ögonsjukdomar;Försenat;1;0;0;1;", await Csv(host), StringComparison.Ordinal);
        Assert.DoesNotContain("Bekräfta de valda", await Read(host, $"{LevelPicture.RoundPath}?rpo={Uri.EscapeDataString("Ögonsjukdomar")}"), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_rejected_proposal_leaves_the_map_and_a_tie_is_refused_when_it_is_proposed(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        await Posted(host, LevelPicture.RoundPath, new() { ["ar"] = "2027", ["sistaDag"] = "2027-03-31" }, "Oppna");
        Dictionary<string, string> fresh = new() { ["Namn"] = "Ny vård", ["Niva"] = "3", ["Rpo"] = "Njursjukdomar", ["Fran"] = "2027-01-01", ["Kva"] = "zza", ["Skal"] = "Behövs.", ["Prioritet"] = "30" };
        Assert.Contains("”NRF-003 PCI” (rad 3) och ”NRF-034 Ny vård” (rad 34) har båda prioritet 30.", await Posted(host, LevelPicture.NewPath, fresh), StringComparison.Ordinal);
        Assert.Contains("NRF-003 PCI (från 2024-01-01) och NRF-034 Ny vård (från 2027-01-01) har samma regler", await Posted(host, LevelPicture.NewPath, new(fresh) { ["Kva"] = "FNG", ["Prioritet"] = "" }), StringComparison.Ordinal);
        Assert.Contains("Förslaget är lämnat.", await Posted(host, LevelPicture.NewPath, new(fresh) { ["Prioritet"] = "" }), StringComparison.Ordinal);

        var proposal = await host.ReadAsync<NivastruktureringDb, MapProposal>(db => db.MapProposals.AsNoTracking().SingleAsync(Ct));
        Assert.Contains("Avslaget är sparat.", await Posted(host, LevelPicture.PathOf(proposal), new() { ["skal"] = "För få patienter." }, "Avsla"), StringComparison.Ordinal);
        Assert.Single(await host.InScopeAsync(scope => scope.GetRequiredService<LevelMaps>().All(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task Only_who_made_a_proposal_takes_it_back_and_only_until_it_is_decided(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        await Posted(host, LevelPicture.RoundPath, new() { ["ar"] = "2027", ["sistaDag"] = "2027-03-31" }, "Oppna");
        await host.Client.SignInAsync(Roles.GroupChair);
        const string Form = $"{LevelPicture.NewPath}?kod=NRF-018";
        await Posted(host, Form, await Filled(host, Form, new() { ["Niva"] = "3", ["Fran"] = "2027-01-01", ["Skal"] = "Färre enheter." }));
        var path = LevelPicture.PathOf(await host.ReadAsync<NivastruktureringDb, MapProposal>(db => db.MapProposals.AsNoTracking().SingleAsync(Ct)));

        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.DoesNotContain("Dra tillbaka förslaget", await Read(host, path), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(host, path, new() { ["tillbaka"] = "Inte mitt." }, "Tillbaka")).StatusCode);

        await host.Client.SignInAsync(Roles.GroupChair);
        Assert.Contains("Skriv varför förslaget dras tillbaka", await Posted(host, path, new() { ["tillbaka"] = " " }, "Tillbaka"), StringComparison.Ordinal);
        var withdrawn = await Posted(host, path, new() { ["tillbaka"] = "Fel sjukhus." }, "Tillbaka");
        Assert.Contains("Förslaget är tillbakadraget. Kartan är oförändrad.", withdrawn, StringComparison.Ordinal);
        Assert.Contains("Fel sjukhus.", withdrawn, StringComparison.Ordinal);
        Assert.Contains("avgjort eller tillbakadraget", await Posted(host, path, new() { ["tillbaka"] = "En gång till." }, "Tillbaka"), StringComparison.Ordinal);
        Assert.Contains("Tillbakadraget", await Read(host, LevelPicture.PathOf("NRF-018")), StringComparison.Ordinal); // in the service's history
        Assert.Contains("Njursjukdomar;Inte besvarat;1;0;0;1;", await Csv(host), StringComparison.Ordinal); // to be answered for again
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Contains("avgjort eller tillbakadraget", await Posted(host, path, Decision(), "Besluta"), StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_workbook_becomes_proposals_and_never_the_map(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        await Posted(host, LevelPicture.RoundPath, new() { ["ar"] = "2027", ["sistaDag"] = "2027-03-31" }, "Oppna");
        var file = await host.Client.GetByteArrayAsync($"{LevelPicture.SheetPath}.xlsx", Ct);

        var preview = await Upload(host, Sheets.Changed(Sheets.Changed(file, "PCI", "PCI, kranskärlsvidgning"), "KAS", "K!S"));
        Assert.Contains("1 rad blir ett förslag", preview, StringComparison.Ordinal);
        Assert.Contains("31 är oförändrade. 1 behöver rättas", preview, StringComparison.Ordinal);
        Assert.Contains("”K!S” är ingen början på en kod.", preview, StringComparison.Ordinal);
        Dictionary<string, string> save = new() { ["key"] = Guid.CreateVersion7().ToString(), ["skal"] = "Nytt namn.", ["andringar"] = Carried().Match(preview).Groups["json"].Value };
        using var saved = await host.Client.PostFormAsync(LevelPicture.SheetPath, save, $"{LevelPicture.SheetPath}?handler=Spara");

        Assert.Contains("Förslaget är lämnat.", await Text(saved), StringComparison.Ordinal);
        var proposal = await host.ReadAsync<NivastruktureringDb, MapProposal>(db => db.MapProposals.AsNoTracking().SingleAsync(Ct));
        Assert.Equal(("NRF-003", "PCI, kranskärlsvidgning"), (proposal.Code, proposal.Service().Name));
        Assert.Single(await host.InScopeAsync(scope => scope.GetRequiredService<LevelMaps>().All(Ct)));
    }

    [Theory, OnEachDatabase]
    public async Task A_remiss_shows_who_has_answered_and_a_region_answers_for_itself(Engine engine)
    {
        var clock = new SetClock(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(engine, clock: clock);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        await Posted(host, LevelPicture.NhvPath, new() { ["namn"] = "Svåra hudsymtom", ["dnr"] = "SoS 1/26", ["mottagen"] = "2026-11-01", ["senast"] = "2026-11-30" }, "Remiss");
        var permit = new Dictionary<string, string> { ["omrade"] = "Ryggmärgsskada", ["enhet"] = "NUS", ["start"] = "2024-01-01", ["beslut"] = "Nämnden, 1/23" };
        await Posted(host, LevelPicture.NhvPath, permit, "Tillstand");
        Assert.Contains("NUS har redan tillstånd för Ryggmärgsskada (från 2024-01-01), som överlappar det nya (från 2026-01-01).", await Posted(host, LevelPicture.NhvPath, new(permit) { ["start"] = "2026-01-01" }, "Tillstand"), StringComparison.Ordinal);
        await Posted(host, LevelPicture.NhvPath, new() { ["ansokanOmrade"] = "Amyloidos", ["ansokanEnhet"] = "NUS", ["inskickad"] = "2026-09-01" }, "Ansokan");
        var application = await host.ReadAsync<NivastruktureringDb, Guid>(db => db.NhvApplications.Select(a => a.Id).SingleAsync(Ct));
        await Posted(host, LevelPicture.NhvPath, new() { ["ansokan"] = application.ToString(), ["utfall"] = "Granted", ["avgjord"] = "2026-11-10", ["avgorande"] = "Nämnden, 2/26", ["tillstandFran"] = "2027-02-01" }, "Avgor");
        Assert.Contains("Amyloidos;NUS;2027-02-01;–;Kommande", await host.Client.GetStringAsync($"{LevelPicture.NhvPath}.csv", Ct), StringComparison.Ordinal);

        var remiss = (await host.ReadAsync<NivastruktureringDb, Guid>(db => db.NhvRemisses.Select(r => r.Id).SingleAsync(Ct))).ToString();
        await host.Client.SignInAsync(Roles.RegionCoordinator, "norrbotten");
        Assert.Equal(HttpStatusCode.Forbidden, (await Post(host, LevelPicture.NhvPath, new() { ["remiss"] = remiss, ["vem"] = "24", ["svarat"] = "2026-11-22" }, "Svara")).StatusCode);
        Assert.Contains("Sparat.", await Posted(host, LevelPicture.NhvPath, new() { ["remiss"] = remiss, ["vem"] = "25", ["svarat"] = "2026-11-22" }, "Svara"), StringComparison.Ordinal);
        Assert.Contains("Svåra hudsymtom;2026-11-30;4 saknas;2026-11-22;saknas;saknas;saknas;saknas", await Remisses(host), StringComparison.Ordinal);
        clock.Now += TimeSpan.FromDays(10);
        await host.Client.SignInAsync(Roles.Reader);
        Assert.Contains("Svåra hudsymtom;2026-11-30;Försenad, 4 saknas;2026-11-22;försenat", await Remisses(host), StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A host with the sample's map.</summary>
    internal static async Task<TestHost> Started(Engine engine, TimeProvider? clock = null)
    {
        var host = await TestHost.StartAsync(engine, clock: clock);
        var common = Path.Combine(SampleSet.Folder("sample"), "gemensamt");
        await host.InScopeAsync(async scope =>
        {
            await using (var names = File.OpenRead(Path.Combine(common, "lpo-mappning.csv")))
                await scope.GetRequiredService<ILocalNameImport>().Import(names, "lpo-mappning.csv", new(2026, 1, 1), dryRun: false, Ct);
            await using var katalog = File.OpenRead(Path.Combine(common, LevelMaps.File));
            return await scope.GetRequiredService<IReferenceImport>().Import(katalog, LevelMaps.File, dryRun: false, Ct);
        });
        return host;
    }

    private static Dictionary<string, string> Decision() => new() { ["organ"] = "Förbundsdirektionen", ["datum"] = "2026-12-09", ["dnr"] = "NRF 44/26" };

    /// <summary>The form as it is shown, with some fields changed.</summary>
    private static async Task<Dictionary<string, string>> Filled(TestHost host, string page, Dictionary<string, string> changed)
    {
        var html = await Read(host, page);
        Dictionary<string, string> fields = [];
        foreach (Match input in Inputs().Matches(html)) fields.TryAdd(input.Groups["name"].Value, input.Groups["value"].Value);
        fields["Rpo"] = Selected().Match(html[html.IndexOf("id=\"Rpo\"", StringComparison.Ordinal)..]).Groups["value"].Value;
        foreach (var (name, value) in changed) fields[name] = value;
        return fields;
    }

    private static Task<HttpResponseMessage> Post(TestHost host, string page, Dictionary<string, string> fields, string? handler = null) =>
        host.Client.PostFormAsync(handler is null ? page : "/logga-in", new Dictionary<string, string>(fields) { ["Key"] = Guid.CreateVersion7().ToString() }, handler is null ? null : $"{page}?handler={handler}");

    private static async Task<string> Posted(TestHost host, string page, Dictionary<string, string> fields, string? handler = null)
    {
        using var answer = await Post(host, page, fields, handler);
        return await Text(answer);
    }

    private static async Task<string> Upload(TestHost host, byte[] file)
    {
        var token = Token().Match(await host.Client.GetStringAsync(LevelPicture.SheetPath, Ct)).Groups["value"].Value;
        using var content = new MultipartFormDataContent
        {
            { new StringContent(WebUtility.HtmlDecode(token)), "__RequestVerificationToken" }, { new StringContent("2027-01-01"), "fran" }, { new StringContent("Nytt namn."), "skal" }, { new ByteArrayContent(file), "fil", "karta.xlsx" },
        };
        using var answer = await host.Client.PostAsync(LevelPicture.SheetPath, content, Ct);
        return await Text(answer);
    }

    private static Task<string> Csv(TestHost host) => host.Client.GetStringAsync($"{LevelPicture.RoundPath}.csv", Ct);

    private static Task<string> Remisses(TestHost host) => host.Client.GetStringAsync($"{LevelPicture.NhvPath}.csv?tabell=remisser", Ct);

    private static async Task<string> Read(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

    [GeneratedRegex("<input class=\"ds-input[^\"]*\" (?!type=\"checkbox\")[^>]*?name=\"(?<name>[A-Za-z]+)\"[^>]*? value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Inputs();

    [GeneratedRegex("<option value=\"(?<value>[^\"]*)\" selected", RegexOptions.ExplicitCapture)]
    private static partial Regex Selected();

    [GeneratedRegex("name=\"andringar\" value=\"(?<json>.*?)\" />", RegexOptions.ExplicitCapture)]
    private static partial Regex Carried();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}

/// <summary>Changes a workbook as someone would in Excel.</summary>
internal static class Sheets
{
    /// <summary>The workbook with every cell of one text given another.</summary>
    public static byte[] Changed(byte[] workbook, string from, string to)
    {
        var stream = new MemoryStream();
        stream.Write(workbook);
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(entry.Open())) xml = reader.ReadToEnd();
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            writer.Write(xml.Replace($">{from}<", $">{to}<", StringComparison.Ordinal));
        }
        return stream.ToArray();
    }
}
