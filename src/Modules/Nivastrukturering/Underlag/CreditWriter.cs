using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>A credit that is to be written.</summary>
/// <param name="Id">Its own.</param>
/// <param name="IssueDay">Not before the credited document's.</param>
/// <param name="Credited">The document that lines are taken out of.</param>
/// <param name="Reasons">reasonForCredit 1–9 by the credited line's number; at least one.</param>
internal sealed record PlannedCredit(string Id, DateOnly IssueDay, InvoiceBasis Credited, IReadOnlyDictionary<long, int> Reasons)
{
    /// <summary>The credited lines, in document order.</summary>
    public IReadOnlyList<InvoiceLine> Lines { get; } = [.. Credited.Lines.Where(l => Reasons.ContainsKey(l.LineId))];

    /// <summary>What is credited, öre; positive, as the document has it.</summary>
    public long Ore { get; } = Credited.Lines.Where(l => Reasons.ContainsKey(l.LineId)).Aggregate(0L, (sum, l) => checked(sum + l.NetOre));
}

/// <summary>Writes a credit, <c>381</c>: each credited line as it was billed, with its number and the reason. Whole lines only, so that what is credited is what was billed.</summary>
internal sealed class CreditWriter : ClaimXml
{
    private const string NoPseudonym = "saknas"; // of a patient whose id has no twelve characters

    private CreditWriter(Stream output, bool isSendable)
        : base(output, isSendable)
    {
    }

    /// <summary>The document's bytes.</summary>
    /// <param name="original">The credited document as it was read, person ids and all; it must be that of the plan.</param>
    /// <param name="credit">What to write.</param>
    /// <param name="isSendable">False: for egenkontroll, with pseudonyms in place of person ids.</param>
    public static byte[] Write(ClaimElement original, PlannedCredit credit, bool isSendable)
    {
        using var output = new MemoryStream();
        using (var writer = new CreditWriter(output, isSendable)) writer.Document(original, credit, isSendable);
        return output.ToArray();
    }

    private void Document(ClaimElement original, PlannedCredit credit, bool isSendable)
    {
        Text("id", credit.Id);
        Day("issueDate", credit.IssueDay);
        Text("typeOfInvoice", InvoiceBasis.Credit);
        Given("referenceToInvoice", original.Value("invoiceId"));
        Text("referenceToProcessClaimSpecificationId", credit.Credited.Id);
        Amount("payableAmount", credit.Ore);
        Identity(original, "supplierParty");
        Identity(original, "customerParty");
        var lines = credit.Lines.ToDictionary(l => l.LineId);
        var number = 0L;
        foreach (var line in original.All("healthCareServicesSpecificationLine"))
        {
            var taken = line.All("healthcarePerformed").Where(p => lines.ContainsKey(p.Number("lineId")!.Value)).ToList();
            if (taken.Count == 0) continue;
            NewLine();
            Start(line.Name);
            if (isSendable) Copy(line.Find("patientInformation")!);
            else Patient(line.Find("patientInformation", "patientOtherInformation")!, lines[taken[0].Number("lineId")!.Value].Pseudonym);
            foreach (var performed in taken) Performed(performed, ++number, credit.Reasons[performed.Number("lineId")!.Value], isSendable);
            End(1);
        }
    }

    private void Identity(ClaimElement original, string party)
    {
        Start(party);
        foreach (var identification in original.Find(party)!.All("identification")) Copy(identification);
        End(1);
    }

    private void Patient(ClaimElement other, KeyedHash? pseudonym)
    {
        Start("patientInformation");
        Identity("patientIdentity", ClaimSchema.PseudonymRoot, pseudonym?.ToString() ?? NoPseudonym);
        Start(other.Name);
        foreach (var child in other.Children.Where(c => c.Name is "county" or "municipality" or "gender")) Copy(child); // a card's number tells the person
        End(2);
    }

    private void Performed(ClaimElement performed, long number, int reason, bool isSendable)
    {
        Start(performed.Name);
        Text("lineId", Number(number));
        if (performed.Value("careContactId") is { } contact) Text("careContactId", !isSendable && PersonNumber.IsIn(contact) ? PersonNumber.Mask(contact) : contact);
        Text("referenceToLineId", Number(performed.Number("lineId")!.Value));
        Text("reasonForCredit", Number(reason));
        foreach (var child in performed.Children)
            if (child.Name is not ("lineId" or "careContactId" or "referenceToLineId" or "reasonForCredit")) Copy(child, isSendable);
        End(1);
    }
}
