using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Remembers the documents that the host has written, and what a person has said of them (docs/adr/0031).</summary>
internal sealed class OutgoingInvoices(NivastruktureringDb db, IUnitOfWork unit, HostSettings host, ICurrentUser user, TimeProvider clock)
{
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
    /// <exception cref="DomainException"><c>invoice.sent-meanwhile</c>: one of them, or of the same id, was sent or written since.</exception>
    public Task Keep(Guid key, IReadOnlyCollection<OutgoingInvoice> former, IReadOnlyCollection<OutgoingInvoice> written, CancellationToken ct)
    {
        var (ids, seller) = (former.Select(f => f.Id).ToHashSet(), written.First().Owner);
        var numbers = written.Select(w => w.DocumentId).ToHashSet(StringComparer.Ordinal);
        return unit.Run(key, written.Count == 1 ? $"Skrev fakturaunderlaget {written.First().DocumentId}" : $"Skrev {written.Count} fakturaunderlag", async () =>
        {
            var now = clock.GetUtcNow().UtcDateTime;
            var counting = await db.OutgoingInvoices.Where(o => o.Owner == seller && o.ReplacedAt == null).ToListAsync(ct);
            var left = counting.Where(o => ids.Contains(o.Id)).ToList();
            if (left.Count < ids.Count || left.Exists(o => o.SentAt is not null) || counting.Exists(o => !ids.Contains(o.Id) && numbers.Contains(o.DocumentId)))
                throw new DomainException("invoice.sent-meanwhile", "Någon annan har skrivit eller skickat samma underlag medan det här skrevs. Inget är skrivet. Försök igen.");
            foreach (var replaced in left) (replaced.ReplacedAt, replaced.Lines) = (now, "");
            await db.SaveChangesAsync(ct); // one of an id counts, by constraint: the former leaves first
            db.AddRange(written);
            return true;
        }, ct);
    }

    /// <summary>Notes that documents are sent, or that they were not after all.</summary>
    /// <exception cref="NotOwnerException">One of them is another owner's.</exception>
    /// <exception cref="DomainException"><c>invoice.not-sendable</c>, <c>invoice.other-credit</c> or <c>invoice.outgoing-gone</c>.</exception>
    public Task<int> Mark(Guid key, IReadOnlyCollection<Guid> documents, bool isSent, CancellationToken ct) => Change(key, documents, isSent ? "Markerade fakturaunderlag som skickade" : "Tog tillbaka att fakturaunderlag är skickade", async chosen =>
    {
        if (isSent && chosen.Find(o => !o.IsSendable) is { } check) throw new DomainException("invoice.not-sendable", $"{check.DocumentId} är skrivet för egenkontroll och kan inte skickas. Skriv det sändbara underlaget först.");
        var changed = chosen.Where(o => o.SentAt is null == isSent).ToList();
        var credited = isSent ? [] : changed.Select(o => o.CreditedId).OfType<string>().ToList();
        if (await db.OutgoingInvoices.AnyAsync(o => credited.Contains(o.CreditedId!) && o.ReplacedAt == null && o.SentAt == null, ct) || credited.Distinct().Count() < credited.Count)
            throw new DomainException("invoice.other-credit", "Det finns en annan kredit av samma underlag som inte är skickad. Makulera den först.");
        foreach (var document in changed)
        {
            document.SentAt = isSent ? clock.GetUtcNow().UtcDateTime : null;
            document.SentBy = isSent ? user.Name : null;
        }
    }, ct);

    /// <summary>Withdraws documents that were written and not sent: their contacts stand in none.</summary>
    /// <exception cref="NotOwnerException">One of them is another owner's.</exception>
    /// <exception cref="DomainException"><c>invoice.is-sent</c> or <c>invoice.outgoing-gone</c>.</exception>
    public Task<int> Withdraw(Guid key, IReadOnlyCollection<Guid> documents, CancellationToken ct) => Change(key, documents, "Makulerade fakturaunderlag", chosen =>
    {
        if (chosen.Find(o => o.SentAt is not null) is { } sent) throw new DomainException("invoice.is-sent", $"{sent.DocumentId} är skickat och kan inte makuleras. Kreditera det i stället.");
        foreach (var document in chosen) (document.ReplacedAt, document.IsWithdrawn, document.Lines) = (clock.GetUtcNow().UtcDateTime, true, "");
        return Task.CompletedTask;
    }, ct);

    private Task<int> Change(Guid key, IReadOnlyCollection<Guid> documents, string what, Func<List<OutgoingInvoice>, Task> change, CancellationToken ct) => unit.Run(key, what, async () =>
    {
        var chosen = await db.OutgoingInvoices.Where(o => documents.Contains(o.Id) && o.ReplacedAt == null).ToListAsync(ct);
        if (chosen.Find(o => !MayDecide(o.Owner)) is { } other) throw new NotOwnerException($"{other.DocumentId} är skrivet av en annan region.");
        if (chosen.Count < documents.Count) throw new DomainException("invoice.outgoing-gone", "Något av underlagen har skrivits om eller makulerats sedan sidan visades. Ladda om sidan och välj igen.");
        await change(chosen);
        return chosen.Count;
    }, ct);
}
