using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public class RulesPageTests
{
    private static readonly string Set = Repository.DataSet("sample");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_rule_switched_off_is_told_beside_the_results_and_on_again_gives_the_answer_key(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Set, dryRun: false, null, Ct));
        var right = await Outcome(host);
        var ofRegion = right.Lines.Where(l => l.Findings.Any(f => f.What == Fkt.WrongPrice)).GroupBy(l => l.Document.Owner.Code).MaxBy(g => g.Count())!;
        var region = Region.FindAny(ofRegion.Key)!;
        await host.Client.SignInAsync(Roles.Economist, region.Key);

        // the effect is shown, nothing is saved; a reason is needed and no person number is taken
        Assert.Contains($"räknas {ofRegion.Count()} ", await Sent(host, ReglerModel.Look, "Prislistan ses över"), StringComparison.Ordinal);
        Assert.Contains("Skriv skälet", await Sent(host, ReglerModel.Off, ""), StringComparison.Ordinal);
        Assert.Contains("ser ut att innehålla ett personnummer", await Sent(host, ReglerModel.Off, "se 20010101-2384"), StringComparison.Ordinal);
        Assert.Equal(right.DisputeOre, (await Outcome(host)).DisputeOre);

        Assert.Contains("Regeln är avslagen.", await Sent(host, ReglerModel.Off, "Prislistan ses över"), StringComparison.Ordinal);
        Assert.Contains("redan avslagen", await Sent(host, ReglerModel.Off, "En gång till"), StringComparison.Ordinal);
        var off = await Outcome(host);
        Assert.Equal(right.DisputeOre - ofRegion.Sum(l => l.DisputeOre - (l with { Findings = [.. l.Findings.Where(f => f.What != Fkt.WrongPrice)] }).DisputeOre), off.DisputeOre);
        Assert.DoesNotContain(off.Lines, l => l.Document.Owner.Code == region.Code.Code && l.Findings.Any(f => f.What == Fkt.WrongPrice));
        foreach (var path in new[] { "/fakturor", "/fakturor/kontroll", CasePicture.PathOf(ofRegion.First().Document) })
            Assert.Contains("FKT-06 Fel pris var avslagen", Decoded(await host.Client.GetStringAsync(path, Ct)), StringComparison.Ordinal);
        Assert.Contains(">Avslagen<", await host.Client.GetStringAsync(FakturaradModel.PathOf(ofRegion.First().Document, ofRegion.First().Line.LineId), Ct), StringComparison.Ordinal);

        Assert.Equal(right.DisputeOre, (long)await host.InScopeAsync(scope => scope.GetRequiredService<Reconciliation>().DisputeOre(Ct))); // the formats know of no switch

        // the others' are as before, and they see no button
        var other = Region.Norra.First(r => r != region);
        await host.Client.SignInAsync(Roles.Economist, other.Key);
        Assert.DoesNotContain("FKT-06 Fel pris var avslagen", Decoded(await host.Client.GetStringAsync("/fakturor", Ct)), StringComparison.Ordinal);
        var one = await host.ReadAsync<NivastruktureringDb, Guid>(db => db.RuleSwitches.Select(s => s.Id).SingleAsync(Ct));
        using var refused = await On(host, one);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await host.Client.SignInAsync(Roles.NrfAdministrator);
        var read = Decoded(await host.Client.GetStringAsync(RulePicture.Path, Ct));
        Assert.All(Fkt.All, rule => Assert.Contains($">{rule.Code}<", read, StringComparison.Ordinal));
        Assert.DoesNotContain("Slå av en regel", read, StringComparison.Ordinal);

        await host.Client.SignInAsync(Roles.Economist, region.Key);
        using var done = await On(host, one);
        Assert.Contains("Regeln är på igen.", Decoded(await done.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Equal((long)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Set, "expected.json"), Ct))!["tvistOre"]!, (await Outcome(host)).DisputeOre);
        Assert.NotNull(await host.ReadAsync<NivastruktureringDb, DateTime?>(db => db.RuleSwitches.Select(s => s.ClosedAt).SingleAsync(Ct)));
    }

    [Fact]
    public void Every_rule_that_can_be_found_has_its_text()
    {
        Assert.Equal(Fkt.All.Select(f => (Cell)f.Code), RulePicture.FktTable([], [], null).Rows.Select(r => r.Cells[0]));
        var told = Utl.All.Select(u => u.Code).ToHashSet(StringComparer.Ordinal);
        var tried = Regex.Matches(File.ReadAllText(Path.Combine(Repository.Root, "src", "Modules", "Nivastrukturering", "Underlag", "UtlRules.cs")), @"\bIf\((\d+),").Select(m => $"UTL-{int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture):00}").ToList();
        Assert.NotEmpty(tried);
        Assert.All(tried, code => Assert.Contains(code, told));
    }

    [Fact]
    public void Contacts_that_no_document_holds_go_by_the_day_of_their_price_and_their_table_tells_what_is_left_out()
    {
        BilledContact contact = new("K1", "25", "24", "", false, new(2026, 3, 1), new(2026, 3, 2), 1, default, "", 100, false);
        var found = new ControlOutcome([], [], [contact, contact with { Prisdatum = new(2026, 4, 1) }], []);
        RuleSwitch off = new() { Id = Guid.CreateVersion7(), Owner = Owner.Of(RegionCode.Parse("25", null)), Code = Fkt.NotInvoiced.Code, FirstDay = new(2026, 3, 1), LastDay = new(2026, 3, 31), Reason = "Skäl", At = default, By = "test" };
        var outcome = new RuleSwitches([off]).Apply(found);
        Assert.Equal((1, found), (outcome.NotInvoiced.Count, outcome.Raw));
        var told = Assert.Single(new InvoicePicture(outcome, _ => null, RegionCode.Parse("25", null)).NotInvoicedTable(new Dictionary<string, OutgoingInvoice>()).Notes, n => n.StartsWith("FKT-11", StringComparison.Ordinal));
        Assert.Contains("vårdkontakter med prisdatum 2026-03-01–2026-03-31", told, StringComparison.Ordinal);
        Assert.Contains("1 avvikelse räknas inte", told, StringComparison.Ordinal);
    }

    private static Task<ControlOutcome> Outcome(TestHost host) => host.InScopeAsync(scope => scope.GetRequiredService<ControlInvoices>().Run(Ct));

    private static async Task<string> Sent(TestHost host, string act, string reason)
    {
        using var answer = await host.Client.PostFormAsync(RulePicture.Path, new Dictionary<string, string>
        {
            ["Key"] = $"{Guid.CreateVersion7()}", ["Act"] = act, ["Rule"] = Fkt.WrongPrice.Code, ["From"] = "2026-01-01", ["To"] = "2026-12-31", ["Reason"] = reason,
        });
        return Decoded(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static Task<HttpResponseMessage> On(TestHost host, Guid id) =>
        host.Client.PostFormAsync(RulePicture.Path, new Dictionary<string, string> { ["Key"] = $"{Guid.CreateVersion7()}", ["Act"] = ReglerModel.On, ["Picked"] = $"{id}" });

    private static string Decoded(string html) => WebUtility.HtmlDecode(html);
}
