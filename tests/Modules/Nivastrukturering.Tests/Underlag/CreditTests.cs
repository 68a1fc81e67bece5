using System.Net;
using System.Text;
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

/// <summary>A region writes its documents, sends them, credits what was wrong and writes that anew: at every step the host knows which document a contact stands in.</summary>
public sealed partial class CreditTests
{
    private const string Month = "2026-03";
    private static readonly string Set = Repository.DataSet("sample");
    private static readonly DateOnly IssueDay = new(2026, 4, 10);
    private static readonly Region Seller = Region.Find("norrbotten")!, Buyer = Region.Find("vasterbotten")!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task What_is_credited_and_sent_is_billed_anew_and_nothing_twice(Engine engine)
    {
        await using var host = await TestHost.StartAsync(engine);
        await host.InScopeAsync(scope => scope.GetRequiredService<IDataSetImport>().Import(Set, dryRun: false, null, Ct));
        await host.WriteAsync<NivastruktureringDb>(db => db.RemoveRange(db.InvoiceDocuments.ToList()));
        var folder = Directory.CreateTempSubdirectory("kst-kredit-").FullName;
        try
        {
            var first = await Export(host, folder, isSendable: false);
            Assert.Empty(first.Already);
            var second = await Export(host, folder, isSendable: true);
            var (id, rows) = (Assert.Single(second.Documents).Id, second.Documents[0].Rows);
            Assert.Equal([(id, rows, false, false)], second.Already.Select(a => (a.Id, a.Rows, a.IsSendable, a.IsSent)));
            var kept = await Kept(host);
            Assert.Equal([true, false], kept.OrderByDescending(o => o.IsSendable).Select(o => o.ReplacedAt is null));
            Assert.DoesNotContain(kept, o => PersonNumber.IsIn(o.Lines.Replace(id, "", StringComparison.Ordinal)));

            var file = Path.Combine(folder, second.Documents[0].File);
            foreach (var written in (string[])[file, Path.Combine(folder, first.Documents[0].File)]) // the first line gets a level that is wrong
                await File.WriteAllTextAsync(written, Level().Replace(await File.ReadAllTextAsync(written, Ct), m => $"<c:careLevel>{(m.Groups[1].Value == "1" ? 2 : 1)}<", 1), Ct);
            var source = await File.ReadAllBytesAsync(file, Ct);
            await Import(host, source, "underlag.xml");
            await host.Client.SignInAsync(Roles.Economist, Seller.Key);
            await Mark(host, id, SkrivnaModel.Sent);

            // one line is disputed: its credit is the line as it was billed
            var line = (await Outcome(host)).Lines.First(l => l.Findings.Any(f => f.What == Fkt.WrongLevel));
            await Dispute(host, line);
            var check = await Credit(host, id, source, isSendable: false, reason: 2);
            var sent = await Credit(host, id, source, isSendable: true); // the reason is that of the one that it takes the place of
            Assert.Equal((check.Id, 1, line.Line.NetOre), (sent.Id, sent.Rows, sent.Ore));
            foreach (var content in new[] { check.Content, sent.Content })
            {
                var reading = Documents.Read(content);
                Assert.Empty(reading.Codes);
                Assert.Equal((true, id, line.Line.LineId, line.Line.NetOre), (reading.Basis!.IsCredit, reading.Basis.CreditedId, reading.Basis.Lines.Single().CreditedLineId, reading.Basis.Lines.Single().NetOre));
                Assert.Equal(line.Line.Pseudonym, reading.Basis.Lines.Single().Pseudonym);
            }
            var person = PersonId().Match(Encoding.UTF8.GetString(sent.Content)).Groups[1].Value;
            Assert.Equal(12, person.Length);
            Assert.DoesNotContain(person[2..], Encoding.UTF8.GetString(check.Content), StringComparison.Ordinal);
            Assert.Contains(line.Contact!.KontaktId, (await Kept(host)).Single(o => o.DocumentId == id && o.ReplacedAt is null).Lines, StringComparison.Ordinal);

            // once it is sent the line is taken: neither it nor more than what was billed can be credited again
            Assert.Empty((await Export(host, folder, isSendable: false)).Documents);
            await Mark(host, sent.Id, SkrivnaModel.Sent);
            Assert.Equal("invoice.nothing-to-credit", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, source, isSendable: false))).Code);
            Assert.Equal("invoice.reason", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, source, isSendable: false, isWhole: true))).Code);
            Assert.Equal("invoice.other-source", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, sent.Content, isSendable: false, isWhole: true, reason: 9))).Code);
            var rest = await Credit(host, id, source, isSendable: false, isWhole: true, reason: 9);
            Assert.Equal((rows - 1, second.Documents[0].Ore - sent.Ore), (rest.Rows, rest.Ore));
            Assert.Equal("invoice.pseudonym-source", (await Assert.ThrowsAsync<DomainException>(() => Credited(host, id, first.Documents[0].File, folder))).Code);

            // read in, the credit takes the line out of the control and back what was approved
            await Import(host, sent.Content, "kredit.xml");
            var ledger = await host.InScopeAsync(scope => scope.GetRequiredService<DecideInvoices>().Ledger(Ct));
            var outcome = await Outcome(host);
            Assert.DoesNotContain(outcome.Lines, l => l.Line.LineId == line.Line.LineId);
            Assert.Equal(new InvoiceAmounts(-sent.Ore, -sent.Ore, 0, 0, 0), ledger.AmountsOf(outcome.Documents.Single(d => d.Id == sent.Id)));

            // the credited contact alone is billed anew, in the buyer's next part
            var anew = await Export(host, folder, isSendable: false);
            Assert.Equal((1, id[..^1] + "2"), (anew.Documents.Single().Rows, anew.Documents.Single().Id));
            Assert.Equal([(id, rows - 1, true)], anew.Already.Select(a => (a.Id, a.Rows, a.IsSent)));

            await Pages(host, id, file, rest.Id);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The pages say the same; a credit is fetched with the document's file, and the other party gets none.</summary>
    private static async Task Pages(TestHost host, string id, string file, string unsent)
    {
        var key = await host.ReadAsync<NivastruktureringDb, Guid>(db => db.InvoiceDocuments.Where(d => d.DocumentId == id).Select(d => d.Id).SingleAsync(Ct));
        var page = $"/fakturor/{key}/kredit";
        Assert.Contains(unsent, await host.Client.GetStringAsync(page, Ct), StringComparison.Ordinal);
        using var missing = await Upload(host, page, []);
        Assert.Contains("Välj underlagets fil.", WebUtility.HtmlDecode(await missing.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        using var answer = await Upload(host, page, await File.ReadAllBytesAsync(file, Ct));
        Assert.Equal("application/xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(unsent, Documents.Read(await answer.Content.ReadAsByteArrayAsync(Ct)).Id);

        await Mark(host, unsent, SkrivnaModel.Withdraw);
        var list = WebUtility.HtmlDecode(await host.Client.GetStringAsync(OutgoingPicture.Path, Ct));
        foreach (var state in (string[])["Makulerat", "Omskrivet", "Skickat", "Egenkontroll", "står inte i något underlag"]) Assert.Contains(state, list, StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.Economist, Buyer.Key);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(page, Ct)).StatusCode);
        Assert.DoesNotContain(id, await host.Client.GetStringAsync(OutgoingPicture.Path, Ct), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Upload(TestHost host, string page, byte[] file)
    {
        var shown = await host.Client.GetStringAsync(page, Ct);
        string Field(string name) => WebUtility.HtmlDecode(Regex.Match(shown, $"<input[^>]*name=\"{name}\"[^>]*value=\"([^\"]+)\"").Groups[1].Value);
        using var content = new MultipartFormDataContent
        {
            { new StringContent(Field("__RequestVerificationToken")), "__RequestVerificationToken" }, { new StringContent(Field("Key")), "Key" }, { new StringContent(KreditModel.Whole), "Scope" },
            { new StringContent("9"), "Reason" }, { new StringContent(KreditModel.Check), "Form" },
        };
        if (file.Length > 0) content.Add(new ByteArrayContent(file), "fil", "underlag.xml");
        return await host.Client.PostAsync(page, content, Ct);
    }

    private static async Task Mark(TestHost host, string id, string act)
    {
        var key = (await Kept(host)).Single(o => o.DocumentId == id && o.ReplacedAt is null).Id;
        using var answer = await host.Client.PostFormAsync(OutgoingPicture.Path, new Dictionary<string, string> { ["Key"] = $"{Guid.CreateVersion7()}", ["Picked"] = $"{key}", ["Act"] = act });
        Assert.Contains("1 underlag är ändrat.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
    }

    private static Task Dispute(TestHost host, ControlledLine line) => host.WriteAsync<NivastruktureringDb>(db => db.Add(new InvoiceDecision
    {
        Id = Guid.CreateVersion7(),
        Owner = line.Document.Owner,
        DocumentId = line.Document.Id!,
        LineId = line.Line.LineId,
        Code = Fkt.WrongLevel.Code,
        Kind = DecisionKind.Dispute,
        Reason = "Vårdnivån är fel.",
        LinePrint = InvoiceDecision.PrintOf(line),
        Ore = 0,
        At = DateTime.UnixEpoch,
        By = "test",
    }));

    private static Task<List<OutgoingInvoice>> Kept(TestHost host) => host.ReadAsync<NivastruktureringDb, List<OutgoingInvoice>>(db => db.OutgoingInvoices.AsNoTracking().ToListAsync(Ct));

    private static Task<ControlOutcome> Outcome(TestHost host) => host.InScopeAsync(scope => scope.GetRequiredService<ControlInvoices>().Run(Ct));

    private static Task<InvoiceImportResult> Import(TestHost host, byte[] content, string name) => host.InScopeAsync(scope =>
        scope.GetRequiredService<IInvoiceImport>().Import(new MemoryStream(content), name, new(ControlDay: IssueDay, PseudonymKey: Encoding.UTF8.GetBytes(Documents.Key)), Ct));

    private static Task<InvoiceExportResult> Export(TestHost host, string folder, bool isSendable) => host.InScopeAsync(scope => scope.GetRequiredService<IInvoiceExport>().Export(
        new(Seller, Month, folder) { IssueDay = IssueDay, Buyer = Buyer, Source = isSendable ? DeliveryInput.OfPath(Path.Combine(Set, "leveranser", Seller.Key, Month)) : null, PseudonymKey = Encoding.UTF8.GetBytes(Documents.Key) }, Ct));

    private static Task<InvoiceCreditResult> Credit(TestHost host, string id, byte[] source, bool isSendable, bool isWhole = false, int? reason = null) => host.InScopeAsync(scope => scope.GetRequiredService<IInvoiceCredit>().Credit(
        new(id, source) { IssueDay = IssueDay, IsSendable = isSendable, IsWhole = isWhole, Reason = reason, PseudonymKey = Encoding.UTF8.GetBytes(Documents.Key) }, Ct));

    private static async Task<InvoiceCreditResult> Credited(TestHost host, string id, string checkFile, string folder) =>
        await Credit(host, id, await File.ReadAllBytesAsync(Path.Combine(folder, checkFile), Ct), isSendable: true, isWhole: true, reason: 9);

    [GeneratedRegex("<c:careLevel>([0-9])<")]
    private static partial Regex Level();

    [GeneratedRegex("<c:patientIdentity><c:root>1[.0-9]+</c:root><c:extension>([^<]{12})<")]
    private static partial Regex PersonId();
}
