namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>The rules UTL-01 … UTL-52 that a schema-valid document is judged by on its own (docs/formats/FAKTURAUNDERLAG.md).</summary>
/// <param name="controlDay">No issueDate may be later.</param>
/// <param name="isMvo">True for a code of the national list.</param>
/// <remarks>An empty element is UTL-01 and counts otherwise as not given. UTL-06 stands for UTL-28 too; UTL-30 can't be broken by a schema-valid document.</remarks>
internal sealed class UtlRules(DateOnly controlDay, Func<string, bool> isMvo)
{
    private const string Gln = "2.51.1.6", HsaId = "1.2.752.129.2.1.4.1", Personnummer = "1.2.752.129.2.1.3.1", Samordningsnummer = "1.2.752.129.2.1.3.3";
    private const string Outpatient = "01";
    private const int LongestDifferenceKronor = 1;

    private readonly SortedSet<string> _codes = new(StringComparer.Ordinal);

    /// <summary>The codes that the document breaks, each once, sorted; empty = it passes.</summary>
    /// <param name="claim"><c>claimSpecification</c>.</param>
    public IReadOnlyCollection<string> Judge(ClaimElement claim)
    {
        _codes.Clear();
        foreach (var element in claim.Everything())
        {
            If(1, element.IsEmpty);
            JudgeValue(element);
        }
        var lines = claim.All("healthCareServicesSpecificationLine").SelectMany(l => l.All("healthcarePerformed")).ToList();
        JudgeHead(claim, lines);
        foreach (var line in lines) JudgeLine(line, claim.Day("issueDate")!.Value);
        return [.. _codes];
    }

    /// <summary>What a value must be wherever it is given.</summary>
    private void JudgeValue(ClaimElement element)
    {
        var text = element.Text;
        switch (element.Name)
        {
            case "patientIdentity": If(7, !IsPerson(element)); break;
            case "county": If(8, !IsDigits(element.Value("code"), 2)); break;
            case "municipality": If(9, !IsDigits(element.Value("code"), 4)); break;
            case "gender": If(10, !element.IsEmpty && element.Value("code") is not ("0" or "1" or "2" or "9")); break;
            case "typeOfCare": If(15, element.Value("code") is not (Outpatient or InvoiceLine.Inpatient)); break;
            case "currency": If(35, element.Value("code") != "SEK"); break;
            case "careUnitId": If(34, element.Value("root") != HsaId); break;
            case "DRGCost": If(45, element.Find("DRGCode") is null != element.Find("DRGPrice") is null); break;
            case "patientSpecificCare": JudgeSpecificCare(element); break;
            case "typeOfInvoice": If(4, text is not ("380" or InvoiceBasis.Credit)); break;
            case var _ when text is null: break;
            case "typeOfAgreement": If(12, text is not ("1" or "2" or "3")); break;
            case "typeOfChapter": If(13, text is not [>= '1' and <= '7']); break;
            case "typeOfReimbursement": If(14, text is not ("1" or "2")); break;
            case "typeOfVisit": If(16, text is not ("1" or "2")); break;
            case "professionCodeForHealthcare": If(22, text is not ("LK" or "US")); break;
            case "productCategory": If(24, text is not ("01" or "02" or "03" or "04" or "99")); break;
            case "priceList": If(25, text is not [>= '1' and <= '6']); break;
            case "patientFeeReducedCategory": If(29, text is not (['0', >= '1' and <= '5'] or "99")); break;
            case "reasonForCredit": If(36, text is not [>= '1' and <= '9']); break;
            case "agreementInRiksavtalet": If(50, text is not ("3.1" or "3.2" or "4.1" or "4.3" or "4.4")); break;
            default: break;
        }
    }

    private void JudgeSpecificCare(ClaimElement care)
    {
        if (care.IsEmpty) return;
        var (number, price, total) = (care.Number("numberOfPatientSpecificCare"), care.Amount("patientSpecificCarePrice"), care.Amount("patientSpecificCareTotalAmount"));
        If(47, care.Value("patientSpecificCareCode") is null || number is null || price is null || total is null);
        If(26, number is not null && price is not null && total is not null && total != number * price);
    }

    private void JudgeHead(ClaimElement claim, List<ClaimElement> lines)
    {
        If(2, claim.Day("issueDate") > controlDay);
        var (supplier, customer) = (claim.Find("supplierParty"), claim.Find("customerParty"));
        If(3, !IsRightlyIdentified(supplier));
        If(46, !IsRightlyIdentified(customer));
        If(48, !HasOrgnr(supplier) || !HasOrgnr(customer));
        If(5, decimal.Abs(claim.Amount("payableAmount")!.Value - lines.Sum(l => l.Amount("invoicedAmountDetails", "patientCareInvoiceNetAmount")!.Value)) > LongestDifferenceKronor);
        If(37, claim.Value("id") is not { Length: 23 } id || !id.StartsWith("ZVF", StringComparison.Ordinal) || !IsDigits(id[3..], 20));

        var numbers = lines.Select(l => l.Number("lineId")!.Value).ToList();
        If(43, numbers.Zip(numbers.Skip(1)).Any(pair => pair.Second <= pair.First));
        if (claim.Value("typeOfInvoice") == InvoiceBasis.Credit)
            If(52, claim.Value("referenceToProcessClaimSpecificationId") is null || lines.Exists(l => l.Value("reasonForCredit") is null));
    }

    private void JudgeLine(ClaimElement line, DateOnly issued)
    {
        var care = line.Value("healthcareCategory", "typeOfCare", "code");
        var mvo = line.Value("activity", "medicalFieldCode");
        var isPsychiatry = mvo is ['9', ..];
        JudgeTime(line, issued);
        JudgeAmounts(line);

        If(23, care == Outpatient && line.Value("healthcareUnit", "professionCodeForHealthcare") is null);
        If(44, line.Find("categorization", "DRGCost") is null && !line.Children.Where(c => c.Name == "categorization").SelectMany(c => c.All("patientSpecificCare")).Any(c => !c.IsEmpty));
        If(49, mvo is null || !isMvo(mvo));
        If(50, line.Value("paymentCommitment", "agreementInRiksavtalet") is not null && line.Value("paymentCommitment", "remittanceNumber") is not null);
        If(33, isPsychiatry && (line.Find("diagnosis") is not null || line.Find("treatment") is not null));
        if (care != InvoiceLine.Inpatient) return;
        If(11, line.Value("careContactId") is null);
        If(31, !isPsychiatry && line.Find("timespan", "invoicePeriod") is null && !HasMainDiagnosis(line));
        If(51, line.Number("timespan", "numberOfDays", "inCare") is null);
    }

    private void JudgeTime(ClaimElement line, DateOnly issued)
    {
        var visit = line.Day("timespan", "healthcareVisitDateTime", "careVisitDate");
        var discharge = line.Day("timespan", "healthcareDischargeDateTime", "careDischargeDate");
        If(17, visit > issued);
        If(18, discharge < visit);
        If(38, discharge > issued);
        if (line.Find("timespan", "invoicePeriod") is not { } period) return;
        var (start, end) = (period.Day("start"), period.Day("end"));
        If(19, start is null || end is null);
        If(20, start > end);
        If(21, end > issued);
    }

    private void JudgeAmounts(ClaimElement line)
    {
        var sums = line.Find("invoicedAmountDetails")!;
        var gross = Kronor("patientCareInvoiceGrossAmount");
        If(6, Kronor("patientCareInvoiceNetAmount") != gross + Kronor("patientCareCharge") - Kronor("patientCareAllowance") - Kronor("patientCareDiscount"));
        If(27, gross != InvoiceLine.BilledCareKronor(line) - Kronor("outPatientCareFeePaid"));

        decimal Kronor(string amount) => sums.Amount(amount) ?? 0;
    }

    private static bool IsPerson(ClaimElement identity) =>
        identity.Value("extension") is { } id && (identity.Value("root") is not (Personnummer or Samordningsnummer) || IsDigits(id, 12));

    private static bool IsRightlyIdentified(ClaimElement? party) => party is not null && party.All("identification").All(i => i.Value("root") switch
    {
        InvoiceBasis.OrgnrRoot => IsDigits(i.Value("extension"), 10),
        Gln => IsDigits(i.Value("extension"), 13),
        _ => true,
    });

    private static bool HasOrgnr(ClaimElement? party) => party is not null && party.All("identification").Any(i => i.Value("root") == InvoiceBasis.OrgnrRoot);

    private static bool HasMainDiagnosis(ClaimElement line) =>
        line.Value("diagnosis", "inpatientCareDiagnosis", "mainDiagnosis", "diagnosisCode", "code") is not null
        || line.Value("diagnosis", "outpatientCareDiagnosis", "mainDiagnosis", "diagnosisCode", "code") is not null;

    private static bool IsDigits(string? text, int count) => text is not null && ReferenceText.IsDigits(text, count);

    private void If(int rule, bool isBroken)
    {
        if (isBroken) _codes.Add($"UTL-{rule:00}");
    }
}
