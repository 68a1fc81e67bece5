using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Nivakarta;
using Kunskapsstyrning.Nivastrukturering.Priser;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Priser;

public partial class UnpricedServiceTests
{
    private const string List = "prislista-24.csv";
    private const string Rows = "prislista;saljare;kod;pris;giltig_fran;giltig_till;benamning\nnorra;24;TJANST:NRF-018;4150,00;2026-01-01;2026-12-31;Dialysbehandling\nriks;24;TJANST:NRF-018;4399,00;2026-01-01;;Dialysbehandling\n";

    private static readonly CareService Dialysis = new("NRF-018", "Dialys", "Njursjukdomar", 2, 10, new(new(2024, 1, 1), new(2026, 12, 31)), false, new([], [], [], [], [], null, null), [], new("", "", ""));

    private static readonly CareService Next = Dialysis with { Code = "NRF-018.2", Level = 3, Validity = new(new(2027, 1, 1)) };

    [Fact]
    public void A_new_code_is_missed_in_the_lists_that_had_a_price_for_the_one_before()
    {
        PriceRow norra = new("norra", "24", "TJANST:NRF-018", 415_000, new(new(2026, 1, 1), new(2026, 12, 31)), "Dialys"), riks = norra with { PriceList = "riks", Validity = new(new(2026, 1, 1)) };
        var today = new DateOnly(2026, 11, 22);

        var missing = UnpricedService.All(Of(Dialysis, Next), [norra, riks], today);
        Assert.Equal(["norra", "riks"], missing.Select(m => m.Former.PriceList));
        Assert.Equal("Tjänsten NRF-018.2 har ingen prisrad från 2027-01-01", missing[0].Text);
        Assert.Equal([norra with { Code = "TJANST:NRF-018.2", Validity = new(new(2027, 1, 1), new(2027, 12, 31)) }, riks with { Code = "TJANST:NRF-018.2", Validity = new(new(2027, 1, 1)) }], missing.Select(m => m.Suggested));

        Assert.Equal("riks", Assert.Single(UnpricedService.All(Of(Dialysis, Next), [norra, riks, missing[0].Suggested], today)).Former.PriceList);
        Assert.Empty(UnpricedService.All(Of(Dialysis with { Validity = new(new(2024, 1, 1)) }), [norra], today)); // no new code
        Assert.Empty(UnpricedService.All(Of(Dialysis, Next), [norra with { Validity = new(new(2024, 1, 1), new(2025, 12, 31)) }], today)); // the price was dropped before
        Assert.Empty(UnpricedService.All(Of(Dialysis, Next with { Validity = new(new(2027, 1, 1), new(2027, 6, 30)) }), [norra], new(2027, 7, 1))); // has ended
    }

    [Theory, OnEachDatabase]
    public async Task The_economist_sees_a_new_code_without_price_and_proposes_the_row_that_is_filled_in(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        var common = Path.Combine(SampleSet.Folder("sample"), "gemensamt");
        await host.InScopeAsync(async scope =>
        {
            await using (var names = File.OpenRead(Path.Combine(common, "lpo-mappning.csv")))
                await scope.GetRequiredService<ILocalNameImport>().Import(names, "lpo-mappning.csv", new(2026, 1, 1), dryRun: false, Ct);
            var katalog = await File.ReadAllBytesAsync(Path.Combine(common, LevelMaps.File), Ct);
            var was = LevelMaps.Read(katalog).Services.Single(s => s.Code == "NRF-018");
            var files = scope.GetRequiredService<IReferenceImport>();
            await files.Import(new MemoryStream(CatalogueChange.Apply(katalog, was.Code, was with { Level = 3 }, new(2027, 1, 1)).Katalog), LevelMaps.File, dryRun: false, Ct);
            return await files.Import(new MemoryStream(Encoding.UTF8.GetBytes(Rows)), List, dryRun: false, Ct);
        });

        await host.Client.SignInAsync(Roles.Economist, "norrbotten");
        Assert.Contains("Nya koder utan prisrad", await Read(host, PriceText.ListPath), StringComparison.Ordinal);
        Assert.DoesNotContain("har ingen prisrad", await Read(host, "/"), StringComparison.Ordinal); // another seller's to do

        await host.Client.SignInAsync(Roles.Economist, "vasterbotten");
        Assert.Contains("Tjänsten NRF-018.2 har ingen prisrad från 2027-01-01", await Read(host, "/"), StringComparison.Ordinal);
        var path = PriceText.NewRowPath("NRF-018.2");
        Assert.Contains($"href=\"{path}\"", await Read(host, PriceText.ListPath), StringComparison.Ordinal);
        var fields = Inputs().Matches(await Read(host, path)).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        Assert.Equal("4\u00A0150,00", fields["Form.Rows[0].Price"]);
        fields["Form.Rows[0].Price"] = "5200,50";
        fields["Form.Rows[1].Price"] = "";
        Assert.Contains("tidigast 2027-01-01", await Posted(host, path, new(fields) { ["Form.Rows[0].From"] = "2026-06-01" }), StringComparison.Ordinal);
        Assert.Contains("Prisrad för NRF-018.2 från 2027-01-01", await Posted(host, path, fields), StringComparison.Ordinal);

        var proposed = await host.ReadAsync<NivastruktureringDb, byte[]>(db => db.PriceProposalContents.Select(c => c.Content).SingleAsync(Ct));
        Assert.Equal(Rows.Replace("riks;", "norra;24;TJANST:NRF-018.2;5200,50;2027-01-01;2027-12-31;Dialysbehandling\nriks;", StringComparison.Ordinal), Encoding.UTF8.GetString(proposed));
        var all = await host.InScopeAsync(scope => scope.GetRequiredService<MissingPriceRows>().All(Ct));
        Assert.Equal(2, all.Count); // nothing is priced before someone else has approved
        fields = Inputs().Matches(await Read(host, path)).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        Assert.Equal("riks", fields["Form.Rows[0].List"]); // only the one that nobody has proposed
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Catalogue Of(params CareService[] services) => new(1, false, services);

    private static async Task<string> Read(TestHost host, string path) => WebUtility.HtmlDecode(await host.Client.GetStringAsync(path, Ct));

    private static async Task<string> Posted(TestHost host, string path, Dictionary<string, string> fields)
    {
        using var answer = await host.Client.PostFormAsync(path, fields, $"{path}&handler=Rad");
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    [GeneratedRegex("<input [^>]*name=\"(?<name>Form[^\"]*)\"[^>]* value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Inputs();
}
