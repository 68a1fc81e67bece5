using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
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
            Assert.Equal("invoice.sendable-written", (await Assert.ThrowsAsync<DomainException>(() => Export(host, folder, isSendable: false))).Code);
            var kept = await Kept(host);
            Assert.Equal([true, false], kept.OrderByDescending(o => o.IsSendable).Select(o => o.ReplacedAt is null));
            Assert.DoesNotContain(kept, o => PersonNumber.IsIn(o.Lines.Replace(id, "", StringComparison.Ordinal)));

            var file = Path.Combine(folder, second.Documents[0].File);
            foreach (var written in (string[])[file, Path.Combine(folder, first.Documents[0].File)]) // the first line gets a level that is wrong
                await File.WriteAllTextAsync(written, Level().Replace(await File.ReadAllTextAsync(written, Ct), m => $"<c:careLevel>{(m.Groups[1].Value == "1" ? 2 : 1)}<", 1), Ct);
            var source = await File.ReadAllBytesAsync(file, Ct);
            await Import(host, source, "underlag.xml");
            await host.Client.SignInAsync(Roles.Economist, Seller.Key);

            // one line is disputed: its credit is the line as it was billed
            var line = (await Outcome(host)).Lines.First(l => l.Findings.Any(f => f.What == Fkt.WrongLevel));
            await Dispute(host, line);
            var egenkontroll = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(source).Replace("<c:issueDate>20260410<", "<c:issueDate>20260409<", StringComparison.Ordinal)); // of another day than the one sent
            Assert.NotEqual(source, egenkontroll);
            Assert.Equal("invoice.issued-too-early", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, source, isSendable: false, reason: 2, day: IssueDay.AddDays(-1)))).Code);
            var check = await Credit(host, id, egenkontroll, isSendable: false, reason: 2);
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

            // an invoice with a credit stays as it is, and is sent first
            Assert.Contains("inte markerat som skickat", await Refused(host, sent.Id, SkrivnaModel.Sent), StringComparison.Ordinal);
            Assert.Contains($"{id} har en kredit", await Refused(host, id, SkrivnaModel.Withdraw), StringComparison.Ordinal);
            Assert.Equal("invoice.is-credited", (await Assert.ThrowsAsync<DomainException>(() => Export(host, folder, isSendable: true))).Code);
            await Mark(host, id, SkrivnaModel.Sent);
            Assert.Contains($"{id} har en kredit", await Refused(host, id, SkrivnaModel.NotSent), StringComparison.Ordinal);

            // once it is sent the line is taken: neither it nor more than what was billed can be credited again
            Assert.Empty((await Export(host, folder, isSendable: false)).Documents);
            await Mark(host, sent.Id, SkrivnaModel.Sent);
            Assert.Equal("invoice.nothing-to-credit", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, source, isSendable: false))).Code);
            Assert.Equal("invoice.reason", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, source, isSendable: false, isWhole: true))).Code);
            Assert.Equal("invoice.other-source", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, sent.Content, isSendable: false, isWhole: true, reason: 9))).Code);
            Assert.Equal("invoice.sent-meanwhile", (await Assert.ThrowsAsync<DomainException>(() => KeepAgain(host, sent.Id))).Code);
            await Rewritten(host, id, line => line with { KontaktId = line.KontaktId + "x" });
            Assert.Equal("invoice.rewritten", (await Assert.ThrowsAsync<DomainException>(() => Credit(host, id, source, isSendable: false, isWhole: true, reason: 9))).Code);
            await Rewritten(host, id, line => line with { KontaktId = line.KontaktId![..^1] });
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

            // what is sent since before the host remembered is told
            await host.WriteAsync<NivastruktureringDb>(db => db.RemoveRange(db.OutgoingInvoices.ToList()));
            Assert.Equal([id], (await Export(host, folder, isSendable: false)).OnlyReadIn.Select(d => d.Id));
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
        var shown = await host.Client.GetStringAsync(page, Ct); // the browser stays on it when the file is fetched
        foreach (var form in (string[])[KreditModel.Check, KreditModel.Send])
        {
            using var answer = await Upload(host, page, await File.ReadAllBytesAsync(file, Ct), shown, form);
            Assert.Equal(("application/xml", true), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.CacheControl?.NoStore));
            var content = await answer.Content.ReadAsByteArrayAsync(Ct);
            Assert.Equal(unsent, Documents.Read(content).Id);
            var kept = (await Kept(host)).Single(o => o.DocumentId == unsent && o.ReplacedAt is null);
            Assert.Equal((form == KreditModel.Send, Convert.ToHexStringLower(SHA256.HashData(content))), (kept.IsSendable, kept.Hash));
        }

        var credit = (await Kept(host)).Single(o => o.CreditedId == id && o.SentAt is not null);
        await Mark(host, unsent, SkrivnaModel.Withdraw);
        Assert.Contains("fakturerade på nytt", await Refused(host, credit.DocumentId, SkrivnaModel.NotSent), StringComparison.Ordinal);
        Assert.True(await host.ReadAsync<KernelDb, bool>(db => db.Audit.AnyAsync(a => a.Action == $"Makulerade: {unsent}", Ct)));
        var list = WebUtility.HtmlDecode(await host.Client.GetStringAsync(OutgoingPicture.Path, Ct));
        foreach (var state in (string[])["Makulerat", "Omskrivet", "Skickat", "Egenkontroll", "står inte i något underlag"]) Assert.Contains(state, list, StringComparison.Ordinal);
        await host.Client.SignInAsync(Roles.Economist, Buyer.Key);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync(page, Ct)).StatusCode);
        Assert.DoesNotContain(id, await host.Client.GetStringAsync(OutgoingPicture.Path, Ct), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> Upload(TestHost host, string page, byte[] file, string? seen = null, string form = KreditModel.Check)
    {
        var shown = seen ?? await host.Client.GetStringAsync(page, Ct);
        string Field(string name) => WebUtility.HtmlDecode(Regex.Match(shown, $"<input[^>]*name=\"{name}\"[^>]*value=\"([^\"]+)\"").Groups[1].Value);
        using var content = new MultipartFormDataContent
        {
            { new StringContent(Field("__RequestVerificationToken")), "__RequestVerificationToken" }, { new StringContent(Field("Key")), "Key" }, { new StringContent(KreditModel.Whole), "Scope" },
            { new StringContent("9"), "Reason" }, { new StringContent(form), "Form" },
        };
        if (file.Length > 0) content.Add(new ByteArrayContent(file), "fil", "underlag.xml");
        return await host.Client.PostAsync(page, content, Ct);
    }

    private static async Task Mark(TestHost host, string id, string act) => Assert.Contains("1 underlag är ändrat.", await Picked(host, id, act), StringComparison.Ordinal);

    private static async Task<string> Refused(TestHost host, string id, string act)
    {
        var answer = await Picked(host, id, act);
        Assert.DoesNotContain("underlag är ändrat", answer, StringComparison.Ordinal);
        return answer;
    }

    private static async Task<string> Picked(TestHost host, string id, string act)
    {
        var key = (await Kept(host)).Single(o => o.DocumentId == id && o.ReplacedAt is null).Id;
        using var answer = await host.Client.PostFormAsync(OutgoingPicture.Path, new Dictionary<string, string> { ["Key"] = $"{Guid.CreateVersion7()}", ["Picked"] = $"{key}", ["Act"] = act });
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }

    private static Task Rewritten(TestHost host, string id, Func<OutgoingLine, OutgoingLine> change) => host.WriteAsync<NivastruktureringDb>(db =>
    {
        var written = db.OutgoingInvoices.Single(o => o.DocumentId == id && o.ReplacedAt == null);
        written.Lines = OutgoingInvoice.Json(written.ReadLines().Select(change));
    });

    /// <summary>As one would whose page was shown before the credit was sent.</summary>
    private static async Task<bool> KeepAgain(TestHost host, string sent)
    {
        var credit = (await Kept(host)).Single(o => o.DocumentId == sent && o.ReplacedAt is null);
        OutgoingInvoice same = new()
        {
            Id = Guid.CreateVersion7(), Owner = credit.Owner, DocumentId = credit.DocumentId[..^1] + "9", CreditedId = credit.CreditedId, Period = credit.Period, Buyer = credit.Buyer, IssueDate = credit.IssueDate,
            Rows = credit.Rows, Ore = credit.Ore, IsSendable = true, File = credit.File, Hash = credit.Hash, Lines = credit.Lines, At = credit.At, By = credit.By,
        };
        return await host.InScopeAsync(async scope =>
        {
            await scope.GetRequiredService<OutgoingInvoices>().Keep(Guid.CreateVersion7(), [], [same], Ct);
            return true;
        });
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

    private static Task<InvoiceCreditResult> Credit(TestHost host, string id, byte[] source, bool isSendable, bool isWhole = false, int? reason = null, DateOnly? day = null) => host.InScopeAsync(scope => scope.GetRequiredService<IInvoiceCredit>().Credit(
        new(id, source) { IssueDay = day ?? IssueDay, IsSendable = isSendable, IsWhole = isWhole, Reason = reason, PseudonymKey = Encoding.UTF8.GetBytes(Documents.Key) }, Ct));

    private static async Task<InvoiceCreditResult> Credited(TestHost host, string id, string checkFile, string folder) =>
        await Credit(host, id, await File.ReadAllBytesAsync(Path.Combine(folder, checkFile), Ct), isSendable: true, isWhole: true, reason: 9);

    /// <summary>Not even the free text and the numbers of the seller's own may tell a person in a credit for egenkontroll.</summary>
    [Fact]
    public void A_copy_for_egenkontroll_has_no_free_text_and_no_person_id()
    {
        static ClaimElement Element(string name, params ClaimElement[] children)
        {
            ClaimElement element = new(name);
            foreach (var child in children) element.Add(child);
            return element;
        }
        static ClaimElement Told(string name, string text) => new(name) { Text = text };

        var person = "20010101" + "2384";
        var element = Element("categorization", Element("deep", Told("unspecified", "fri text")), Told("remittanceNumber", $"R {person}"), Told("paymentCommitmentNumber", person), Told("careUnitName", "Enhet 1"));
        string Copied(bool isOpen)
        {
            using var output = new MemoryStream();
            using (var copy = new CopyOf(output)) copy.Write(element, isOpen);
            return Encoding.UTF8.GetString(output.ToArray());
        }
        Assert.Contains("fri text", Copied(isOpen: true), StringComparison.Ordinal);
        Assert.DoesNotContain("fri text", Copied(isOpen: false), StringComparison.Ordinal);
        Assert.DoesNotContain(person, Copied(isOpen: false), StringComparison.Ordinal);
        Assert.Contains("Enhet 1", Copied(isOpen: false), StringComparison.Ordinal);
    }

    private sealed class CopyOf(Stream output) : ClaimXml(output, isSendable: false)
    {
        public void Write(ClaimElement element, bool isOpen) => Copy(element, isOpen);
    }

    [GeneratedRegex("<c:careLevel>([0-9])<")]
    private static partial Regex Level();

    [GeneratedRegex("<c:patientIdentity><c:root>1[.0-9]+</c:root><c:extension>([^<]{12})<")]
    private static partial Regex PersonId();
}
