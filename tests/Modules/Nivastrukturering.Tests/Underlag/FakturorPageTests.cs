using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public class FakturorPageTests
{
    private static readonly string Set = Repository.DataSet("sample");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task What_the_four_regions_see_in_dispute_adds_up_to_the_answer_key(Engine engine)
    {
        await using var host = await Started(engine);
        Dictionary<string, decimal> disputes = [];
        foreach (var region in Region.Norra)
        {
            await host.Client.SignInAsync(Roles.Economist, region.Key);
            foreach (var row in (await host.Client.GetStringAsync("/fakturor.csv?tabell=fakturaunderlag", Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(';')).Where(cells => cells[^2] is not ("" or "–")))
                disputes[row[0]] = decimal.Parse(row[^2], NumberStyles.Number, SwedishNumbers);
        }
        Assert.Equal((long)Expected("tvistOre"), disputes.Values.Sum() * 100);
    }

    [Theory, OnEachDatabase]
    public async Task An_economist_sees_each_rule_with_its_lines_and_others_see_none(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        var page = WebUtility.HtmlDecode(await host.Client.GetStringAsync("/fakturor", Ct));
        Assert.Contains("är i tvist.", page, StringComparison.Ordinal);
        Assert.Contains("Fel pris", page, StringComparison.Ordinal);
        var lines = WebUtility.HtmlDecode(await host.Client.GetStringAsync("/fakturor/kontroll?regel=FKT-06", Ct));
        Assert.Contains("FKT-06 Fel pris", lines, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/fakturor/kontroll?regel=FKT-77", Ct)).StatusCode);

        await host.Client.SignInAsync(Roles.Director);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync("/fakturor", Ct)).StatusCode);
    }

    [Theory, OnEachDatabase]
    public async Task A_document_is_stored_without_the_ids_of_patient_and_contact_and_a_mended_file_takes_its_place(Engine engine)
    {
        await using var host = await Started(engine);
        var stored = await host.ReadAsync<NivastruktureringDb, List<InvoiceDocument>>(db => db.InvoiceDocuments.ToListAsync(Ct));
        Assert.DoesNotContain(stored, d => d.Basis.AsSpan().IndexOf("B2603"u8) >= 0 || PersonNumber.IsIn(d.File));

        var file = Directory.GetFiles(Path.Combine(Set, "underlag")).Order(StringComparer.Ordinal).First();
        Assert.False((await Import(host, await File.ReadAllBytesAsync(file, Ct), Path.GetFileName(file))).IsNew);
        Assert.True((await Import(host, [.. await File.ReadAllBytesAsync(file, Ct), (byte)'\n'], Path.GetFileName(file))).IsNew);
        var held = await host.ReadAsync<NivastruktureringDb, List<InvoiceDocument>>(db => db.InvoiceDocuments.Where(d => d.File == Path.GetFileName(file)).ToListAsync(Ct));
        Assert.Equal(2, held.Count);
        Assert.Single(held, d => d.ReplacedAt is null);
    }

    [Theory, OnEachDatabase]
    public async Task Every_line_and_contact_of_the_own_region_has_a_page_with_rules_evidence_and_how_the_price_came_about(Engine engine)
    {
        await using var host = await Started(engine);
        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        var lines = await host.InScopeAsync(async scope => (await scope.GetRequiredService<ControlInvoices>().Run(Ct)).Lines);
        var owned = lines.Where(l => l.Contact?.Region == "24").ToList();
        Assert.NotEmpty(owned);

        foreach (var line in owned.Where(l => l.Findings.Count > 0).DistinctBy(l => l.Findings[0].What).Append(owned.First(l => l.Findings.Count == 0)))
        {
            var page = WebUtility.HtmlDecode(await host.Client.GetStringAsync(FakturaradModel.PathOf(line.Document, line.Line.LineId), Ct));
            Assert.Equal(line.Findings.Count, Regex.Count(page, ">Avvikelse<"));
            Assert.Contains("Belopp: ", page, StringComparison.Ordinal);
            Assert.Contains("Nivå ", page, StringComparison.Ordinal);
        }

        var deliveries = await host.ReadAsync<NivastruktureringDb, List<Delivery>>(db => db.Deliveries.AsNoTracking().Where(d => d.Status == DeliveryStatus.InForce).ToListAsync(Ct));
        string PathOf(string region) => $"{DeliveryPicture.PathOf(deliveries.First(d => d.Owner.Code == region))}/kontakter";
        var priced = await host.ReadAsync<NivastruktureringDb, Contact>(db => db.Contacts.AsNoTracking().FirstAsync(c => c.Region == "24" && c.PriceRule == PriceRule.Drg, Ct));

        var contacts = WebUtility.HtmlDecode(await host.Client.GetStringAsync($"{PathOf("24")}?regel=DRG&kontakt={priced.KontaktId}&oppna={priced.Id}", Ct));

        foreach (var sentence in priced.Explanation.ToSwedish()) Assert.Contains(sentence, contacts, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(PathOf("25"), Ct)).StatusCode);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync(PathOf("24"), Ct)).StatusCode);
    }

    private static CultureInfo SwedishNumbers { get; } = CultureInfo.GetCultureInfo("sv-SE");

    private static async Task<TestHost> Started(Engine engine)
    {
        var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Set, dryRun: false, null, Ct));
        return host;
    }

    private static Task<InvoiceImportResult> Import(TestHost host, byte[] content, string name) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IInvoiceImport>().Import(new MemoryStream(content), name, new(ControlDay: new DateOnly(2026, 11, 15)), Ct));

    private static JsonNode Expected(string section) => JsonNode.Parse(File.ReadAllText(Path.Combine(Set, "expected.json")))![section]!;
}
