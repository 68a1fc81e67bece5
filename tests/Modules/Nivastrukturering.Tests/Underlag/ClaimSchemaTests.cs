using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

/// <summary>What is schema-valid, and that nothing in a document can do more than give it codes.</summary>
public sealed class ClaimSchemaTests
{
    private const string Unit = "<c:careUnitName>Enhet</c:careUnitName>";
    private static readonly string[] UtlZero = ["UTL-00"];

    /// <summary>Of the mutator's first 2 000 documents, four to a digit, 1 = valid: recorded from the national schema and the calendar, 2026-11-22.</summary>
    private const string Verdicts =
        "600501004040202241000010010200010800002700001140020024000a80020081004082494210420011021110208402a1418000d0704004844005b1024a0" +
        "108005502000150200900040020218a2000a9702180060001000460c780080440204400098000020422f03400d306108d4031090411080c900e0920092402" +
        "100130310a00216c608864400881045028072502850080c2242c0e45010821034000003088400c52428800208045055805240085120520220000188420102" +
        "888011208888409000008002048184082008086dd74110099044ac142486800154501118160019448108314410021031043218001000002300404424000a4";

    [Theory]
    [InlineData("an unlisted element", Unit, Unit + "<c:nytt>1</c:nytt>")]
    [InlineData("children in another order", "<c:issueDate>20260228</c:issueDate><c:typeOfInvoice>380</c:typeOfInvoice>", "<c:typeOfInvoice>380</c:typeOfInvoice><c:issueDate>20260228</c:issueDate>")]
    [InlineData("a missing element", "<c:medicalFieldCode>101</c:medicalFieldCode>", "<c:careLevel>2</c:careLevel>")]
    [InlineData("one element too many", "<c:lineId>1</c:lineId>", "<c:lineId>1</c:lineId><c:lineId>2</c:lineId>")]
    [InlineData("text beside elements", "<c:activity>", "<c:activity>x")]
    [InlineData("an attribute", "<c:activity>", "<c:activity nytt=\"1\">")]
    [InlineData("an element inside a value", ">Enhet<", "><c:code>1</c:code><")]
    [InlineData("an element without namespace", Unit, Unit + "<nytt xmlns=\"\"/>")]
    [InlineData("a known element after an unknown one", "<c:typeOfInvoice>", "<n:x xmlns:n=\"urn:n\"/><c:typeOfInvoice>")]
    [InlineData("an unreal day", "<c:careVisitDate>20250831<", "<c:careVisitDate>20250931<")]
    [InlineData("a day of another century", "<c:careVisitDate>20250831<", "<c:careVisitDate>18990831<")]
    [InlineData("a line number below one", "<c:lineId>1<", "<c:lineId>0<")]
    [InlineData("no boolean", "<c:plannedHealthcare>true<", "<c:plannedHealthcare>ja<")]
    [InlineData("no amount", "<c:payableAmount><c:amount>1500.00<", "<c:payableAmount><c:amount>1 500,00<")]
    [InlineData("an amount beyond reason", "<c:payableAmount><c:amount>1500.00<", "<c:payableAmount><c:amount>99999999999999999999999999999999<")]
    [InlineData("another root", "p:ProcessClaimSpecification", "p:ProcessClaimSpecificationResponse")]
    [InlineData("another version", "claim:1\"", "claim:2\"")]
    public void What_is_not_schema_valid_gets_UTL_00_alone(string why, string was, string becomes)
    {
        Assert.NotEmpty(why);
        Assert.Contains(was, Documents.Outpatient, StringComparison.Ordinal);
        var reading = Documents.Read(Documents.Outpatient.Replace(was, becomes, StringComparison.Ordinal));

        Assert.Equal(UtlZero, reading.Codes);
        Assert.Equal((null, null, 0, null), (reading.Id, reading.IssueDate, reading.Lines, reading.Basis));
    }

    [Theory]
    [InlineData(Unit, "<c:careUnitName xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"a b\"><!-- c -->En<![CDATA[het]]></c:careUnitName>")]
    [InlineData("</c:healthcareUnit>", "<n:x xmlns:n=\"urn:n\" a=\"1\">text<n:y><n:x/></n:y></n:x><n:z xmlns:n=\"urn:n\"/></c:healthcareUnit>")]
    [InlineData("<c:lineId>1<", "<c:lineId> +01\n<")]
    [InlineData("<c:activity>", "<c:activity>\n  ")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "\uFEFF")]
    public void What_the_schema_lets_through_passes(string was, string becomes)
    {
        Assert.Contains(was, Documents.Outpatient, StringComparison.Ordinal);
        Assert.Empty(Documents.Read(Documents.Outpatient.Replace(was, becomes, StringComparison.Ordinal)).Codes);
    }

    [Fact]
    public void A_DOCTYPE_is_refused_before_any_entity_is_looked_at()
    {
        var bomb = "<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c SYSTEM \"file:///etc/hostname\">]>" + Documents.Outpatient[Documents.Outpatient.IndexOf("<p:", StringComparison.Ordinal)..].Replace("Enhet", "&b;", StringComparison.Ordinal);

        Assert.Equal(UtlZero, Documents.Read(bomb).Codes);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void A_document_may_have_five_million_bytes(int tooMany)
    {
        var document = Encoding.UTF8.GetBytes(Documents.Outpatient);
        var filled = new byte[ClaimReader.MostBytes + tooMany];
        document.CopyTo(filled, 0);
        filled.AsSpan(document.Length).Fill((byte)' ');

        Assert.Equal(UtlZero.Take(tooMany), Documents.Read(filled).Codes);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    public void Another_encoding_than_UTF_8_is_refused(string encoding)
    {
        var document = Documents.Outpatient.Replace("UTF-8", encoding, StringComparison.Ordinal).Replace("Enhet", "Öron", StringComparison.Ordinal);

        Assert.Equal(UtlZero, Documents.Read(Encoding.GetEncoding(encoding).GetBytes(document)).Codes);
    }

    [Fact]
    public void Deep_nesting_and_endless_attributes_are_only_codes()
    {
        var deep = string.Concat(Enumerable.Repeat("<n:x>", 400_000)) + string.Concat(Enumerable.Repeat("</n:x>", 400_000));
        Assert.Empty(Documents.Read(Documents.Outpatient.Replace("</p:claimSpecification>", $"<n:u xmlns:n=\"urn:n\">{deep}</n:u></p:claimSpecification>", StringComparison.Ordinal)).Codes);
        Assert.Equal(UtlZero, Documents.Read(string.Concat(Enumerable.Repeat("<a>", 1_000_000))).Codes);
    }

    [Fact]
    public void Mutated_documents_get_the_verdicts_that_the_national_schema_gives()
    {
        var mutator = new ClaimMutator(seed: 1);
        var reader = Documents.Reader();
        string[] documents = [Documents.Outpatient, Documents.Inpatient];
        var valid = Enumerable.Range(0, 4 * Verdicts.Length)
            .Select(i => reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(mutator.Mutate(documents[i % 2])))).IssueDate is not null).ToList();

        Assert.Equal(Verdicts, string.Concat(valid.Chunk(4).Select(four => four.Aggregate(0, (bits, one) => 2 * bits + (one ? 1 : 0)).ToString("x", CultureInfo.InvariantCulture))));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void A_mutated_document_gets_codes_and_never_an_exception(int seed)
    {
        var random = new Random(seed);
        var reader = Documents.Reader();
        var documents = new[] { Documents.Outpatient, Documents.Inpatient }.Select(Encoding.UTF8.GetBytes).ToArray();
        var persons = Regex.Matches(Documents.Outpatient + Documents.Inpatient, "<c:root>1.2.752.129.2.1.3.1</c:root><c:extension>([0-9]{12})<").Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(persons);
        for (var i = 0; i < 400; i++)
        {
            var mutated = Mutate(random, documents[random.Next(documents.Length)]);
            var reading = reader.Read(new MemoryStream(mutated));

            Assert.All(reading.Codes, code => Assert.Matches("^UTL-[0-9]{2}$", code));
            Assert.Equal(reading.Codes.Order(StringComparer.Ordinal).Distinct(), reading.Codes);
            Assert.Equal(reading.Codes.Count == 0, reading.Basis is not null);
            var said = reading.ToString();
            Assert.DoesNotContain(persons, person => said.Contains(person, StringComparison.Ordinal));
        }
    }

    /// <summary>Flips bytes, cuts off, takes away or repeats a stretch, or renames, empties or moves an element.</summary>
    private static byte[] Mutate(Random random, byte[] document)
    {
        var at = random.Next(document.Length);
        var length = Math.Min(random.Next(1, 200), document.Length - at);
        switch (random.Next(7))
        {
            case 0: return document[..at];
            case 1: return [.. document[..at], .. document[(at + length)..]];
            case 2: return [.. document[..(at + length)], .. document[at..]];
            case 3:
                var flipped = document.ToArray();
                for (var i = random.Next(1, 4); i > 0; i--) flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
        }
        var text = Encoding.UTF8.GetString(document);
        var elements = Regex.Matches(text, "<c:([A-Za-z]+)>([^<]*)</c:\\1>");
        var (one, other) = (elements[random.Next(elements.Count)], elements[random.Next(elements.Count)]);
        var becomes = random.Next(4) switch
        {
            0 => $"<c:{one.Groups[1]}/>",
            1 => $"<c:{one.Groups[1]}>{other.Groups[2]}</c:{one.Groups[1]}>",
            2 => $"<c:{other.Groups[1]}>{one.Groups[2]}</c:{other.Groups[1]}>",
            _ => "",
        };
        return Encoding.UTF8.GetBytes(text.Remove(one.Index, one.Length).Insert(one.Index, becomes));
    }
}
