using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>An accepted contact of the seller, as far as the control asks; the tag is that of its KontaktId (<see cref="InvoiceKeys.TagOf"/>), the pseudonym 32 bytes, or none when no line is matched by it.</summary>
internal sealed record BilledContact(
    string KontaktId, string Tag, byte[] Pseudonym, string Region, string HomeRegion, string HsaId, bool IsInpatient, DateOnly InDatum, DateOnly Prisdatum, int Level, PriceRule Rule, string Drg,
    long AmountOre, bool OutsideUnit);

/// <summary>A document as it stands in the control.</summary>
/// <param name="File">Its name, for people and for telling documents with one id apart.</param>
/// <param name="Id">As it stands, or null.</param>
/// <param name="IssueDate">Null with UTL-00 alone.</param>
/// <param name="Rows">Number of lines, also of a rejected document.</param>
/// <param name="Codes">UTL-nn, sorted; empty when it is controlled.</param>
/// <param name="Basis">Null when rejected.</param>
internal sealed record JudgedDocument(string File, string? Id, DateOnly? IssueDate, int Rows, IReadOnlyList<string> Codes, InvoiceBasis? Basis)
{
    /// <summary>Id of the stored document.</summary>
    public Guid Key { get; init; }

    /// <summary>Whose it is to decide about.</summary>
    public Owner Owner { get; init; } = Owner.Nrf;

    /// <summary>UTC.</summary>
    public DateTime ReceivedAt { get; init; }
}

/// <summary>What a line has against it.</summary>
/// <param name="What">Which rule.</param>
/// <param name="Ore">Amount in dispute by this rule alone, signed.</param>
internal sealed record Finding(Fkt What, long Ore);

/// <summary>A line after the control.</summary>
/// <param name="Document">Where it stands.</param>
/// <param name="Line">As billed.</param>
/// <param name="Contact">What it was matched with, or null.</param>
/// <param name="Findings">In the order of the rules; empty when it is right.</param>
internal sealed record ControlledLine(JudgedDocument Document, InvoiceLine Line, BilledContact? Contact, IReadOnlyList<Finding> Findings)
{
    /// <summary>What rules that are switched off have found.</summary>
    public IReadOnlyList<Finding> Ignored { get; init; } = [];

    /// <summary>The line's amount in dispute, counted once: its net, or the price's difference.</summary>
    public long DisputeOre => Findings.Count == 0 ? 0 : Findings.Any(f => f.What.DisputesNet) ? Line.NetOre : Findings.Where(f => f.What == Fkt.WrongPrice).Sum(f => f.Ore);
}

/// <summary>What a control came to.</summary>
/// <param name="Documents">In the order of control; those without a day last, by file.</param>
/// <param name="Lines">In the order of control, credited ones left out.</param>
/// <param name="NotInvoiced">FKT-11.</param>
/// <param name="UnknownCredits">FKT-91.</param>
internal sealed record ControlOutcome(
    IReadOnlyList<JudgedDocument> Documents, IReadOnlyList<ControlledLine> Lines, IReadOnlyList<BilledContact> NotInvoiced, IReadOnlyList<JudgedDocument> UnknownCredits)
{
    /// <summary>Rules that are switched off: what they find is not in the rest.</summary>
    public IReadOnlyList<RuleSwitch> SwitchedOff { get; init; } = [];

    /// <summary>As the formats have it, with what switched-off rules find; null when no rule is switched off: then this is it.</summary>
    public ControlOutcome? Raw { get; init; }

    /// <summary>Öre, each line once.</summary>
    public long DisputeOre => Lines.Sum(l => l.DisputeOre);

    /// <summary>Öre.</summary>
    public long NotInvoicedOre => NotInvoiced.Sum(c => c.AmountOre);

    /// <summary>How many and how much by rule, only those that occur.</summary>
    public IEnumerable<(Fkt What, long Count, long Ore)> PerCode => Lines.SelectMany(l => l.Findings).GroupBy(f => f.What).Select(g => (g.Key, g.LongCount(), g.Sum(f => f.Ore)))
        .Concat(NotInvoiced.Count > 0 ? [(Fkt.NotInvoiced, NotInvoiced.Count, NotInvoicedOre)] : [])
        .Concat(UnknownCredits.Count > 0 ? [(Fkt.UnknownCredit, UnknownCredits.Count, 0L)] : []);
}

/// <summary>The control of fakturaunderlag (docs/formats/INVOICE-CONTROL.md): in full at the seller's host, of what the document alone tells at another.</summary>
internal static class InvoiceControl
{
    private const string AlreadyRead = "UTL-90";
    private const int LatestAfterMonths = 6;

    /// <summary>The documents in the order of control, those whose id an earlier one holds rejected.</summary>
    public static IReadOnlyList<JudgedDocument> InOrder(IEnumerable<JudgedDocument> documents)
    {
        List<JudgedDocument> ordered = [];
        HashSet<string> held = new(StringComparer.Ordinal);
        foreach (var document in documents.OrderBy(d => d.IssueDate ?? DateOnly.MaxValue).ThenBy(d => d.Id, StringComparer.Ordinal).ThenBy(d => d.File, StringComparer.Ordinal))
        {
            var isHeld = document.Id is { } id && document.IssueDate is not null && held.Contains(id);
            var judged = isHeld ? document with { Codes = [.. document.Codes.Append(AlreadyRead).Order(StringComparer.Ordinal)], Basis = null } : document;
            if (judged.Basis is { } basis) held.Add(basis.Id);
            ordered.Add(judged);
        }
        return ordered;
    }

    /// <summary>Matches and judges every line.</summary>
    /// <param name="documents">As <see cref="InOrder"/> gives them.</param>
    /// <param name="contacts">Of the sellers: those that may be matched or are missing in the documents, in any order.</param>
    /// <param name="regionOf">Län code of an organisation number; null when nobody's.</param>
    /// <param name="isOurs">True for a seller, by län code, whose contacts this host holds.</param>
    public static ControlOutcome Run(IReadOnlyList<JudgedDocument> documents, IReadOnlyList<BilledContact> contacts, Func<string, string?> regionOf, Func<string?, bool> isOurs)
    {
        var accepted = documents.Where(d => d.Basis is not null).ToList();
        var (creditedLines, unknown) = Credited(accepted);
        var lines = accepted.Where(d => !d.Basis!.IsCredit)
            .SelectMany(d => d.Basis!.Lines.OrderBy(l => l.LineId).Where(l => !creditedLines.Contains((d.Basis.Id, l.LineId))).Select(l => (Document: d, Line: l))).ToList();
        var matched = Match(lines, contacts, regionOf);

        HashSet<BilledContact> billed = new(ReferenceEqualityComparer.Instance);
        HashSet<(string, string)> stated = [];
        List<ControlledLine> controlled = new(lines.Count);
        List<Finding> findings = [];
        for (var i = 0; i < lines.Count; i++)
        {
            var (document, line) = lines[i];
            var basis = document.Basis!;
            findings.Clear();
            if (isOurs(regionOf(basis.SupplierOrgnr))) Judge(findings, basis, line, matched[i], billed, regionOf);
            else JudgeAlone(findings, basis, line, stated, regionOf);
            controlled.Add(new(document, line, matched[i], findings.Count == 0 ? [] : findings.ToArray()));
        }
        return new(documents, controlled, NotInvoiced(accepted, contacts, SetOf(matched), regionOf), unknown);
    }

    /// <summary>The months and buyers of each seller that have been invoiced: what FKT-11 looks in. Month as <c>YYMM</c>.</summary>
    public static HashSet<(string Seller, string Buyer, string Month)> InvoicedMonths(IEnumerable<JudgedDocument> documents, Func<string, string?> regionOf) =>
    [
        .. from d in documents
           let basis = d.Basis
           where basis is { IsCredit: false }
           let seller = regionOf(basis.SupplierOrgnr)
           let buyer = regionOf(basis.CustomerOrgnr)
           where seller is not null && buyer is not null
           select (seller, buyer, basis.Id.Substring(13, 4)),
    ];

    /// <summary>As in a document's id.</summary>
    public static string MonthOf(DateOnly day) => day.ToString("yyMM", System.Globalization.CultureInfo.InvariantCulture);

    private static (HashSet<(string Document, long Line)> Lines, List<JudgedDocument> Unknown) Credited(List<JudgedDocument> accepted)
    {
        var invoices = accepted.Where(d => !d.Basis!.IsCredit).ToDictionary(d => d.Basis!.Id, StringComparer.Ordinal);
        HashSet<(string, long)> lines = [];
        List<JudgedDocument> unknown = [];
        foreach (var credit in accepted.Where(d => d.Basis!.IsCredit))
        {
            if (credit.Basis!.CreditedId is not { } id || !invoices.ContainsKey(id)) unknown.Add(credit);
            else lines.UnionWith(credit.Basis.Lines.Where(l => l.CreditedLineId is not null).Select(l => (id, l.CreditedLineId!.Value)));
        }
        return (lines, unknown);
    }

    /// <summary>The contact of each line, or null: all lines with an id first, then the others.</summary>
    private static BilledContact?[] Match(List<(JudgedDocument Document, InvoiceLine Line)> lines, IReadOnlyList<BilledContact> contacts, Func<string, string?> regionOf)
    {
        var matched = new BilledContact?[lines.Count];
        Dictionary<(string, string), BilledContact> byTag = new(contacts.Count);
        foreach (var contact in contacts) byTag.TryAdd((contact.Region, contact.Tag), contact);
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Line.ContactTag is { } tag && regionOf(lines[i].Document.Basis!.SupplierOrgnr) is { } seller) matched[i] = byTag.GetValueOrDefault((seller, tag));
        }
        if (lines.TrueForAll(l => l.Line.ContactTag is not null)) return matched;

        var byId = SetOf(matched);
        var byVisit = contacts.Where(c => !byId.Contains(c)).ToLookup(c => (c.Region, Convert.ToBase64String(c.Pseudonym), c.HsaId, c.InDatum, c.IsInpatient));
        HashSet<BilledContact> taken = new(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Line;
            if (line.ContactTag is not null || line.Pseudonym is not { } pseudonym || regionOf(lines[i].Document.Basis!.SupplierOrgnr) is not { } seller) continue;
            var fitting = byVisit[(seller, Convert.ToBase64String(pseudonym), line.UnitHsaId ?? "", line.VisitDate, line.IsInpatient)].OrderBy(c => c.KontaktId, StringComparer.Ordinal).ToList();
            matched[i] = fitting.Find(c => !taken.Contains(c)) ?? fitting.FirstOrDefault();
            if (matched[i] is { } contact) taken.Add(contact);
        }
        return matched;
    }

    /// <summary>Contacts told apart by being one object: a comparison of their values takes longer than all the rest.</summary>
    private static HashSet<BilledContact> SetOf(BilledContact?[] matched)
    {
        HashSet<BilledContact> set = new(matched.Length, ReferenceEqualityComparer.Instance);
        foreach (var contact in matched)
            if (contact is not null) set.Add(contact);
        return set;
    }

    /// <summary>The rules that may find something on a line, in the order in which <see cref="Judge"/> tries them.</summary>
    public static IReadOnlyList<Fkt> LineRules { get; } =
        [Fkt.PartInvoice, Fkt.NoContact, Fkt.Duplicate, Fkt.WrongRegion, Fkt.NotBillable, Fkt.NoPrice, Fkt.WrongPrice, Fkt.NoCommitment, Fkt.WrongLevel, Fkt.OutsideUnit, Fkt.TooLate];

    /// <summary>True when the rule was tried on a line with those findings: the first three end the trial, and of those about the amount only one is found.</summary>
    /// <param name="rule">One of <see cref="LineRules"/>.</param>
    /// <param name="findings">The line's.</param>
    /// <param name="isOurs">True when the seller's contacts are here; else only what the document tells is tried.</param>
    public static bool IsTried(Fkt rule, IReadOnlyList<Finding> findings, bool isOurs)
    {
        Fkt[] ends = [Fkt.PartInvoice, Fkt.NoContact, Fkt.Duplicate], ofAmount = [Fkt.WrongRegion, Fkt.NotBillable, Fkt.NoPrice, Fkt.WrongPrice], ofDocument = [Fkt.PartInvoice, Fkt.Duplicate, Fkt.WrongRegion, Fkt.NoCommitment, Fkt.TooLate];
        if (!isOurs && !ofDocument.Contains(rule)) return false;
        var before = LineRules.TakeWhile(r => r != rule).Where(r => findings.Any(f => f.What == r)).ToList();
        return !before.Exists(ends.Contains) && !(ofAmount.Contains(rule) && before.Exists(ofAmount.Contains));
    }

    private static void Judge(List<Finding> found, InvoiceBasis basis, InvoiceLine line, BilledContact? contact, HashSet<BilledContact> billed, Func<string, string?> regionOf)
    {
        if (line.IsPartInvoice)
        {
            found.Add(new(Fkt.PartInvoice, 0));
            return;
        }
        if (contact is null)
        {
            found.Add(new(Fkt.NoContact, line.NetOre));
            return;
        }
        if (!billed.Add(contact))
        {
            found.Add(new(Fkt.Duplicate, line.NetOre));
            return;
        }

        if (contact.HomeRegion.Length > 0 && contact.HomeRegion != regionOf(basis.CustomerOrgnr)) found.Add(new(Fkt.WrongRegion, line.NetOre));
        else if (contact.Rule is PriceRule.Abonnemang or PriceRule.EjDebiterbar or PriceRule.EgenVard or PriceRule.EjRegion) found.Add(new(Fkt.NotBillable, line.NetOre));
        else if (contact.Rule == PriceRule.PrisSaknas) found.Add(new(Fkt.NoPrice, line.NetOre));
        else if (line.BilledCareOre != contact.AmountOre) found.Add(new(Fkt.WrongPrice, line.BilledCareOre - contact.AmountOre));

        if (line.IsPlanned && (line.IsInpatient || contact.Level >= 3) && !line.HasCommitment) found.Add(new(Fkt.NoCommitment, line.NetOre));
        if (line.CareLevel is { } level && level != contact.Level.ToString(System.Globalization.CultureInfo.InvariantCulture)) found.Add(new(Fkt.WrongLevel, 0));
        if (contact.OutsideUnit) found.Add(new(Fkt.OutsideUnit, line.NetOre));
        if (IsLate(basis, line)) found.Add(new(Fkt.TooLate, line.NetOre));
    }

    /// <summary>At a host without the seller's contacts: what the document says by itself, the home region by county.</summary>
    private static void JudgeAlone(List<Finding> found, InvoiceBasis basis, InvoiceLine line, HashSet<(string Seller, string Contact)> stated, Func<string, string?> regionOf)
    {
        if (line.IsPartInvoice)
        {
            found.Add(new(Fkt.PartInvoice, 0));
            return;
        }
        if (line.ContactTag is { } contact && !stated.Add((basis.SupplierOrgnr, contact)))
        {
            found.Add(new(Fkt.Duplicate, line.NetOre));
            return;
        }
        if (line.County != regionOf(basis.CustomerOrgnr)) found.Add(new(Fkt.WrongRegion, line.NetOre));
        if (line is { IsPlanned: true, IsInpatient: true, HasCommitment: false }) found.Add(new(Fkt.NoCommitment, line.NetOre));
        if (IsLate(basis, line)) found.Add(new(Fkt.TooLate, line.NetOre));
    }

    private static bool IsLate(InvoiceBasis basis, InvoiceLine line) => basis.IssueDate > (line.DischargeDate ?? line.VisitDate).AddMonths(LatestAfterMonths);

    private static List<BilledContact> NotInvoiced(List<JudgedDocument> accepted, IReadOnlyList<BilledContact> contacts, HashSet<BilledContact> matched, Func<string, string?> regionOf)
    {
        var months = InvoicedMonths(accepted, regionOf);
        return
        [
            .. contacts.Where(c => c.AmountOre > 0 && !matched.Contains(c) && Region.Find(c.HomeRegion) is not null && months.Contains((c.Region, c.HomeRegion, MonthOf(c.Prisdatum))))
                .OrderBy(c => c.Region, StringComparer.Ordinal).ThenBy(c => c.KontaktId, StringComparer.Ordinal),
        ];
    }
}
