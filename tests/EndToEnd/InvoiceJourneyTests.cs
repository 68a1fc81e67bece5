using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>An economist finds every line that is billed on the wrong level (journey J8) among 12 408.</summary>
public sealed partial class InvoiceJourneyTests(Browser browser) : IClassFixture<Browser>
{
    private const int Lines = 12_408, WrongLevel = 214, WrongPrice = 37, Doubles = 9, BeforeDecision = 51, RaisedKronor = 250, MostClicks = 9;
    private const string Moved = "NRF-020", Seller = "vasterbotten";
    private static readonly DateOnly Decided = new(2026, 10, 16), Issued = new(2026, 11, 9);
    private static readonly XNamespace Claim = DemoInvoices.Claim;

    [Fact]
    public async Task J8_the_lines_on_the_wrong_level_are_found_disputed_and_claimed()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        var before = await FillAsync(host);
        Assert.True(before >= BeforeDecision, $"Only {before} lines are from before the decision.");
        await using var window = await browser.OpenAsync(host.Address);
        var page = window.Page;
        await window.SignInAsync($"form:has(input[name=role][value={Roles.Economist}]):has(input[name=region][value={Seller}])");
        await window.GoAsync("/");
        var watch = Stopwatch.StartNew();
        var clicks = 0;

        await Click(page.GetByRole(AriaRole.Link, new() { NameRegex = ToDecide() }).First);
        await Click(Chip("Fel vårdnivå"));
        Assert.Contains($"på {WrongLevel} rader", await page.Locator(".kst-lead").Last.TextContentAsync(), StringComparison.Ordinal); // none of those before the decision
        await Click(page.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Link, new() { NameRegex = Billed() }));
        await Click(page.Locator("table tbody tr .kst-toggle").First);
        foreach (var told in (string[])["Varför avviker raden?", "Så räknas rätt pris", "Alla regler för raden"]) await page.GetByText(told).First.WaitForAsync();
        await Click(page.GetByLabel($"Alla {WrongLevel} i urvalet"));
        await page.GetByLabel("Skäl").FillAsync("Vårdnivån är fel.");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Bestrid" }));
        await page.GetByText($"Beslutet gäller {WrongLevel} avvikelser").WaitForAsync();
        await Click(page.GetByRole(AriaRole.Link, new() { Name = "Öppna kravbrevet" }));
        await Click(page.GetByRole(AriaRole.Link, new() { Name = "Norrbotten" }));
        var inLetter = await Downloaded("Hämta brevet i Word");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"J8: {clicks} clicks, {watch.Elapsed.TotalSeconds:0.0} s, {Lines} lines, {before} of them before the decision"));
        Assert.InRange(clicks, 1, MostClicks);
        Assert.InRange(inLetter, 1, WrongLevel);
        Assert.Equal(inLetter, await Downloaded("Excel"));
        Assert.Equal(WrongLevel, await DisputedAsync());

        await window.GoAsync("/fakturor/kontroll?regel=FKT-02");
        await Chip($"Dubblett {Doubles}").WaitForAsync();
        await Chip($"Fel pris {WrongPrice}").ClickAsync();
        await page.GetByLabel($"Alla {WrongPrice} i urvalet").ClickAsync();
        await page.GetByLabel("Skäl").FillAsync("Priset följer inte prislistan.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Bestrid" }).ClickAsync();
        Assert.Equal(WrongLevel + WrongPrice, await DisputedAsync());

        await window.GoAsync("/fakturor/kontroll?regel=FKT-08&lage=bestridd");
        await page.GetByLabel($"Alla {WrongLevel} i urvalet").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ta tillbaka" }).ClickAsync();
        Assert.Equal(WrongPrice, await DisputedAsync());
        Assert.DoesNotContain(window.TakeFaults(), fault => !fault.StartsWith("request failed", StringComparison.Ordinal)); // a download ends its navigation

        ILocator Chip(string name) => page.Locator(".kst-chips a", new() { HasText = name });

        async Task Click(ILocator what)
        {
            clicks++;
            await what.ClickAsync();
        }

        async Task<int> DisputedAsync() // over all parties; the amount is that of the raised prices, since a level disputes no money
        {
            await using var csv = await page.APIRequest.GetAsync("/fakturor/krav.csv");
            var cells = (await csv.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(line => line.Split(';')).ToList();
            var kronor = cells.Sum(c => decimal.Parse(c[3], CultureInfo.GetCultureInfo("sv-SE")));
            Assert.True(kronor is 0 or WrongPrice * RaisedKronor, $"{kronor} kronor are disputed.");
            return cells.Sum(c => int.Parse(c[2], CultureInfo.InvariantCulture));
        }

        async Task<int> Downloaded(string link)
        {
            var file = page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First;
            var address = (await file.GetAttributeAsync("href"))!;
            var answer = await page.RunAndWaitForResponseAsync(() => Click(file), response => response.Url.EndsWith(address, StringComparison.Ordinal));
            Assert.Equal(200, answer.Status);
            await using var again = await page.APIRequest.GetAsync(address); // the browser keeps a download's bytes to itself
            return Reason().Count(TextOf(await again.BodyAsync()));
        }
    }

    /// <summary>A month in which a service changes level in its middle, and its document with the faults planted.</summary>
    /// <returns>How many lines are of that service from before the change.</returns>
    private static async Task<int> FillAsync(TestHost host)
    {
        var folder = Directory.CreateTempSubdirectory("kst-j8-");
        try
        {
            await DemoDataSet.Write(folder.FullName, [DemoDeliveries.Of(Region.Find(Seller)!, DemoDeliveries.Last, scalePercent: 1_300)], _ => { }, Ct);
            await ChangeLevelAsync(Path.Combine(folder.FullName, "gemensamt", "katalog.json"));
            await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(folder.FullName, dryRun: false, null, Ct));
            var options = new InvoiceExportOptions(Region.Find(Seller)!, DemoDelivery.PeriodOf(DemoDeliveries.Last), folder.FullName) { IssueDay = Issued, PseudonymKey = DemoStart.PseudonymKey };
            await host.InScopeAsync(scope => scope.GetRequiredService<IInvoiceExport>().Export(options, Ct));
            var documents = folder.GetFiles("*.xml").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => (f.Name, Claim: XDocument.Load(f.FullName))).ToList();
            var before = Plant([.. documents.Select(d => d.Claim)]);
            foreach (var (name, claim) in documents)
            {
                using var content = new MemoryStream();
                claim.Save(content, SaveOptions.DisableFormatting);
                content.Position = 0;
                var answer = await host.InScopeAsync(scope => scope.GetRequiredService<IInvoiceImport>().Import(content, name, new(ControlDay: Issued, PseudonymKey: DemoStart.PseudonymKey), Ct));
                Assert.Empty(answer.Codes);
            }
            return before;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The service is länssjukvård until the decision, then under another code sjukvårdsregional.</summary>
    private static async Task ChangeLevelAsync(string file)
    {
        var catalogue = JsonNode.Parse(await File.ReadAllTextAsync(file, Ct))!;
        var services = catalogue["tjanster"]!.AsArray();
        var former = services.Single(s => (string)s!["kod"]! == Moved)!;
        var latter = former.DeepClone();
        (former["niva"], former["giltigTill"]) = (2, $"{Decided.AddDays(-1):yyyy-MM-dd}");
        (latter["kod"], latter["prioritet"], latter["giltigFran"]) = ("NRF-901", 901, $"{Decided:yyyy-MM-dd}");
        services.Add(latter);
        await File.WriteAllTextAsync(file, catalogue.ToJsonString(), Ct);
    }

    private static int Plant(List<XDocument> documents)
    {
        var lines = documents.SelectMany(LinesOf).ToList();
        Assert.True(lines.Count >= Lines - Doubles, $"Only {lines.Count} lines to plant in.");
        var random = new Random(20261122);
        lines = [.. lines.OrderBy(_ => random.Next())];
        foreach (var surplus in lines.Skip(Lines - Doubles)) surplus.Remove();
        lines.RemoveRange(Lines - Doubles, lines.Count - (Lines - Doubles));
        foreach (var line in lines.Take(WrongLevel)) DemoInvoices.Mislevel(line);
        foreach (var line in lines.Skip(WrongLevel).Take(WrongPrice)) DemoInvoices.Raise(line, RaisedKronor);
        foreach (var (i, line) in lines.Skip(WrongLevel + WrongPrice).Take(Doubles).Index()) LinesOf(line.Document!).Last().AddAfterSelf(DemoInvoices.Twice(line, 1_000_000 + i));
        documents.ForEach(DemoInvoices.AddUp);
        return lines.Skip(WrongLevel + WrongPrice + Doubles).Count(line => (string?)line.Descendants(Claim + "patientSpecificCareCode").FirstOrDefault() == Moved); // it has a fixed price, so the line names it
    }

    private static IEnumerable<XElement> LinesOf(XDocument document) => document.Descendants(Claim + "healthCareServicesSpecificationLine");

    private static string TextOf(byte[] office)
    {
        using ZipArchive zip = new(new MemoryStream(office));
        List<string> parts = [];
        foreach (var part in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using StreamReader reader = new(part.Open());
            parts.Add(reader.ReadToEnd());
        }
        return string.Join('\n', parts);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [GeneratedRegex("avvikelser att avgöra")]
    private static partial Regex ToDecide();

    [GeneratedRegex("^Fakturerat")]
    private static partial Regex Billed();

    [GeneratedRegex("Vårdnivån är fel|Priset följer inte prislistan")]
    private static partial Regex Reason();
}
