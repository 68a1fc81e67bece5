namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>What a claim element without children holds: the letters of docs/formats/FAKTURAUNDERLAG.md.</summary>
internal enum ClaimValue
{
    /// <summary>Any text; an empty one is schema-valid.</summary>
    Text,

    /// <summary><c>D</c>: <c>YYYYMMDD</c>, a real day of 1900–2099.</summary>
    Day,

    /// <summary><c>T</c>: <c>hhmmss</c>.</summary>
    Time,

    /// <summary><c>P</c>: a whole number ≥ 1.</summary>
    Positive,

    /// <summary><c>N</c>: a whole number.</summary>
    Whole,

    /// <summary><c>B</c>: <c>true</c>, <c>false</c>, <c>1</c> or <c>0</c>.</summary>
    Boolean,

    /// <summary>The number inside <c>A</c>.</summary>
    Amount,
}

/// <summary>What an element may contain: children in order, or a value.</summary>
/// <param name="Value">Of an element without children.</param>
internal sealed record ClaimType(ClaimValue Value)
{
    /// <summary>In the order that they must come; null = a value.</summary>
    public IReadOnlyList<ClaimPart>? Parts { get; private set; }

    /// <summary>Gives the type its children, once: types refer to each other.</summary>
    internal void Complete(IReadOnlyList<ClaimPart> parts) => Parts = parts;
}

/// <summary>A child in a content model.</summary>
/// <param name="Name">Local name.</param>
/// <param name="Type">Its content.</param>
/// <param name="Least">Fewest of them.</param>
/// <param name="Most">Most of them.</param>
internal sealed record ClaimPart(string Name, ClaimType Type, int Least, int Most);

/// <summary>The content models of ProcessClaimSpecification 1.0, as docs/formats/FAKTURAUNDERLAG.md writes them down. The one place of the version.</summary>
internal static class ClaimGrammar
{
    /// <summary>Namespace of the root and of claimSpecification.</summary>
    public const string RootNamespace = "urn:riv:financial:billing:claim:ProcessClaimSpecificationResponder:1";

    /// <summary>Namespace of everything below.</summary>
    public const string Namespace = "urn:riv:financial:billing:claim:1";

    /// <summary>The outermost element.</summary>
    public const string RootName = "ProcessClaimSpecification";

    // The page's own notation; {1,2} = one or two, M = the number of an amount.
    private const string Models = """
        ProcessClaimSpecification = claimSpecification
        claimSpecification = id issueDate:D issueTime:T? typeOfInvoice invoiceId? invoiceDateOfIssue:D? referenceToInvoice? referenceToProcessClaimSpecificationId? payableAmount:A unspecified* supplierParty customerParty healthCareServicesSpecificationLine*
        supplierParty = identification:I{1,2} sellerContact?
        customerParty = identification:I{1,2} buyerContact?
        sellerContact = name? telephone? electronicMail?
        buyerContact = name? telephone? electronicMail?
        healthCareServicesSpecificationLine = patientInformation healthcarePerformed+
        patientInformation = patientIdentity:I patientOtherInformation
        patientOtherInformation = county:C municipality:C listingLocalAuthoritiesNumber:I? LMACardNumber? gender:C? EUCardNumber? unspecified*
        healthcarePerformed = lineId:P careContactId? referenceToLineId:P? reasonForCredit? unspecified* paymentCommitment? healthcareCategory timespan healthcareUnit categorization? invoicedAmountDetails activity diagnosis? treatment?
        paymentCommitment = remittanceNumber? paymentCommitmentNumber? typeOfAgreement? typeOfChapter? agreementInRiksavtalet? typeOfReimbursement? unspecified?
        healthcareCategory = typeOfCare:C publicCare:B? plannedHealthcare:B typeOfVisit? unspecified*
        timespan = healthcareVisitDateTime healthcareDischargeDateTime? invoicePeriod? numberOfDays?
        healthcareVisitDateTime = careVisitDate:D careVisitTime:T?
        healthcareDischargeDateTime = careDischargeDate:D careDischargeTime:T?
        invoicePeriod = start:D? end:D?
        numberOfDays = onLeave:P? inCare:P?
        healthcareUnit = careUnitId:I? careUnitName professionCodeForHealthcare? unspecified*
        categorization = productCategory? priceList? DRGCost? patientSpecificCare*
        DRGCost = DRGCode:C? DRGPrice:A? extendedAllowanceCareTime:A? extendedAllowanceCost:A?
        patientSpecificCare = patientSpecificCareCode? patientSpecificCareCodeName? numberOfPatientSpecificCare:N? patientSpecificCarePrice:A? patientSpecificCareTotalAmount:A? unspecified*
        invoicedAmountDetails = patientCareInvoiceGrossAmount:A patientCareInvoiceNetAmount:A patientCareAllowance:A? patientCareDiscount:A? patientCareCharge:A? outPatientCareFee:A? outPatientCareFeePaid:A? patientFeeReducedCategory? patientFreePassCauseIndicator:B? inpatientCareFee:A? unspecified*
        activity = medicalFieldCode businessClassification:C? careLevel? unspecified*
        diagnosis = inpatientCareDiagnosis? outpatientCareDiagnosis?
        inpatientCareDiagnosis = mainDiagnosis biDiagnosis*
        outpatientCareDiagnosis = mainDiagnosis biDiagnosis*
        mainDiagnosis = diagnosisCode:C
        biDiagnosis = diagnosisCode:C
        treatment = typeOfTreatment:C* ATC:C* unspecified*
        A = amount:M currency:C
        C = code? codeSystem? codeSystemName? codeSystemVersion? displayName? originalText?
        I = root extension
        """;

    /// <summary>Content of the root.</summary>
    public static ClaimType Root { get; } = Read();

    private static ClaimType Read()
    {
        var types = new Dictionary<string, ClaimType>
        {
            ["D"] = new(ClaimValue.Day), ["T"] = new(ClaimValue.Time), ["P"] = new(ClaimValue.Positive), ["N"] = new(ClaimValue.Whole),
            ["B"] = new(ClaimValue.Boolean), ["M"] = new(ClaimValue.Amount),
        };
        var models = Models.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var model in models) types[model[0]] = new(ClaimValue.Text);
        var text = new ClaimType(ClaimValue.Text);
        foreach (var model in models) types[model[0]].Complete([.. model[2..].Select(Part)]);
        return types[RootName];

        ClaimPart Part(string word)
        {
            var (bare, least, most) = word switch
            {
                [.. var w, '?'] => (w, 0, 1),
                [.. var w, '*'] => (w, 0, int.MaxValue),
                [.. var w, '+'] => (w, 1, int.MaxValue),
                _ when word.EndsWith("{1,2}", StringComparison.Ordinal) => (word[..^5], 1, 2),
                _ => (word, 1, 1),
            };
            var (name, type) = bare.IndexOf(':', StringComparison.Ordinal) is > 0 and var at ? (bare[..at], types[bare[(at + 1)..]]) : (bare, types.GetValueOrDefault(bare, text));
            return new(name, type, least, most);
        }
    }
}
