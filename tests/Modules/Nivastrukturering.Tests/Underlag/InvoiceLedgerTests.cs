using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Features;
using Kunskapsstyrning.Nivastrukturering.Tests.Reference;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Xunit;

namespace Kunskapsstyrning.Nivastrukturering.Tests.Underlag;

public sealed class InvoiceLedgerTests
{
    private static readonly Fkt[] _onLines = [.. Fkt.All.Where(f => f != Fkt.NotInvoiced && f != Fkt.UnknownCredit)];

    [Theory, InlineData("sample"), InlineData("sample-edge")]
    public void Claimed_is_approved_adjusted_and_undecided_to_the_ore_whatever_is_decided(string set)
    {
        var organisations = SampleSet.Load(set).Organisations.ToDictionary(o => o.Orgnr, o => o.Region);
        var documents = InvoiceControl.InOrder(Directory.GetFiles(Documents.Folder(set), "*.xml").Select(f => (Name: Path.GetFileName(f), Reading: Documents.Read(File.ReadAllBytes(f))))
            .Select(d => new JudgedDocument(d.Name, d.Reading.Id, d.Reading.IssueDate, d.Reading.Lines, [.. d.Reading.Codes], d.Reading.Basis)));
        var outcome = InvoiceControl.Run(documents, [], orgnr => organisations.GetValueOrDefault(orgnr), _ => false);
        var billed = documents.Where(d => d.Basis is not null).ToDictionary(d => d, d => d.Basis!.Lines.Sum(l => l.NetOre) * (d.Basis.IsCredit ? -1 : 1));

        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var ledger = new InvoiceLedger(outcome, Decisions(new InvoiceLedger(outcome, [], []).Cases, random), []);
            Assert.All(billed, d =>
            {
                var (claimed, approved, adjusted, undecided, paid) = ledger.AmountsOf(d.Key);
                Assert.Equal((d.Value, 0), (claimed, paid));
                Assert.Equal(claimed, approved + adjusted + undecided);
            });
        }
    }

    [Fact]
    public void A_line_with_any_findings_and_decisions_adds_up_and_a_disputed_net_is_taken_whole()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var net = random.NextInt64(0, 100_000_000);
            var line = Line(net, [.. _onLines.Where(_ => random.Next(3) == 0).Select(f => new Finding(f, f.DisputesNet ? net : f == Fkt.WrongPrice ? random.NextInt64(-net, net + 1) : 0))]);
            List<InvoiceCase> cases = [.. line.Findings.Select(f => new InvoiceCase(line, f, null))];
            cases = [.. cases.Zip(Decisions(cases, random, all: true), (c, d) => c with { Decision = d })];
            var amounts = InvoiceLedger.AmountsOf(net, cases);

            Assert.Equal(amounts.Claimed, amounts.Approved + amounts.Adjusted + amounts.Undecided);
            Assert.Equal(net, amounts.Claimed);
            if (cases.TrueForAll(c => c.State == CaseState.Disputed)) Assert.Equal((line.DisputeOre, 0), (amounts.Adjusted, amounts.Undecided));
            if (cases.TrueForAll(c => c.State == CaseState.Approved)) Assert.Equal(net, amounts.Approved);
        }
    }

    [Fact]
    public void A_credit_takes_back_the_line_that_it_takes_out_and_what_it_says_beyond_that_waits()
    {
        var invoice = Document("ZVF00000000000000000001", Bare(1, 1_000), Bare(2, 500));
        var credit = Document("ZVF00000000000000000002", Bare(1, 1_000) with { CreditedLineId = 1 }, Bare(2, 70) with { CreditedLineId = 9 });
        credit = credit with { Basis = credit.Basis! with { IsCredit = true, CreditedId = invoice.Id } };
        var outcome = InvoiceControl.Run(InvoiceControl.InOrder([invoice, credit]), [], _ => "24", _ => false);
        var payment = new InvoicePayment { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, DocumentId = credit.Id!, Ore = -1_000, PaidOn = new(2026, 4, 1), At = default, By = "" };
        var ledger = new InvoiceLedger(outcome, [], [payment]);

        Assert.Equal(new InvoiceAmounts(-1_070, -1_000, 0, -70, -1_000), ledger.AmountsOf(credit));
        Assert.Equal(1_500, ledger.AmountsOf(invoice).Claimed);
        Assert.Equal(430, (ledger.AmountsOf(invoice) + ledger.AmountsOf(credit)).Claimed);
    }

    [Fact]
    public void A_decision_falls_when_its_line_or_amount_changes_and_stands_when_only_the_key_does()
    {
        var line = Line(900, [new(Fkt.TooLate, 900)]);
        var decided = new InvoiceCase(line, line.Findings[0], Decided(line, line.Findings[0], DecisionKind.Dispute));

        Assert.Equal(CaseState.Disputed, decided.State);
        Assert.Equal(CaseState.Disputed, new InvoiceCase(Changed(line, l => l with { ContactTag = new(1, 2), Pseudonym = new(3, 4) }), decided.Finding, decided.Decision).State);
        Assert.Equal(CaseState.Open, new InvoiceCase(Changed(line, l => l with { VisitDate = new(2026, 1, 2) }), decided.Finding, decided.Decision).State);
        Assert.True(new InvoiceCase(line, decided.Finding with { Ore = 901 }, decided.Decision).IsOutdated);
    }

    [Fact]
    public void A_dispute_stands_when_its_rule_is_switched_off_and_nothing_else_of_the_rule_does()
    {
        var line = Line(900, [new(Fkt.TooLate, 900)]);
        var off = line with { Findings = [], Ignored = line.Findings };
        InvoiceLedger With(DecisionKind kind, ControlledLine now) => new(new([now.Document], [now], [], []), [Decided(line, line.Findings[0], kind)], []);

        Assert.Equal(new InvoiceAmounts(900, 0, 900, 0, 0), With(DecisionKind.Dispute, off).AmountsOf(off.Document));
        Assert.Equal(CaseState.Disputed, Assert.Single(With(DecisionKind.Dispute, off).Cases).State);
        Assert.Empty(With(DecisionKind.AskRpo, off).Cases);
        Assert.Empty(With(DecisionKind.Dispute, Changed(off, l => l with { VisitDate = new(2026, 1, 2) })).Cases);
    }

    [Theory, InlineData(0, "0-30"), InlineData(30, "0-30"), InlineData(31, "31-60"), InlineData(61, "61-90"), InlineData(90, "61-90"), InlineData(91, "over-90")]
    public void An_age_falls_in_one_span(int days, string span) => Assert.Equal(span, Assert.Single(AgeSpan.All, a => a.Holds(days)).Key);

    [Fact]
    public void A_decision_without_its_reason_with_a_person_number_or_without_its_rpo_is_refused()
    {
        Assert.Equal(["Form.Reason"], Faults(new() { Decision = DecisionForm.Dispute, Reason = " " }));
        Assert.Equal(["Form.Reason"], Faults(new() { Decision = DecisionForm.Approve, Reason = "se 20010101-2384" }));
        Assert.Equal(["Form.Reason"], Faults(new() { Decision = DecisionForm.Approve, Reason = "rad\u0001" }));
        Assert.Equal(["Form.AskedOn", "Form.Rpo"], Faults(new() { Decision = DecisionForm.AskRpo, Rpo = "RPO Nytt", AskedOn = "2026-11-23" }));
        Assert.Empty(Faults(new() { Decision = DecisionForm.AskRpo, Rpo = "RPO Njursjukdomar", AskedOn = "2026-11-22" }));
        Assert.Empty(Faults(new() { Decision = DecisionForm.Reopen }));
    }

    private static IEnumerable<string> Faults(DecisionForm form)
    {
        ModelStateDictionary faults = new();
        form.Read(faults, ["RPO Njursjukdomar"], new(2026, 11, 22));
        return faults.Where(f => f.Value!.Errors.Count > 0).Select(f => f.Key).Order(StringComparer.Ordinal);
    }

    private static List<InvoiceDecision> Decisions(IReadOnlyList<InvoiceCase> cases, Random random, bool all = false) =>
        [.. cases.Where(_ => all || random.Next(4) > 0).Select(c => Decided(c.Line, c.Finding, (DecisionKind)random.Next(4)))];

    private static InvoiceDecision Decided(ControlledLine line, Finding finding, DecisionKind kind) => new()
    {
        Id = Guid.CreateVersion7(),
        Owner = Owner.Nrf,
        DocumentId = line.Document.Id!,
        LineId = line.Line.LineId,
        Code = finding.What.Code,
        Kind = kind,
        Reason = "skäl",
        LinePrint = InvoiceDecision.PrintOf(line),
        Ore = finding.Ore,
        At = default,
        By = "",
    };

    private static ControlledLine Line(long net, IReadOnlyList<Finding> findings)
    {
        var document = Document("ZVF00000000000000000001", Bare(1, net));
        return new(document, 0, null, findings);
    }

    private static ControlledLine Changed(ControlledLine line, Func<InvoiceLine, InvoiceLine> change) => line with { Document = line.Document with { Basis = line.Document.Basis! with { Lines = [change(line.Line)] } } };

    private static JudgedDocument Document(string id, params InvoiceLine[] lines) =>
        new(id + ".xml", id, new(2026, 3, 1), lines.Length, [], new(id, new(2026, 3, 1), false, null, "2321000222", "2321000206", lines));

    private static InvoiceLine Bare(long id, long net) => new()
    {
        LineId = id,
        County = "24",
        IsInpatient = false,
        IsPlanned = false,
        IsPartInvoice = false,
        HasCommitment = true,
        VisitDate = new(2026, 2, 1),
        NetOre = net,
        BilledCareOre = net,
    };
}
