using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Xunit;

namespace Kunskapsstyrning.Adapters.Tests;

/// <summary>vasternorrland.md's rules, one by one.</summary>
public sealed class XmlRules
{
    private const string Namespace = "urn:kunskapsstyrning:vasternorrland:vardkontakter:1";
    private static readonly Mapping Mapping = TestData.MappingOf("sample", "vasternorrland", "2026-03");

    [Fact]
    public void Values_are_found_by_path_and_trimmed_also_of_line_ends()
    {
        var values = ValuesOf("""
            <vardkontakt id=" V1&#10;"><okänt><kon>9</kon></okänt><kontakt mvo="301" form="01"/>
              <patient><x/><kon><![CDATA[ 2]]></kon><personId> 1990<!-- -->0101
              &#160;</personId></patient><kon>1</kon><patient><kon>0</kon></patient><y:kpp xmlns:y="u">7</y:kpp><kpp/></vardkontakt>
            """);
        Assert.Equal(new Dictionary<Field, string>
        {
            [Field.KontaktId] = "V1",
            [Field.Kontaktslag] = "01",
            [Field.Mvo] = "301",
            [Field.Kon] = "2",
            [Field.Person] = "19900101",
        }, values);
    }

    [Theory]
    [InlineData("<diagnos typ='bi'>A01</diagnos><diagnos typ='huvud'>B02</diagnos><diagnos>C03</diagnos><diagnos typ='huvud'>D04</diagnos>", "B02", "A01|C03|D04")]
    [InlineData("<diagnos typ='huvud'> </diagnos><diagnos typ=' huvud '>B02</diagnos><diagnos typ='bi'/>", "B02", "")]
    [InlineData("<diagnos typ='bi'>A01 A02</diagnos>", "", "A01 A02")]
    [InlineData("", "", "")]
    public void The_first_main_diagnosis_is_main_and_the_others_follow_in_order(string diagnoses, string main, string side)
    {
        var values = ValuesOf($"<vardkontakt id='V'><diagnoser>{diagnoses}</diagnoser></vardkontakt>");
        Assert.Equal(main, values.GetValueOrDefault(Field.Huvuddiagnos, ""));
        Assert.Equal(side, values.GetValueOrDefault(Field.Bidiagnoser, "").Replace('\u001f', '|'));
        Assert.DoesNotContain(Field.Diagnoser, values.Keys);
    }

    [Fact]
    public void A_long_mapped_value_breaks_its_record_and_a_long_unmapped_one_does_not()
    {
        var (limit, over) = (new string('a', 3999) + "&#xfeff;\U0001f600", new string(' ', 4001));
        var read = Read($"<vardkontakt id='{limit}' x='{over}'><y>{over}</y></vardkontakt><vardkontakt id='V'><kpp>{over}</kpp></vardkontakt><vardkontakt id='W'><atgarder><atgard>{over}</atgard></atgarder></vardkontakt>");
        Assert.Equal(1, Assert.Single(read.Rows).Position.Row);
        Assert.Equal([(2L, "KST-005"), (3L, "KST-005")], read.Broken.Select(row => (row.Position.Row, row.Code)));
        Assert.Equal(["KST-252"], read.Warnings);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "KST-205")]
    [InlineData("<?xml version='1.0'?><!-- --><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a", "KST-205")]
    [InlineData("<vardkontakter/>", "KST-206")]
    [InlineData("<x xmlns='NS' period='2026-03'/>", "KST-206")]
    [InlineData("<vardkontakter xmlns='NS' period='2026-04'><", "KST-209")]
    [InlineData("<vardkontakter xmlns='NS' period=' 2026-03&#10;'/>", "KST-208")]
    [InlineData("<vardkontakter xmlns='NS' period='2026-03'><slut antal='0'/>", "KST-204")]
    [InlineData("<vardkontakter xmlns='NS' period='2026-03'><slut antal='0'/></vardkontakter>x", "KST-204")]
    [InlineData("<vardkontakter xmlns='NS' period='2026-03'><slut antal='0'/>&okänd;</vardkontakter>", "KST-204")]
    [InlineData("<vardkontakter xmlns='NS' period='2026-03'><x><slut antal='0'/></x></vardkontakter>", "KST-208")]
    [InlineData("<vardkontakter xmlns='NS' period='2026-03'><slut antal='1'/><x><vardkontakt/></x></vardkontakter>", "KST-207")]
    [InlineData("<vardkontakter xmlns='NS' period='2026-03'><slut antal='1'/><vardkontakt/></vardkontakter>", null)]
    [InlineData("", "KST-204")]
    public void A_file_is_refused_as_a_forward_reader_meets_its_faults(string xml, string? code) =>
        Assert.Equal(code, (Record.Exception(() => ReadFile(xml.Replace("NS", Namespace, StringComparison.Ordinal))) as DeliveryRejectedException)?.Code);

    [Fact]
    public void Elements_without_end_inside_each_other_are_refused_and_not_kept() =>
        Assert.Equal("KST-204", Assert.Throws<DeliveryRejectedException>(() => Read(string.Concat(Enumerable.Repeat("<a>", 100_000)))).Code);

    [Fact]
    public void Bytes_that_are_no_utf_8_are_not_well_formed()
    {
        var xml = Encoding.Latin1.GetBytes($"<vardkontakter xmlns='{Namespace}' period='2026-03'><vardkontakt id='å'/><slut antal='1'/></vardkontakter>");
        Assert.Equal("KST-204", Assert.Throws<DeliveryRejectedException>(() => ReadFile(xml)).Code);
    }

    [Fact]
    public void A_refusal_holds_nothing_of_the_document()
    {
        var refused = Assert.Throws<DeliveryRejectedException>(() => Read("<vardkontakt id='199001019802'><199001019802></vardkontakt>"));
        Assert.DoesNotContain("1990", refused.ToString(), StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<Field, string> ValuesOf(string record) => Assert.Single(Read(record).Rows).Values;

    private static RecordedRows Read(string records) =>
        ReadFile($"<vardkontakter xmlns='{Namespace}' period='2026-03'>{records}<slut antal='{records.Split("</vardkontakt>").Length - 1}'/></vardkontakter>");

    private static RecordedRows ReadFile(string xml) => ReadFile(Encoding.UTF8.GetBytes(xml));

    private static RecordedRows ReadFile(byte[] xml) =>
        RecordedRows.Of(AllAdapters.Of("vasternorrland"), new MemoryDelivery("2026-03", new Dictionary<string, byte[]> { ["VN_vardkontakter_202603.xml"] = xml }), Mapping);
}
