using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public partial class DecidePagesTests
{
    private const string Page = "/fakturor/kontroll", Dnr = "RV 12-2026";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task An_economist_decides_pays_and_claims_and_the_sums_follow(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Repository.DataSet("sample"), dryRun: false, null, Ct));
        var (region, code) = await Busiest(host);
        await host.Client.SignInAsync(Roles.Economist, Region.FindAny(region)!.Key);
        Assert.Matches("avvikelser att avgöra, äldsta 0 dagar", Decoded(await host.Client.GetStringAsync("/", Ct)));

        // all that is chosen of one rule, refused until it has a reason without a person number
        var list = $"{Page}?regel={code}";
        var shown = Decoded(await host.Client.GetStringAsync(list, Ct));
        var count = Boxes(shown).Count;
        Assert.InRange(count, 2, 50);
        Assert.Contains("Skriv skälet till beslutet.", await Sent(host, list, shown, DecisionForm.Dispute, "", all: true), StringComparison.Ordinal);
        Assert.Contains("personnummer. Ta bort det", await Sent(host, list, shown, DecisionForm.Dispute, "se 20010101-2384", all: true), StringComparison.Ordinal);
        Assert.Contains("Kryssa för minst en avvikelse.", await Sent(host, list, shown, DecisionForm.Dispute, "Fel enligt avtalet"), StringComparison.Ordinal);
        Assert.Contains($"Beslutet gäller {count} avvikelser", await Sent(host, list, shown, DecisionForm.Dispute, "Fel enligt avtalet", all: true), StringComparison.Ordinal);
        Assert.Equal(count, Regex.Count(Decoded(await host.Client.GetStringAsync(list + "&lage=bestridd", Ct)), "Bestridd: Fel enligt avtalet"));

        // undo is a new decision; the former stays as history
        shown = Decoded(await host.Client.GetStringAsync(list, Ct));
        Assert.Contains("Beslutet gäller 1 avvikelse.", await Sent(host, list, shown, DecisionForm.Reopen, "", Boxes(shown)[0]), StringComparison.Ordinal);
        var opened = Decoded(await host.Client.GetStringAsync($"{list}&oppna={Boxes(shown)[0]}", Ct));
        Assert.Contains("Beslutet togs tillbaka", opened, StringComparison.Ordinal);
        Assert.Contains("Varför avviker raden?", opened, StringComparison.Ordinal);
        var kept = await host.ReadAsync<NivastruktureringDb, List<InvoiceDecision>>(db => db.InvoiceDecisions.ToListAsync(Ct));
        Assert.Equal((count + 1, 1), (kept.Count, kept.Count(d => d.ClosedAt is not null)));

        // an RPO is asked by name and day
        shown = Decoded(await host.Client.GetStringAsync(list, Ct));
        var rpo = Regex.Match(shown, """<option value="(RPO [^"]+)">""").Groups[1].Value;
        await Sent(host, list, shown, DecisionForm.AskRpo, "", Boxes(shown)[0], rpo: rpo);
        Assert.Contains($"Fråga till {rpo}", Decoded(await host.Client.GetStringAsync(list + "&lage=fraga-rpo&alder=0-30", Ct)), StringComparison.Ordinal);

        // the letter's sum is what was adjusted, in Word and in the table
        var adjusted = (await Total(host, region)).Adjusted;
        var parties = Decoded(await host.Client.GetStringAsync(KravModel.Path, Ct));
        var claimed = 0m;
        foreach (Match party in Regex.Matches(parties, """href="/fakturor/krav\?motpart=([0-9k]+)">"""))
        {
            var rows = (await host.Client.GetStringAsync($"{KravModel.Path}.csv?motpart={party.Groups[1].Value}", Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1);
            Assert.All(rows.Where(r => r.StartsWith("ZVF", StringComparison.Ordinal)), r => Assert.Contains(Dnr, r, StringComparison.Ordinal));
            claimed += rows.Where(r => r.StartsWith("ZVF", StringComparison.Ordinal)).Sum(r => decimal.Parse(r.Split(';')[^1], SwedishNumbers));
            using var word = new ZipArchive(new MemoryStream(await host.Client.GetByteArrayAsync($"{KravModel.Path}.docx?motpart={party.Groups[1].Value}", Ct)));
            using var body = new StreamReader(word.GetEntry("word/document.xml")!.Open());
            var text = await body.ReadToEndAsync(Ct);
            Assert.DoesNotContain("Innehåll<", text, StringComparison.Ordinal);
            if (text.Contains("Fel enligt avtalet", StringComparison.Ordinal)) Assert.Contains($"Dnr {Dnr}", text, StringComparison.Ordinal);
            Assert.False(PersonNumber.IsIn(Regex.Replace(text, "<[^>]*>|ZVF[0-9]+", " ")));
        }
        Assert.Equal(adjusted, (long)(claimed * 100));

        // what was paid
        var (id, document) = await host.ReadAsync<NivastruktureringDb, (Guid, string)>(async db => await db.InvoiceDocuments.Where(d => d.Basis != Array.Empty<byte>() && d.Owner == Owner.Parse(region)).Select(d => new ValueTuple<Guid, string>(d.Id, d.DocumentId!)).FirstAsync(Ct));
        using var wrong = await host.Client.PostFormAsync($"/fakturor/{id}", Payment(await host.Client.GetStringAsync($"/fakturor/{id}", Ct), "mycket"));
        using var paid = await host.Client.PostFormAsync($"/fakturor/{id}", Payment(await host.Client.GetStringAsync($"/fakturor/{id}", Ct), "1 234,56"));
        Assert.Contains("Skriv beloppet i kronor", Decoded(await wrong.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Contains("1 234,56 kr", Decoded(await paid.Content.ReadAsStringAsync(Ct)).Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal(123_456, (await Total(host, region)).Paid);
        Assert.Equal([document], await host.ReadAsync<NivastruktureringDb, List<string>>(db => db.InvoicePayments.Select(p => p.DocumentId).ToListAsync(Ct)));

        await Others_read_and_do_not_decide(host, region, id, kept[0]);
    }

    private static async Task Others_read_and_do_not_decide(TestHost host, string region, Guid id, InvoiceDecision decided)
    {
        var before = await host.ReadAsync<NivastruktureringDb, int>(db => db.InvoiceDecisions.CountAsync(Ct));
        foreach (var other in Region.Norra.Where(r => r.Code.Code != region))
        {
            await host.Client.SignInAsync(Roles.Economist, other.Key);
            var page = Decoded(await host.Client.GetStringAsync($"{Page}?regel={decided.Code}", Ct));
            Assert.DoesNotContain(Boxes(page), box => box.StartsWith(decided.DocumentId + ":", StringComparison.Ordinal));
            if (!page.Contains(decided.DocumentId, StringComparison.Ordinal)) continue;
            using var answer = await host.Client.PostFormAsync($"{Page}?regel={decided.Code}", new Dictionary<string, string>
            {
                ["Form.Key"] = $"{Guid.CreateVersion7()}",
                ["Form.Picked"] = $"{decided.DocumentId}:{decided.LineId}:{decided.Code}",
                ["Form.Decision"] = DecisionForm.Approve,
                ["Form.Reason"] = "Inte min",
            });
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        }
        Assert.Equal(before, await host.ReadAsync<NivastruktureringDb, int>(db => db.InvoiceDecisions.CountAsync(Ct)));

        await host.Client.SignInAsync(Roles.NrfAdministrator);
        foreach (var path in new[] { $"/fakturor/{id}", KravModel.Path, Page }) Assert.Equal(HttpStatusCode.Forbidden, (await host.Client.GetAsync(path, Ct)).StatusCode);
    }

    private static System.Globalization.CultureInfo SwedishNumbers { get; } = System.Globalization.CultureInfo.GetCultureInfo("sv-SE");

    /// <summary>The region and the rule with most findings that dispute a net.</summary>
    private static Task<(string Region, string Code)> Busiest(TestHost host) => host.InScopeAsync(async scope =>
    {
        var ledger = await scope.GetRequiredService<DecideInvoices>().Ledger(Ct);
        return ledger.Cases.Where(c => c.Finding.What.DisputesNet).GroupBy(c => (c.Line.Document.Owner.Code, c.Key.Code)).MaxBy(g => g.Count())!.Key;
    });

    private static Task<InvoiceAmounts> Total(TestHost host, string region) => host.InScopeAsync(async scope =>
    {
        var (outcome, ledger) = (await scope.GetRequiredService<ControlInvoices>().Run(Ct), await scope.GetRequiredService<DecideInvoices>().Ledger(Ct));
        return outcome.Documents.Where(d => d.Owner.Code == region).Aggregate(default(InvoiceAmounts), (sum, d) => sum + ledger.AmountsOf(d));
    });

    private static async Task<string> Sent(TestHost host, string path, string page, string decision, string reason, string? box = null, bool all = false, string? rpo = null)
    {
        Dictionary<string, string> fields = new()
        {
            ["Form.Key"] = Field(page, "Form.Key"),
            ["Form.Count"] = Field(page, "Form.Count"),
            ["Form.Decision"] = decision,
            ["Form.Reason"] = reason,
            ["Form.Dnr"] = Dnr,
            ["Form.AskedOn"] = Field(page, "Form.AskedOn"),
        };
        if (box is not null) fields["Form.Picked"] = box;
        if (all) fields["Form.All"] = "true";
        if (rpo is not null) fields["Form.Rpo"] = rpo;
        using var answer = await host.Client.PostFormAsync(path, fields);
        return Decoded(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static Dictionary<string, string> Payment(string page, string amount) => new() { ["Key"] = Field(page, "Key"), ["Amount"] = amount, ["PaidOn"] = Field(page, "PaidOn") };

    private static string Field(string page, string name) => Regex.Match(page, $"""name="{Regex.Escape(name)}" value="([^"]*)" """.TrimEnd()).Groups[1].Value;

    private static List<string> Boxes(string page) => [.. Box().Matches(page).Select(m => m.Groups[1].Value)];

    private static string Decoded(string html) => WebUtility.HtmlDecode(html);

    [GeneratedRegex("""name="Form\.Picked" value="([^"]+)" """)]
    private static partial Regex Box();
}
