using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

/// <summary>Each rule of docs/formats/FAKTURAUNDERLAG.md, on a document that passes but for one change.</summary>
public sealed class UtlRulesTests
{
    private const string Category = "<c:categorization>";
    private const string Care = "<c:patientSpecificCareCode>BESOK</c:patientSpecificCareCode>";
    private const string Sek = "<c:currency><c:code>SEK</c:code></c:currency>";
    private const string Net = "<c:patientCareInvoiceNetAmount><c:amount>1500.00</c:amount>" + Sek + "</c:patientCareInvoiceNetAmount>";
    private const string Visit = "<c:healthcareVisitDateTime><c:careVisitDate>20250831</c:careVisitDate></c:healthcareVisitDateTime>";
    private const string Mvo = "<c:medicalFieldCode>101</c:medicalFieldCode>";
    private const string Remittance = "<c:remittanceNumber>R1</c:remittanceNumber>";
    private const string Customer = "<c:extension>2321000222</c:extension></c:identification></c:customerParty>";

    [Fact]
    public void The_documents_that_are_changed_pass()
    {
        Assert.Empty(Documents.Read(Documents.Outpatient).Codes);
        Assert.Empty(Documents.Read(Documents.Inpatient).Codes);
    }

    [Theory]
    [InlineData("UTL-01 UTL-11", "<c:careContactId>B2603000152</c:careContactId>", "<c:careContactId/>")]
    [InlineData("UTL-31", "<c:diagnosis><c:inpatientCareDiagnosis><c:mainDiagnosis><c:diagnosisCode><c:code>I350</c:code><c:codeSystem>1.2.752.116.1.1.1.1.3</c:codeSystem></c:diagnosisCode></c:mainDiagnosis>", "<c:diagnosis><c:inpatientCareDiagnosis><c:mainDiagnosis><c:diagnosisCode><c:codeSystem>1.2.752.116.1.1.1.1.3</c:codeSystem></c:diagnosisCode></c:mainDiagnosis>")]
    [InlineData("UTL-33", "<c:medicalFieldCode>341</c:medicalFieldCode>", "<c:medicalFieldCode>901</c:medicalFieldCode>")]
    [InlineData("UTL-45", "<c:DRGCode><c:originalText>E01A</c:originalText></c:DRGCode>", "")]
    [InlineData("UTL-51", "<c:numberOfDays><c:inCare>8</c:inCare></c:numberOfDays>", "")]
    [InlineData("UTL-18", "<c:careDischargeDate>20260325<", "<c:careDischargeDate>20260301<")]
    [InlineData("UTL-38", "<c:careDischargeDate>20260325<", "<c:careDischargeDate>20261001<")]
    [InlineData("UTL-10", "<c:gender><c:code>2<", "<c:gender><c:code>3<")]
    public void A_rule_about_slutenvard_is_broken(string codes, string was, string becomes) => Breaks(codes, Documents.Inpatient, was, becomes);

    [Theory]
    [InlineData("UTL-01", "<c:careUnitName>Enhet</c:careUnitName>", "<c:careUnitName> </c:careUnitName>")]
    [InlineData("UTL-01", Category, "<c:categorization><c:productCategory/>")]
    [InlineData("UTL-02", "<c:issueDate>20260228<", "<c:issueDate>20261116<")]
    [InlineData("UTL-03", "<c:extension>2321000230</c:extension></c:identification></c:supplierParty>", "<c:extension>232100023</c:extension></c:identification></c:supplierParty>")]
    [InlineData("UTL-04", "<c:typeOfInvoice>380<", "<c:typeOfInvoice>382<")]
    [InlineData("UTL-05", "<c:payableAmount><c:amount>1500.00<", "<c:payableAmount><c:amount>1501.01<")]
    [InlineData("", "<c:payableAmount><c:amount>1500.00<", "<c:payableAmount><c:amount>1499<")]
    [InlineData("UTL-00 UTL-05", "<c:payableAmount><c:amount>1500.00<", "<c:payableAmount><c:amount>-1.000<")]
    [InlineData("UTL-00", "<c:payableAmount><c:amount>1500.00<", "<c:payableAmount><c:amount>1500.000<")]
    [InlineData("UTL-06", "<c:patientCareInvoiceGrossAmount><c:amount>1500.00</c:amount>" + Sek + "</c:patientCareInvoiceGrossAmount>" + Net, "<c:patientCareInvoiceGrossAmount><c:amount>1500.00</c:amount>" + Sek + "</c:patientCareInvoiceGrossAmount>" + Net + "<c:patientCareCharge><c:amount>0.01</c:amount>" + Sek + "</c:patientCareCharge>")]
    [InlineData("UTL-07", "<c:extension>198604199896<", "<c:extension>8604199896<")]
    [InlineData("", "<c:root>1.2.752.129.2.1.3.1</c:root><c:extension>198604199896<", "<c:root>1.2.752.74.9.1</c:root><c:extension>R35K<")]
    [InlineData("UTL-08", "<c:county><c:code>24<", "<c:county><c:code>2<")]
    [InlineData("UTL-09", "<c:municipality><c:code>2480<", "<c:municipality><c:code>248<")]
    [InlineData("UTL-12", Remittance, "<c:typeOfAgreement>4</c:typeOfAgreement>")]
    [InlineData("UTL-13", Remittance, "<c:typeOfChapter>8</c:typeOfChapter>")]
    [InlineData("UTL-14", Remittance, "<c:typeOfReimbursement>3</c:typeOfReimbursement>")]
    [InlineData("UTL-15", "<c:typeOfCare><c:code>01<", "<c:typeOfCare><c:code>03<")]
    [InlineData("UTL-16", "<c:plannedHealthcare>true</c:plannedHealthcare>", "<c:plannedHealthcare>1</c:plannedHealthcare><c:typeOfVisit>3</c:typeOfVisit>")]
    [InlineData("UTL-17", "<c:careVisitDate>20250831<", "<c:careVisitDate>20260301<")]
    [InlineData("UTL-19", Visit, Visit + "<c:invoicePeriod><c:start>20260101</c:start></c:invoicePeriod>")]
    [InlineData("UTL-20", Visit, Visit + "<c:invoicePeriod><c:start>20260102</c:start><c:end>20260101</c:end></c:invoicePeriod>")]
    [InlineData("UTL-21", Visit, Visit + "<c:invoicePeriod><c:start>20260102</c:start><c:end>20260301</c:end></c:invoicePeriod>")]
    [InlineData("UTL-22", "<c:professionCodeForHealthcare>LK<", "<c:professionCodeForHealthcare>lk<")]
    [InlineData("UTL-23", "<c:professionCodeForHealthcare>LK</c:professionCodeForHealthcare>", "")]
    [InlineData("UTL-24", Category, "<c:categorization><c:productCategory>05</c:productCategory>")]
    [InlineData("UTL-25", Category, "<c:categorization><c:priceList>7</c:priceList>")]
    [InlineData("UTL-26", "<c:numberOfPatientSpecificCare>1<", "<c:numberOfPatientSpecificCare>2<")]
    [InlineData("UTL-27", Net, Net + "<c:outPatientCareFeePaid><c:amount>200</c:amount>" + Sek + "</c:outPatientCareFeePaid>")]
    [InlineData("UTL-29", Net, Net + "<c:patientFeeReducedCategory>06</c:patientFeeReducedCategory>")]
    [InlineData("UTL-34", "<c:careUnitId><c:root>1.2.752.129.2.1.4.1<", "<c:careUnitId><c:root>1.2.752.129.2.1.4<")]
    [InlineData("UTL-35", "<c:code>SEK<", "<c:code>EUR<")]
    [InlineData("UTL-36", "<c:careContactId>E-F06</c:careContactId>", "<c:reasonForCredit>0</c:reasonForCredit>")]
    [InlineData("UTL-37", "<c:id>ZVF23210002302508000002<", "<c:id>ZVF2321000230250800002<")]
    [InlineData("UTL-46", Customer, "<c:extension>23210002222</c:extension></c:identification></c:customerParty>")]
    [InlineData("UTL-46", Customer, "<c:extension>2321000222</c:extension></c:identification><c:identification><c:root>2.51.1.6</c:root><c:extension>123</c:extension></c:identification></c:customerParty>")]
    [InlineData("UTL-48", "<c:root>1.3.7</c:root>" + Customer, "<c:root>2.51.1.6</c:root><c:extension>7300000000000</c:extension></c:identification></c:customerParty>")]
    [InlineData("UTL-47", Care, "")]
    [InlineData("UTL-49", Mvo, "<c:medicalFieldCode>1010</c:medicalFieldCode>")]
    [InlineData("UTL-50", Remittance, Remittance + "<c:agreementInRiksavtalet>3.1</c:agreementInRiksavtalet>")]
    [InlineData("UTL-50", Remittance, "<c:agreementInRiksavtalet>3.3</c:agreementInRiksavtalet>")]
    [InlineData("UTL-52", "<c:typeOfInvoice>380<", "<c:typeOfInvoice>381<")]
    public void A_rule_is_broken(string codes, string was, string becomes) => Breaks(codes, Documents.Outpatient, was, becomes);

    [Fact]
    public void A_line_without_price_breaks_UTL_44_and_the_sum()
    {
        var from = Documents.Outpatient.IndexOf(Category, StringComparison.Ordinal);
        var to = Documents.Outpatient.IndexOf("<c:invoicedAmountDetails>", StringComparison.Ordinal);

        Assert.Equal(["UTL-27", "UTL-44"], Documents.Read(Documents.Outpatient.Remove(from, to - from)).Codes);
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData("UTL-43", "1")]
    public void Line_numbers_ascend(string codes, string second)
    {
        var from = Documents.Outpatient.IndexOf("<c:healthCareServicesSpecificationLine>", StringComparison.Ordinal);
        var to = Documents.Outpatient.IndexOf("</p:claimSpecification>", StringComparison.Ordinal);
        var line = Documents.Outpatient[from..to];
        var two = Documents.Outpatient.Insert(to, line.Replace("<c:lineId>1<", $"<c:lineId>{second}<", StringComparison.Ordinal)).Replace("<c:payableAmount><c:amount>1500.00<", "<c:payableAmount><c:amount>3000.00<", StringComparison.Ordinal);

        Assert.Equal(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Documents.Read(two).Codes);
        Assert.Equal(2, Documents.Read(two).Lines);
    }

    private static void Breaks(string codes, string document, string was, string becomes)
    {
        Assert.Contains(was, document, StringComparison.Ordinal);
        Assert.Equal(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Documents.Read(document.Replace(was, becomes, StringComparison.Ordinal)).Codes);
    }
}
