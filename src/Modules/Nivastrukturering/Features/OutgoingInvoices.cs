using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Remembers the documents that the host has written, and what a person has said of them (docs/adr/0031).</summary>
internal sealed class OutgoingInvoices(NivastruktureringDb db, IUnitOfWork unit, HostSettings host, ICurrentUser user, TimeProvider clock)
{
    private const int MostNamed = 10;

    /// <summary>A seller's documents that count, with their lines.</summary>
    public async Task<OutgoingShelf> Of(Owner seller, CancellationToken ct) =>
        new(await db.OutgoingInvoices.AsNoTracking().Where(o => o.Owner == seller && o.ReplacedAt == null).ToListAsync(ct));

    /// <summary>The document that each contact of the own region stands in, by KontaktId.</summary>
    public async Task<IReadOnlyDictionary<string, OutgoingInvoice>> Standing(CancellationToken ct) =>
        user.Region is { } own ? (await Of(Owner.Of(own), ct)).Standing : new Dictionary<string, OutgoingInvoice>();

    /// <summary>The own region's documents, latest first, those that no longer count too; without their lines.</summary>
    public async Task<IReadOnlyList<OutgoingInvoice>> Seen(CancellationToken ct)
    {
        if (user.Region is not { } own) return [];
        var owner = Owner.Of(own);
        return await db.OutgoingInvoices.AsNoTracking().Where(o => o.Owner == owner).OrderByDescending(o => o.At).ThenByDescending(o => o.DocumentId).Select(o => new OutgoingInvoice
        {
            Id = o.Id,
            Owner = o.Owner,
            DocumentId = o.DocumentId,
            CreditedId = o.CreditedId,
            Period = o.Period,
            Buyer = o.Buyer,
            IssueDate = o.IssueDate,
            Rows = o.Rows,
            Ore = o.Ore,
            IsSendable = o.IsSendable,
            File = o.File,
            Hash = o.Hash,
            Lines = "",
            At = o.At,
            By = o.By,
            SentAt = o.SentAt,
            SentBy = o.SentBy,
            ReplacedAt = o.ReplacedAt,
            IsWithdrawn = o.IsWithdrawn,
        }).ToListAsync(ct);
    }

    /// <summary>True when this user may say something of the documents of that seller on this host.</summary>
    public bool MayDecide(Owner seller) => user.May(Permissions.DecideInvoices) && host.MayWrite(seller) && user.MayWrite(seller);

    /// <summary>Remembers documents in place of former ones.</summary>
    /// <param name="key">The same again changes nothing.</param>
    /// <param name="former">Documents that these take the place of, as they were read: none is sent.</param>
    /// <param name="written">At least one, of one seller.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException">
    /// <c>invoice.sent-meanwhile</c>: one of them, or of the same id, or a credit of the same lines, was sent or written since. <c>invoice.is-credited</c>: a former one has a credit.
    /// <c>invoice.sendable-written</c>: a document for egenkontroll would take the place of one that can be sent.
    /// </exception>
    public Task Keep(Guid key, IReadOnlyCollection<OutgoingInvoice> former, IReadOnlyCollection<OutgoingInvoice> written, CancellationToken ct)
    {
        var (ids, seller) = (former.Select(f => f.Id).ToHashSet(), written.First().Owner);
        var numbers = written.Select(w => w.DocumentId).ToHashSet(StringComparer.Ordinal);
        return unit.Run(key, written.Count == 1 ? $"Skrev fakturaunderlaget {written.First().DocumentId}" : $"Skrev {written.Count} fakturaunderlag", async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var counting = await db.OutgoingInvoices.Where(o => o.Owner == seller && o.ReplacedAt == null).ToListAsync(ct);
            var left = counting.Where(o => ids.Contains(o.Id)).ToList();
            if (left.Count < ids.Count || left.Exists(o => o.SentAt is not null) || counting.Exists(o => !ids.Contains(o.Id) && (numbers.Contains(o.DocumentId) || written.Any(w => CreditsSame(w, o)))))
                throw new DomainException("invoice.sent-meanwhile", "Någon annan har skrivit eller skickat samma underlag medan det här skrevs. Inget är skrivet. Försök igen.");
            if (left.Find(f => counting.Exists(o => o.CreditedId == f.DocumentId)) is { } credited) throw IsCredited(credited);
            if (left.Exists(o => o.IsSendable) && written.Any(w => !w.IsSendable))
                throw new DomainException("invoice.sendable-written", "Det sändbara underlaget är redan skrivet. Markera det som skickat eller makulera det först.");
            foreach (var replaced in left) (replaced.ReplacedAt, replaced.Lines) = (now, "");
            await db.SaveChangesAsync(ct); // one of an id counts, by constraint: the former leaves first
            db.AddRange(written);
            return true;
        }, ct);
    }

    /// <summary>Notes that documents are sent, or that they were not after all.</summary>
    /// <exception cref="NotOwnerException">One of them is another owner's.</exception>
    /// <exception cref="DomainException">
    /// <c>invoice.not-sendable</c>, <c>invoice.credited-unsent</c>, <c>invoice.is-credited</c>, <c>invoice.other-credit</c>, <c>invoice.billed-anew</c> or <c>invoice.outgoing-gone</c>.
    /// </exception>
    public Task<int> Mark(Guid key, IReadOnlyCollection<Guid> documents, bool isSent, CancellationToken ct) => isSent
        ? Change(key, documents, "Markerade som skickade:", MarkSent, ct)
        : Change(key, documents, "Tog tillbaka att de är skickade:", MarkUnsent, ct);

    /// <summary>Withdraws documents that were written and not sent: their contacts stand in none.</summary>
    /// <exception cref="NotOwnerException">One of them is another owner's.</exception>
    /// <exception cref="DomainException"><c>invoice.is-sent</c>, <c>invoice.is-credited</c> or <c>invoice.outgoing-gone</c>.</exception>
    public Task<int> Withdraw(Guid key, IReadOnlyCollection<Guid> documents, CancellationToken ct) => Change(key, documents, "Makulerade:", (chosen, counting) =>
    {
        if (chosen.Find(o => o.SentAt is not null) is { } sent) throw new DomainException("invoice.is-sent", $"{sent.DocumentId} är skickat och kan inte makuleras. Kreditera det i stället.");
        if (chosen.Find(o => counting.Exists(c => c.CreditedId == o.DocumentId && !chosen.Contains(c))) is { } credited) throw IsCredited(credited);
        foreach (var document in chosen) (document.ReplacedAt, document.IsWithdrawn, document.Lines) = (clock.GetUtcNow().UtcDateTime, true, "");
    }, ct);

    private void MarkSent(List<OutgoingInvoice> chosen, List<OutgoingInvoice> counting)
    {
        if (chosen.Find(o => !o.IsSendable) is { } check) throw new DomainException("invoice.not-sendable", $"{check.DocumentId} är skrivet för egenkontroll och kan inte skickas. Skriv det sändbara underlaget först.");
        if (chosen.Exists(c => counting.Exists(o => o.DocumentId == c.CreditedId && o.SentAt is null && !chosen.Contains(o))))
            throw new DomainException("invoice.credited-unsent", "Underlaget som krediteras är inte markerat som skickat. Markera det först.");
        foreach (var document in chosen.Where(o => o.SentAt is null)) (document.SentAt, document.SentBy) = (clock.GetUtcNow().UtcDateTime, user.Name);
    }

    private static void MarkUnsent(List<OutgoingInvoice> chosen, List<OutgoingInvoice> counting)
    {
        var changed = chosen.Where(o => o.SentAt is not null).ToList();
        if (changed.Find(o => counting.Exists(c => c.CreditedId == o.DocumentId)) is { } invoice) throw IsCredited(invoice);
        var credited = changed.Select(o => o.CreditedId).OfType<string>().ToList();
        if (counting.Exists(o => o.SentAt is null && o.CreditedId is { } id && credited.Contains(id)) || credited.Distinct().Count() < credited.Count)
            throw new DomainException("invoice.other-credit", "Det finns en annan kredit av samma underlag som inte är skickad. Makulera den först.");
        var standing = new OutgoingShelf(counting).Standing; // of a sent credit's contacts: where they were billed anew
        foreach (var credit in changed.Where(o => o.IsCredit))
        {
            var lines = credit.ReadLines().Select(l => l.CreditedLine).ToHashSet();
            var contacts = counting.Where(o => o.DocumentId == credit.CreditedId).SelectMany(o => o.ReadLines()).Where(l => lines.Contains(l.LineId)).Select(l => l.KontaktId);
            if (contacts.Select(c => standing.GetValueOrDefault(c ?? "")).FirstOrDefault(o => o is not null) is { } anew)
                throw new DomainException("invoice.billed-anew", $"Vårdkontakter i {credit.DocumentId} är fakturerade på nytt i {anew.DocumentId}. {(anew.SentAt is null ? "Makulera" : "Kreditera")} det först.");
        }
        foreach (var document in changed) (document.SentAt, document.SentBy) = (null, null);
    }

    private static DomainException IsCredited(OutgoingInvoice invoice) => new("invoice.is-credited", $"Underlaget {invoice.DocumentId} har en kredit. Ta tillbaka och makulera den först.");

    /// <summary>True for credits that take out a line that is the same.</summary>
    private static bool CreditsSame(OutgoingInvoice one, OutgoingInvoice other) =>
        one.CreditedId is { } id && other.CreditedId == id && one.ReadLines().Select(l => l.CreditedLine).Intersect(other.ReadLines().Select(l => l.CreditedLine)).Any();

    /// <summary>Changes documents of one seller; the journal tells which by their ids, the first ten.</summary>
    private async Task<int> Change(Guid key, IReadOnlyCollection<Guid> documents, string what, Action<List<OutgoingInvoice>, List<OutgoingInvoice>> change, CancellationToken ct)
    {
        var named = await db.OutgoingInvoices.Where(o => documents.Contains(o.Id)).OrderBy(o => o.DocumentId).Select(o => o.DocumentId).Take(MostNamed + 1).ToListAsync(ct);
        var action = $"{what} {string.Join(", ", named.Take(MostNamed))}{(named.Count > MostNamed ? " med flera" : "")}";
        return await unit.Run(key, action, async () =>
        {
            var chosen = await db.OutgoingInvoices.Where(o => documents.Contains(o.Id) && o.ReplacedAt == null).ToListAsync(ct);
            if (chosen.Find(o => !MayDecide(o.Owner)) is { } other) throw new NotOwnerException($"{other.DocumentId} är skrivet av en annan region.");
            if (chosen.Count < documents.Count) throw new DomainException("invoice.outgoing-gone", "Något av underlagen har skrivits om eller makulerats sedan sidan visades. Ladda om sidan och välj igen.");
            var sellers = chosen.Select(o => o.Owner).Distinct().ToList();
            change(chosen, await db.OutgoingInvoices.Where(o => sellers.Contains(o.Owner) && o.ReplacedAt == null).ToListAsync(ct));
            return chosen.Count;
        }, ct);
    }
}
