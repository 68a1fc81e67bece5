namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>A fakturaunderlag that no rule rejects, without person ids: what the control of its lines stands on (docs/formats/INVOICE-CONTROL.md).</summary>
/// <param name="Id"><c>ZVF</c> and 20 digits.</param>
/// <param name="IssueDate">Not after the control date.</param>
/// <param name="IsCredit">True for <c>381</c>.</param>
/// <param name="CreditedId">Of a credit: the document that it takes lines out of.</param>
/// <param name="SupplierOrgnr">10 digits.</param>
/// <param name="CustomerOrgnr">10 digits.</param>
/// <param name="Lines">In document order, which is that of LineId.</param>
internal sealed record InvoiceBasis(
    string Id, DateOnly IssueDate, bool IsCredit, string? CreditedId, string SupplierOrgnr, string CustomerOrgnr, IReadOnlyList<InvoiceLine> Lines)
{
    /// <summary>Root of an organisation number.</summary>
    public const string OrgnrRoot = "1.3.7";

    /// <summary>typeOfInvoice of a credit.</summary>
    public const string Credit = "381";

    /// <summary>Of a document without codes.</summary>
    internal static InvoiceBasis Of(ClaimElement claim, InvoiceKeys keys) => new(
        claim.Value("id")!, claim.Day("issueDate")!.Value, claim.Value("typeOfInvoice") == Credit, claim.Value("referenceToProcessClaimSpecificationId"),
        OrgnrOf(claim.Find("supplierParty")!), OrgnrOf(claim.Find("customerParty")!),
        [.. claim.All("healthCareServicesSpecificationLine").SelectMany(of => of.All("healthcarePerformed").Select(line => InvoiceLine.Of(line, of.Find("patientInformation")!, keys)))]);

    private static string OrgnrOf(ClaimElement party) => party.All("identification").First(i => i.Value("root") == OrgnrRoot).Value("extension")!;
}

/// <summary>One <c>healthcarePerformed</c>. Amounts are öre ≥ 0.</summary>
internal readonly record struct InvoiceLine
{
    /// <summary>typeOfCare of slutenvård.</summary>
    public const string Inpatient = "02";

    /// <summary>Ascending through the document.</summary>
    public required long LineId { get; init; }

    /// <summary>Tag of the contact that the line bills (<see cref="InvoiceKeys.TagOf"/>): what the seller wrote may be a personnummer and is not kept. Null when not stated.</summary>
    public KeyedHash? ContactTag { get; init; }

    /// <summary>Of a credit: the line that it takes out.</summary>
    public long? CreditedLineId { get; init; }

    /// <summary>As those of the contacts; null when the patient's id has no 12 characters and so fits no contact.</summary>
    public KeyedHash? Pseudonym { get; init; }

    /// <summary>Län code that the seller states for the patient.</summary>
    public required string County { get; init; }

    /// <summary>Slutenvård; else öppenvård.</summary>
    public required bool IsInpatient { get; init; }

    /// <summary>Planned, not acute.</summary>
    public required bool IsPlanned { get; init; }

    /// <summary>It has an invoicePeriod: FKT-90.</summary>
    public required bool IsPartInvoice { get; init; }

    /// <summary>A referral, a commitment or a clause of riksavtalet is stated: no FKT-07.</summary>
    public required bool HasCommitment { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly VisitDate { get; init; }

    /// <summary>Last day; null when not stated.</summary>
    public DateOnly? DischargeDate { get; init; }

    /// <summary>HSA-id; null when not stated.</summary>
    public string? UnitHsaId { get; init; }

    /// <summary>DRG; null when not billed by it.</summary>
    public string? DrgCode { get; init; }

    /// <summary>Level that the seller states; null when not stated.</summary>
    public string? CareLevel { get; init; }

    /// <summary>What the buyer pays.</summary>
    public required long NetOre { get; init; }

    /// <summary>The price of the care before the patient's fee.</summary>
    public required long BilledCareOre { get; init; }

    /// <summary>DRGPrice + extendedAllowanceCareTime + extendedAllowanceCost + Σ patientSpecificCareTotalAmount, kronor.</summary>
    internal static decimal BilledCareKronor(ClaimElement line)
    {
        if (line.Find("categorization") is not { } categorization) return 0;
        return Of("DRGPrice") + Of("extendedAllowanceCareTime") + Of("extendedAllowanceCost")
            + categorization.All("patientSpecificCare").Sum(c => c.Amount("patientSpecificCareTotalAmount") ?? 0);

        decimal Of(string amount) => categorization.Find("DRGCost")?.Amount(amount) ?? 0;
    }

    internal static InvoiceLine Of(ClaimElement line, ClaimElement patient, InvoiceKeys keys)
    {
        var commitment = line.Find("paymentCommitment");
        return new()
        {
            LineId = line.Number("lineId")!.Value,
            ContactTag = line.Value("careContactId") is { } contact ? keys.TagOf(contact) : null,
            CreditedLineId = line.Number("referenceToLineId"),
            Pseudonym = keys.PseudonymOf(patient.Value("patientIdentity", "root"), patient.Value("patientIdentity", "extension")!),
            County = patient.Value("patientOtherInformation", "county", "code")!,
            IsInpatient = line.Value("healthcareCategory", "typeOfCare", "code") == Inpatient,
            IsPlanned = line.Value("healthcareCategory", "plannedHealthcare") is "true" or "1",
            IsPartInvoice = line.Find("timespan", "invoicePeriod") is not null,
            HasCommitment = (commitment?.Value("remittanceNumber") ?? commitment?.Value("paymentCommitmentNumber") ?? commitment?.Value("agreementInRiksavtalet")) is not null,
            VisitDate = line.Day("timespan", "healthcareVisitDateTime", "careVisitDate")!.Value,
            DischargeDate = line.Day("timespan", "healthcareDischargeDateTime", "careDischargeDate"),
            UnitHsaId = line.Value("healthcareUnit", "careUnitId", "extension"),
            DrgCode = line.Value("categorization", "DRGCost", "DRGCode", "originalText") ?? line.Value("categorization", "DRGCost", "DRGCode", "code"),
            CareLevel = line.Value("activity", "careLevel"),
            NetOre = Ore(line.Amount("invoicedAmountDetails", "patientCareInvoiceNetAmount")!.Value),
            BilledCareOre = Ore(BilledCareKronor(line)),
        };
    }

    private static long Ore(decimal kronor) => (long)(kronor * 100);
}
