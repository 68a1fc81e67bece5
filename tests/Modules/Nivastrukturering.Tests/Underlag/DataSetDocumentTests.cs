using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public sealed class DataSetDocumentTests
{
    private const string ReadBefore = "UTL-90"; // not about one document

    [Theory, InlineData("sample"), InlineData("sample-edge")]
    public void Every_document_gets_the_codes_and_the_number_of_lines_of_the_answer_key(string set)
    {
        var expected = SampleSet.Expected(set)["underlag"]!.AsObject();
        var files = Directory.GetFiles(Documents.Folder(set), "*.xml");
        Assert.Equal(expected.Count, files.Length);

        foreach (var file in files)
        {
            var reading = Documents.Read(File.ReadAllBytes(file));
            var answer = expected[Path.GetFileName(file)] ?? expected[reading.Id!]!;
            Assert.Equal(answer["utl"]!.AsArray().Select(c => (string)c!).Where(c => c != ReadBefore), reading.Codes);
            Assert.Equal((int)answer["rader"]!, reading.Lines);
            Assert.Equal(reading.Codes.Count == 0, reading.Basis is not null);
        }
    }

    [Theory, InlineData("sample"), InlineData("sample-edge")]
    public void A_line_carries_the_pseudonym_of_the_contact_that_it_bills(string set)
    {
        var known = SampleSet.Expected(set)["pseudonymprov"]!.AsObject().SelectMany(region => region.Value!.AsObject()).ToDictionary(p => p.Key, p => (string)p.Value!);
        var lines = Directory.GetFiles(Documents.Folder(set), "*.xml").SelectMany(f => Documents.Read(File.ReadAllBytes(f)).Basis?.Lines ?? []);

        var keys = Documents.Keys();
        var byTag = known.ToDictionary(k => keys.TagOf(k.Key), k => k.Value);
        var compared = lines.Where(l => l.ContactTag is { } tag && byTag.ContainsKey(tag)).ToList();

        Assert.NotEmpty(compared);
        Assert.All(compared, l => Assert.Equal(byTag[l.ContactTag!.Value], $"{l.Pseudonym}"));
    }

    [Fact]
    public void The_values_of_a_document_are_read_exactly()
    {
        var basis = Documents.Read(Documents.Inpatient).Basis!;
        var line = basis.Lines.Single(l => l.LineId == 3);

        Assert.Equal(("ZVF23210002222603000013", false, null, "2321000222", "2321000206"), (basis.Id, basis.IsCredit, basis.CreditedId, basis.SupplierOrgnr, basis.CustomerOrgnr));
        var keys = Documents.Keys();
        Assert.Equal((keys.TagOf("B2603000152"), "22", true, false, false, false), (line.ContactTag, line.County, line.IsInpatient, line.IsPlanned, line.IsPartInvoice, line.HasCommitment));
        Assert.Equal((new(2026, 3, 17), new DateOnly(2026, 3, 25)), (line.VisitDate, line.DischargeDate!.Value));
        Assert.Equal(("SE2321000222-B077", "E01A", 48_749_963L, 48_749_963L), (line.UnitHsaId, line.DrgCode, line.NetOre, line.BilledCareOre));
    }

    [Theory, InlineData("sample"), InlineData("sample-edge")]
    public void A_buyer_without_the_sellers_contacts_finds_what_the_document_alone_tells(string set)
    {
        var organisations = SampleSet.Load(set).Organisations.ToDictionary(o => o.Orgnr, o => o.Region);
        var documents = InvoiceControl.InOrder(Directory.GetFiles(Documents.Folder(set), "*.xml").Select(f => (Name: Path.GetFileName(f), Reading: Documents.Read(File.ReadAllBytes(f))))
            .Select(d => new JudgedDocument(d.Name, d.Reading.Id, d.Reading.IssueDate, d.Reading.Lines, [.. d.Reading.Codes], d.Reading.Basis)));

        var outcome = InvoiceControl.Run(documents, [], orgnr => organisations.GetValueOrDefault(orgnr), _ => false);

        var unknown = new InvoicePicture(outcome, orgnr => organisations.GetValueOrDefault(orgnr), own: null);
        Assert.Empty(unknown.Documents);
        Assert.Empty(unknown.Lines);

        var expected = SampleSet.Expected(set)["avvikelser"]!;
        string[] told = ["FKT-02", "FKT-03", "FKT-07", "FKT-10", "FKT-90", "FKT-91"];
        Assert.All(outcome.PerCode, found => Assert.Contains(found.What.Code, told));
        foreach (var alone in new[] { Fkt.PartInvoice, Fkt.UnknownCredit })
            Assert.Equal((long?)expected[alone.Code]?["antal"] ?? 0, outcome.PerCode.Where(c => c.What == alone).Sum(c => c.Count));
        Assert.True(outcome.PerCode.Single(c => c.What == Fkt.TooLate).Count >= (long)expected["FKT-10"]!["antal"]!);
    }
}
