using System.Globalization;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>Writes one fakturaunderlag as docs/formats/FAKTURAUNDERLAG.md says, line by line. Keeps nothing of a patient.</summary>
internal sealed class InvoiceWriter : ClaimXml
{
    private const string HsaId = "1.2.752.129.2.1.4.1", Icd = "1.2.752.116.1.1.1.1.3", Kva = "1.2.752.116.1.3.2.1.4";
    private const string Personnummer = "1.2.752.129.2.1.3.1", Samordningsnummer = "1.2.752.129.2.1.3.3", Reservnummer = "1.2.752.74.9.1";
    private const int FirstPsychiatricMvo = 900; // its lines carry neither diagnosis nor treatment: UTL-33

    private readonly Func<string, string> _unitName;
    private readonly List<OutgoingLine> _lines = [];

    /// <summary>Writes what stands before the lines.</summary>
    /// <param name="output">Closed with the writer.</param>
    /// <param name="invoice">The head is that of all its contacts, which are to be written one by one.</param>
    /// <param name="isSendable">False: a document for egenkontroll.</param>
    /// <param name="unitName">Name of a unit by its HSA-id.</param>
    public InvoiceWriter(Stream output, PlannedInvoice invoice, bool isSendable, Func<string, string> unitName)
        : base(output, isSendable)
    {
        _unitName = unitName;
        Text("id", invoice.Id);
        Day("issueDate", invoice.IssueDay);
        Text("typeOfInvoice", "380");
        Amount("payableAmount", invoice.Ore);
        Party("supplierParty", invoice.SellerOrgnr);
        Party("customerParty", invoice.BuyerOrgnr);
    }

    /// <summary>What was written so far.</summary>
    public IReadOnlyList<OutgoingLine> Lines => _lines;

    /// <summary>Writes a contact with its patient's person id.</summary>
    /// <param name="contact">With an amount.</param>
    /// <param name="twelve">The normal form: 12 digits, or a reservnummer.</param>
    public void Line(Contact contact, ReadOnlySpan<char> twelve)
    {
        var root = !CareCodes.IsDigits(twelve) ? Reservnummer : twelve[6] >= '6' ? Samordningsnummer : Personnummer;
        Line(contact, root, twelve);
    }

    /// <summary>Writes a contact with its patient's pseudonym.</summary>
    public void Line(Contact contact) => Line(contact, ClaimSchema.PseudonymRoot, Convert.ToHexStringLower(contact.Pseudonym));

    private void Line(Contact contact, string root, ReadOnlySpan<char> patient)
    {
        NewLine();
        Start("healthCareServicesSpecificationLine");
        Start("patientInformation");
        Start("patientIdentity");
        Text("root", root);
        Secret("extension", patient);
        End(1);
        Start("patientOtherInformation");
        Coded("county", contact.HomeRegion, "1.2.752.129.2.2.1.18");
        Coded("municipality", contact.Hemkommun, "1.2.752.129.2.2.1.17");
        Coded("gender", Number(contact.Kon), "1.2.752.129.2.2.1.1");
        End(2);
        Care(contact);
        End(1);
    }

    private void Care(Contact contact)
    {
        var isInpatient = contact.Kontaktslag == Kontaktslag.Sluten;
        Start("healthcarePerformed");
        _lines.Add(new(_lines.Count + 1, contact.AmountOre, contact.KontaktId));
        Text("lineId", Number(_lines.Count));
        Text("careContactId", contact.KontaktId);
        Start("paymentCommitment");
        Given("remittanceNumber", contact.RemissId);
        Given("paymentCommitmentNumber", contact.BetalningsforbindelseId);
        Text("typeOfAgreement", "2");
        End(1);
        Start("healthcareCategory");
        Coded("typeOfCare", isInpatient ? InvoiceLine.Inpatient : "01", "1.2.752.29.4.16");
        Text("publicCare", "true");
        Text("plannedHealthcare", contact.Planerad ? "true" : "false");
        if (contact.Besokstyp is { } visit) Text("typeOfVisit", visit == Besokstyp.Ny ? "1" : "2");
        End(1);
        Time(contact, isInpatient);
        Start("healthcareUnit");
        Identity("careUnitId", HsaId, contact.HsaId);
        Text("careUnitName", _unitName(contact.HsaId));
        if (!isInpatient) Text("professionCodeForHealthcare", contact.Kontaktslag == Kontaktslag.OppenAnnan ? "US" : "LK");
        End(1);
        Price(contact);
        Start("invoicedAmountDetails");
        Amount("patientCareInvoiceGrossAmount", contact.AmountOre);
        Amount("patientCareInvoiceNetAmount", contact.AmountOre);
        End(1);
        Start("activity");
        Text("medicalFieldCode", contact.Mvo.ToString("000", CultureInfo.InvariantCulture));
        Text("careLevel", Number(contact.Level));
        End(1);
        if (contact.Mvo < FirstPsychiatricMvo) Findings(contact, isInpatient);
        End(1);
    }

    private void Time(Contact contact, bool isInpatient)
    {
        Start("timespan");
        Start("healthcareVisitDateTime");
        Day("careVisitDate", contact.InDatum);
        End(1);
        if (isInpatient || contact.UtDatum != contact.InDatum)
        {
            Start("healthcareDischargeDateTime");
            Day("careDischargeDate", contact.UtDatum);
            End(1);
        }
        if (isInpatient)
        {
            Start("numberOfDays");
            Text("inCare", Number(DaysOf(contact)));
            End(1);
        }
        End(1);
    }

    private void Price(Contact contact)
    {
        Start("categorization");
        Text("productCategory", contact.PriceRule switch { PriceRule.Drg or PriceRule.DrgYtterfall => "02", PriceRule.Besok => "04", _ => "03" });
        Text("priceList", "1");
        switch (contact.PriceRule)
        {
            case PriceRule.Drg or PriceRule.DrgYtterfall:
                Start("DRGCost");
                Start("DRGCode");
                Text("originalText", contact.Drg);
                End(1);
                Amount("DRGPrice", contact.DrgOre);
                if (contact.PriceRule == PriceRule.DrgYtterfall) Amount("extendedAllowanceCost", contact.ExtraOre);
                End(1);
                break;
            case PriceRule.Varddag: SpecificCare("VARDDAG", DaysOf(contact), contact.UnitPriceOre, contact.AmountOre); break;
            case PriceRule.Besok: SpecificCare(contact.PriceCode, 1, contact.AmountOre, contact.AmountOre); break;
            default: SpecificCare(contact.Service, 1, contact.AmountOre, contact.AmountOre); break;
        }
        End(1);
    }

    private void SpecificCare(string code, int number, long priceOre, long totalOre)
    {
        Start("patientSpecificCare");
        Text("patientSpecificCareCode", code);
        Text("patientSpecificCareCodeName", code);
        Text("numberOfPatientSpecificCare", Number(number));
        Amount("patientSpecificCarePrice", priceOre);
        Amount("patientSpecificCareTotalAmount", totalOre);
        End(1);
    }

    private void Findings(Contact contact, bool isInpatient)
    {
        if (contact.MainDiagnosis.Length > 0)
        {
            Start("diagnosis");
            Start(isInpatient ? "inpatientCareDiagnosis" : "outpatientCareDiagnosis");
            Diagnosis("mainDiagnosis", contact.MainDiagnosis);
            foreach (var side in contact.SideDiagnoses.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Diagnosis("biDiagnosis", side);
            End(2);
        }
        if (contact.Procedures.Length == 0) return;
        Start("treatment");
        foreach (var procedure in contact.Procedures.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Coded("typeOfTreatment", procedure, Kva);
        End(1);
    }

    private void Diagnosis(string name, string code)
    {
        Start(name);
        Coded("diagnosisCode", code, Icd);
        End(1);
    }

    private void Party(string name, string orgnr)
    {
        Start(name);
        Identity("identification", InvoiceBasis.OrgnrRoot, orgnr);
        End(1);
    }

    private static int DaysOf(Contact contact) => Math.Max(1, contact.UtDatum.DayNumber - contact.InDatum.DayNumber);
}
