using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>What the economist has decided.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="Reason">In the economist's words.</param>
/// <param name="Rpo">Who is asked, and when; only with <see cref="DecisionKind.AskRpo"/>.</param>
/// <param name="AskedOn">As Rpo.</param>
/// <param name="Dnr">The decision's diarienummer; only with <see cref="DecisionKind.Dispute"/>, and null when it has none.</param>
internal sealed record Verdict(DecisionKind Kind, string Reason, string? Rpo = null, DateOnly? AskedOn = null, string? Dnr = null);

/// <summary>Decides about findings and registers what was paid (docs/adr/0025). The document's owner decides.</summary>
internal sealed class DecideInvoices(NivastruktureringDb db, IUnitOfWork unit, ControlInvoices control, HostSettings host, ICurrentUser user, TimeProvider clock)
{
    /// <summary>Findings in one decision.</summary>
    public const int MostCases = 5_000;

    /// <summary>True when this user may decide about the document on this host.</summary>
    public bool MayDecide(JudgedDocument document) => user.May(Permissions.DecideInvoices) && host.MayWrite(document.Owner) && user.MayWrite(document.Owner);

    /// <summary>The control with what was decided and paid, as of now.</summary>
    public async Task<InvoiceLedger> Ledger(CancellationToken ct) => new(
        await control.Run(ct),
        await db.InvoiceDecisions.AsNoTracking().Where(d => d.ClosedAt == null).ToListAsync(ct),
        await db.InvoicePayments.AsNoTracking().ToListAsync(ct));

    /// <summary>Every decision about a finding, latest first.</summary>
    public Task<List<InvoiceDecision>> History(CaseKey key, CancellationToken ct) => db.InvoiceDecisions.AsNoTracking()
        .Where(d => d.DocumentId == key.Document && d.LineId == key.Line && d.Code == key.Code).OrderByDescending(d => d.At).ThenByDescending(d => d.Id).ToListAsync(ct);

    /// <summary>What was paid for a document, latest first.</summary>
    public Task<List<InvoicePayment>> Payments(string document, CancellationToken ct) =>
        db.InvoicePayments.AsNoTracking().Where(p => p.DocumentId == document).OrderByDescending(p => p.PaidOn).ThenByDescending(p => p.Id).ToListAsync(ct);

    /// <summary>Decides about findings of one code; each one's former decision is closed.</summary>
    /// <param name="key">Of the form that was sent: the same again changes nothing.</param>
    /// <param name="keys">At least one, at most <see cref="MostCases"/>.</param>
    /// <param name="verdict">Its reason without person ids.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>How many were decided.</returns>
    /// <exception cref="NotOwnerException">One of them is another owner's.</exception>
    /// <exception cref="DomainException"><c>invoice.case-gone</c>, <c>invoice.mixed-codes</c> or <c>invoice.too-many</c>.</exception>
    public async Task<int> Decide(Guid key, IReadOnlyCollection<CaseKey> keys, Verdict verdict, CancellationToken ct)
    {
        if (keys.Count > MostCases) throw new DomainException("invoice.too-many", "Avgör högst 5 000 avvikelser åt gången. Välj till exempel ett underlag i taget.");
        var asked = keys.ToHashSet();
        var cases = (await Ledger(ct)).Cases.Where(c => asked.Contains(c.Key)).ToList();
        if (cases.Count < asked.Count) throw new DomainException("invoice.case-gone", "Någon av raderna är inte längre en avvikelse. Ladda om sidan och välj igen.");
        if (cases.Find(c => !MayDecide(c.Line.Document)) is { } other) throw new NotOwnerException($"Underlaget {other.Key.Document} avgörs av en annan region.");
        if (cases.DistinctBy(c => c.Key.Code).Skip(1).Any()) throw new DomainException("invoice.mixed-codes", "Välj avvikelser av ett slag åt gången: skälet ska passa alla.");

        return await unit.Run(key, "Avgjorde avvikelser i fakturaunderlag", async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var (documents, code) = (cases.Select(c => c.Key.Document).Distinct().ToList(), cases[0].Key.Code);
            var former = await db.InvoiceDecisions.Where(d => d.ClosedAt == null && d.Code == code && documents.Contains(d.DocumentId)).ToListAsync(ct);
            foreach (var closed in former.Where(d => asked.Contains(new(d.DocumentId, d.LineId, d.Code)))) closed.ClosedAt = now;
            await db.SaveChangesAsync(ct); // one decision of a finding is open, by constraint: the former leaves first
            db.AddRange(cases.Select(c => new InvoiceDecision
            {
                Id = Guid.CreateVersion7(),
                Owner = c.Line.Document.Owner,
                DocumentId = c.Key.Document,
                LineId = c.Key.Line,
                Code = c.Key.Code,
                Kind = verdict.Kind,
                Reason = verdict.Reason,
                Rpo = verdict.Rpo,
                AskedOn = verdict.AskedOn,
                Dnr = verdict.Dnr,
                LinePrint = InvoiceDecision.PrintOf(c.Line),
                Ore = c.Finding.Ore,
                At = now,
                By = user.Name,
            }));
            return cases.Count;
        }, ct);
    }

    /// <summary>Registers an amount as paid.</summary>
    /// <exception cref="NotOwnerException">The document is another owner's.</exception>
    public Task Pay(Guid key, JudgedDocument document, long ore, DateOnly paidOn, CancellationToken ct)
    {
        if (!MayDecide(document)) throw new NotOwnerException($"Betalningar för {document.Id} registreras av en annan region.");
        return unit.Run(key, $"Registrerade betalning för {document.Id}", () =>
        {
            db.Add(new InvoicePayment
            {
                Id = Guid.CreateVersion7(),
                Owner = document.Owner,
                DocumentId = document.Id!,
                Ore = ore,
                PaidOn = paidOn,
                At = clock.GetUtcNow().UtcDateTime,
                By = user.Name,
            });
            return Task.FromResult(true);
        }, ct);
    }
}
