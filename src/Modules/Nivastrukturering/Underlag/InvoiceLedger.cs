namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>Where a finding stands.</summary>
internal enum CaseState
{
    /// <summary>Nobody has decided, or what was decided no longer holds.</summary>
    Open,

    /// <summary>An RPO is asked.</summary>
    AskedRpo,

    /// <summary>Its amount is disputed.</summary>
    Disputed,

    /// <summary>The line is right after all.</summary>
    Approved,
}

/// <summary>What tells a finding from every other, whatever file its document came in.</summary>
/// <param name="Document">The document's own id.</param>
/// <param name="Line">Its line.</param>
/// <param name="Code"><c>FKT-nn</c>.</param>
internal readonly record struct CaseKey(string Document, long Line, string Code)
{
    /// <summary>As in a form: <c>ZVF…:12:FKT-06</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Document}:{Line}:{Code}");
}

/// <summary>A finding and what was decided about it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Finding">One of its findings.</param>
/// <param name="Decision">The latest, or null.</param>
internal sealed record InvoiceCase(ControlledLine Line, Finding Finding, InvoiceDecision? Decision)
{
    public CaseKey Key => new(Line.Document.Basis!.Id, Line.Line.LineId, Finding.What.Code);

    /// <summary>True when the line or the amount has changed since the decision: it is to be decided again.</summary>
    public bool IsOutdated { get; } = Decision is { } decision && (decision.Ore != Finding.Ore || decision.LinePrint != InvoiceDecision.PrintOf(Line));

    public CaseState State => IsOutdated ? CaseState.Open : Decision?.Kind switch
    {
        DecisionKind.Approve => CaseState.Approved,
        DecisionKind.Dispute => CaseState.Disputed,
        DecisionKind.AskRpo => CaseState.AskedRpo,
        _ => CaseState.Open,
    };

    /// <summary>Nothing is decided for good: open, or an RPO is asked.</summary>
    public bool IsUndecided => State is CaseState.Open or CaseState.AskedRpo;
}

/// <summary>The amounts of a document or of many, öre. Claimed = approved + adjusted + undecided, always.</summary>
/// <param name="Claimed">What the document asks for; a credit is negative.</param>
/// <param name="Approved">To be paid.</param>
/// <param name="Adjusted">Disputed away; negative when too little was billed.</param>
/// <param name="Undecided">Waits for a decision.</param>
/// <param name="Paid">What was paid, so far as it was registered.</param>
internal readonly record struct InvoiceAmounts(long Claimed, long Approved, long Adjusted, long Undecided, long Paid)
{
    public static InvoiceAmounts operator +(InvoiceAmounts a, InvoiceAmounts b) => checked(new(
        a.Claimed + b.Claimed, a.Approved + b.Approved, a.Adjusted + b.Adjusted, a.Undecided + b.Undecided, a.Paid + b.Paid));

    /// <summary>Approved and not paid; negative when too much was paid.</summary>
    public long LeftToPay => Approved - Paid;
}

/// <summary>A control together with what was decided and paid (docs/adr/0025).</summary>
internal sealed class InvoiceLedger
{
    private readonly Dictionary<string, InvoiceAmounts> _amounts = new(StringComparer.Ordinal);

    /// <summary>Puts them together.</summary>
    /// <param name="outcome">The control.</param>
    /// <param name="decisions">Those not closed, at most one for each finding; those of other findings are passed over.</param>
    /// <param name="payments">All; those of other documents are passed over.</param>
    public InvoiceLedger(ControlOutcome outcome, IEnumerable<InvoiceDecision> decisions, IEnumerable<InvoicePayment> payments)
    {
        var latest = decisions.ToDictionary(d => new CaseKey(d.DocumentId, d.LineId, d.Code));
        List<InvoiceCase> cases = [];
        foreach (var line in outcome.Lines)
        {
            // what a person has disputed stands when its rule is switched off: the claim may be sent
            List<InvoiceCase> ofLine = [.. line.Findings.Select(f => Of(line, f)), .. line.Ignored.Select(f => Of(line, f)).Where(c => c.State == CaseState.Disputed)];
            cases.AddRange(ofLine);
            Add(line.Document, AmountsOf(line.Line.NetOre, ofLine));
        }
        Cases = cases;
        AddCredits(outcome);
        foreach (var payment in payments)
            if (_amounts.TryGetValue(payment.DocumentId, out var held)) _amounts[payment.DocumentId] = held + new InvoiceAmounts(0, 0, 0, 0, payment.Ore);

        InvoiceCase Of(ControlledLine line, Finding finding) => new(line, finding, latest.GetValueOrDefault(new(line.Document.Basis!.Id, line.Line.LineId, finding.What.Code)));
    }

    /// <summary>Every finding on a line, in the order of control; of a switched-off rule those that are disputed.</summary>
    public IReadOnlyList<InvoiceCase> Cases { get; }

    /// <summary>Zero for a rejected document.</summary>
    public InvoiceAmounts AmountsOf(JudgedDocument document) => document.Basis is { } basis ? _amounts.GetValueOrDefault(basis.Id) : default;

    /// <summary>
    /// A line's: the disputed amount is its net when a disputed rule puts the whole net in dispute, else the difference of a disputed price. The rest waits as long as
    /// a finding does, and is approved then.
    /// </summary>
    /// <param name="netOre">The line's net.</param>
    /// <param name="cases">Its findings.</param>
    public static InvoiceAmounts AmountsOf(long netOre, IReadOnlyCollection<InvoiceCase> cases)
    {
        var disputed = cases.Where(c => c.State == CaseState.Disputed).ToList();
        var adjusted = disputed.Exists(c => c.Finding.What.DisputesNet) ? netOre : disputed.Sum(c => c.Finding.Ore);
        var rest = checked(netOre - adjusted);
        return cases.Any(c => c.IsUndecided) ? new(netOre, 0, adjusted, rest, 0) : new(netOre, rest, adjusted, 0, 0);
    }

    /// <summary>
    /// A credited line is approved where it stands and taken back by the credit that takes it out. What a credit says beyond that, or short of it, waits: nobody has controlled it.
    /// </summary>
    private void AddCredits(ControlOutcome outcome)
    {
        var accepted = outcome.Documents.Where(d => d.Basis is not null).ToList();
        var controlled = outcome.Lines.Select(l => (l.Document.Basis!.Id, l.Line.LineId)).ToHashSet();
        Dictionary<(string, long), long> credited = [];
        foreach (var document in accepted.Where(d => !d.Basis!.IsCredit))
        {
            Add(document, default);
            foreach (var line in document.Basis!.Lines.Where(l => !controlled.Contains((document.Basis.Id, l.LineId))))
            {
                Add(document, new(line.NetOre, line.NetOre, 0, 0, 0));
                credited[(document.Basis.Id, line.LineId)] = line.NetOre;
            }
        }
        foreach (var document in accepted.Where(d => d.Basis!.IsCredit))
        {
            Add(document, default);
            foreach (var line in document.Basis!.Lines)
            {
                var taken = document.Basis.CreditedId is { } id && line.CreditedLineId is { } number && credited.Remove((id, number), out var net) ? net : 0;
                Add(document, new(-line.NetOre, -taken, 0, taken - line.NetOre, 0));
            }
        }
    }

    private void Add(JudgedDocument document, InvoiceAmounts more) => _amounts[document.Basis!.Id] = _amounts.GetValueOrDefault(document.Basis.Id) + more;
}
