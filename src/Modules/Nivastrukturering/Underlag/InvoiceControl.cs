using System.Globalization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

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
/// <param name="At">Which of the document's lines it is: 0, 1, …</param>
/// <param name="Contact">What it was matched with, or null.</param>
/// <param name="Findings">In the order of the rules; empty when it is right.</param>
internal readonly record struct ControlledLine(JudgedDocument Document, int At, BilledContact? Contact, IReadOnlyList<Finding> Findings)
{
    /// <summary>As billed.</summary>
    public InvoiceLine Line => Document.Basis!.Lines[At];

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
    /// <param name="contacts">All in force that the host holds, in any order; enumerated once.</param>
    /// <param name="regionOf">Län code of an organisation number; null when nobody's.</param>
    /// <param name="isOurs">True for a seller, by län code, whose contacts this host holds.</param>
    public static ControlOutcome Run(IReadOnlyList<JudgedDocument> documents, IEnumerable<PassingContact> contacts, Func<string, string?> regionOf, Func<string?, bool> isOurs)
    {
        var accepted = documents.Where(d => d.Basis is not null).ToList();
        var (creditedLines, unknown) = Credited(accepted);
        List<BilledLine> lines = new(accepted.Sum(d => d.Basis!.Lines.Count));
        foreach (var document in accepted.Where(d => !d.Basis!.IsCredit))
        {
            var (basis, seller, buyer) = (document.Basis!, regionOf(document.Basis!.SupplierOrgnr), regionOf(document.Basis!.CustomerOrgnr));
            var credited = creditedLines[basis.Id];
            for (var i = 0; i < basis.Lines.Count; i++)
                if (credited.Count == 0 || !credited.Contains(basis.Lines[i].LineId)) lines.Add(new(document, seller, buyer, i));
        }
        var isAwaited = Awaited(accepted, regionOf);
        LineMatch match = new(lines, contacts, isAwaited);

        HashSet<(string, KeyedHash)> stated = [];
        List<ControlledLine> controlled = new(lines.Count);
        List<Finding> findings = [];
        for (var i = 0; i < lines.Count; i++)
        {
            findings.Clear();
            if (isOurs(lines[i].Seller)) Judge(findings, lines[i], match, i);
            else JudgeAlone(findings, lines[i], stated);
            controlled.Add(new(lines[i].Document, lines[i].At, match[i], findings.Count == 0 ? [] : findings.ToArray()));
        }
        return new(documents, controlled, [.. match.Unmatched.Where(isAwaited).OrderBy(c => c.Region, StringComparer.Ordinal).ThenBy(c => c.KontaktId, StringComparer.Ordinal)], unknown);
    }

    /// <summary>True for a contact with a price in a month for which the seller has billed its home region, as the documents' ids have it: FKT-11 looks there.</summary>
    private static Func<BilledContact, bool> Awaited(List<JudgedDocument> accepted, Func<string, string?> regionOf)
    {
        HashSet<(string?, string?, int)> months =
        [
            .. from d in accepted
               let basis = d.Basis!
               where !basis.IsCredit
               let buyer = regionOf(basis.CustomerOrgnr)
               where buyer is not null && Region.Find(buyer) is not null
               select (regionOf(basis.SupplierOrgnr), buyer, int.Parse(basis.Id.AsSpan(13, 4), CultureInfo.InvariantCulture)),
        ];
        return contact => contact.AmountOre > 0 && months.Contains((contact.Region, contact.HomeRegion, (contact.Prisdatum.Year % 100 * 100) + contact.Prisdatum.Month));
    }

    /// <summary>As in a document's id.</summary>
    public static string MonthOf(DateOnly day) => day.ToString("yyMM", CultureInfo.InvariantCulture);

    private static (Dictionary<string, HashSet<long>> Lines, List<JudgedDocument> Unknown) Credited(List<JudgedDocument> accepted)
    {
        var lines = accepted.Where(d => !d.Basis!.IsCredit).ToDictionary(d => d.Basis!.Id, _ => new HashSet<long>(), StringComparer.Ordinal);
        List<JudgedDocument> unknown = [];
        foreach (var credit in accepted.Where(d => d.Basis!.IsCredit))
        {
            if (credit.Basis!.CreditedId is { } id && lines.TryGetValue(id, out var credited)) credited.UnionWith(credit.Basis.Lines.Select(l => l.CreditedLineId).OfType<long>());
            else unknown.Add(credit);
        }
        return (lines, unknown);
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

    private static void Judge(List<Finding> found, BilledLine billed, LineMatch match, int at)
    {
        var line = billed.Line;
        if (line.IsPartInvoice)
        {
            found.Add(new(Fkt.PartInvoice, 0));
            return;
        }
        if (match[at] is not { } contact)
        {
            found.Add(new(Fkt.NoContact, line.NetOre));
            return;
        }
        if (!match.Bill(at))
        {
            found.Add(new(Fkt.Duplicate, line.NetOre));
            return;
        }

        if (contact.HomeRegion.Length > 0 && contact.HomeRegion != billed.Buyer) found.Add(new(Fkt.WrongRegion, line.NetOre));
        else if (contact.Rule is PriceRule.Abonnemang or PriceRule.EjDebiterbar or PriceRule.EgenVard or PriceRule.EjRegion) found.Add(new(Fkt.NotBillable, line.NetOre));
        else if (contact.Rule == PriceRule.PrisSaknas) found.Add(new(Fkt.NoPrice, line.NetOre));
        else if (line.BilledCareOre != contact.AmountOre) found.Add(new(Fkt.WrongPrice, line.BilledCareOre - contact.AmountOre));

        if (line.IsPlanned && (line.IsInpatient || contact.Level >= 3) && !line.HasCommitment) found.Add(new(Fkt.NoCommitment, line.NetOre));
        if (line.CareLevel is { } level && level != contact.Level.ToString(CultureInfo.InvariantCulture)) found.Add(new(Fkt.WrongLevel, 0));
        if (contact.OutsideUnit) found.Add(new(Fkt.OutsideUnit, line.NetOre));
        if (IsLate(billed.Document.Basis!, line)) found.Add(new(Fkt.TooLate, line.NetOre));
    }

    /// <summary>At a host without the seller's contacts: what the document says by itself, the home region by county.</summary>
    private static void JudgeAlone(List<Finding> found, BilledLine billed, HashSet<(string Orgnr, KeyedHash Contact)> stated)
    {
        var line = billed.Line;
        if (line.IsPartInvoice)
        {
            found.Add(new(Fkt.PartInvoice, 0));
            return;
        }
        if (line.ContactTag is { } contact && !stated.Add((billed.Document.Basis!.SupplierOrgnr, contact)))
        {
            found.Add(new(Fkt.Duplicate, line.NetOre));
            return;
        }
        if (line.County != billed.Buyer) found.Add(new(Fkt.WrongRegion, line.NetOre));
        if (line is { IsPlanned: true, IsInpatient: true, HasCommitment: false }) found.Add(new(Fkt.NoCommitment, line.NetOre));
        if (IsLate(billed.Document.Basis!, line)) found.Add(new(Fkt.TooLate, line.NetOre));
    }

    private static bool IsLate(InvoiceBasis basis, InvoiceLine line) => basis.IssueDate > (line.DischargeDate ?? line.VisitDate).AddMonths(LatestAfterMonths);
}
