using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Fordelning;

/// <summary>Reads and writes sharings and after-settlements.</summary>
internal sealed class Sharings(NivastruktureringDb db, IUnitOfWork unit, ICurrentUser user, TimeProvider clock)
{
    /// <summary>Each with its latest edition, latest saved first.</summary>
    public async Task<IReadOnlyList<(Sharing Sharing, SharingEdition Latest)>> All(CancellationToken ct)
    {
        var sharings = await db.Sharings.AsNoTracking().ToListAsync(ct);
        var latest = (await db.SharingEditions.AsNoTracking().ToListAsync(ct)).GroupBy(e => e.SharingId).ToDictionary(g => g.Key, g => g.MaxBy(e => e.Number)!);
        return [.. sharings.Where(s => latest.ContainsKey(s.Id)).Select(s => (s, latest[s.Id])).OrderByDescending(p => p.Item2.SavedAt).ThenBy(p => p.s.Name, StringComparer.Ordinal)];
    }

    /// <summary>One with its editions, latest first; null when there is none of that kind.</summary>
    public async Task<(Sharing Sharing, IReadOnlyList<SharingEdition> Editions)?> Find(SharingKind kind, Guid id, CancellationToken ct)
    {
        if (await db.Sharings.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id && s.Kind == kind, ct) is not { } sharing) return null;
        var editions = await db.SharingEditions.AsNoTracking().Where(e => e.SharingId == id).OrderByDescending(e => e.Number).ToListAsync(ct);
        return editions.Count == 0 ? null : (sharing, editions); // another host's editions may be on their way
    }

    /// <summary>Makes a sharing and its first edition.</summary>
    /// <returns>Its id.</returns>
    public Task<Guid> Make(Guid key, string name, int year, CostPool pool, CancellationToken ct) => Make(key, SharingKind.Fordelning, name, year, InputOf(pool), ct);

    /// <summary>Makes an after-settlement and its first edition.</summary>
    /// <returns>Its id.</returns>
    public Task<Guid> Make(Guid key, string name, AfterSettlement settlement, CancellationToken ct) =>
        Make(key, SharingKind.Efteravrakning, name, settlement.Rows.Max(r => r.Year), InputOf(settlement), ct);

    /// <summary>Saves other figures as a new edition; the former are kept.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="id">Whose.</param>
    /// <param name="pool">The figures.</param>
    /// <param name="seen">The number of the edition that the form showed.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="StaleException">Someone else has saved another edition since.</exception>
    public Task<bool> Save(Guid key, Guid id, CostPool pool, int seen, CancellationToken ct) => Save(key, SharingKind.Fordelning, id, InputOf(pool), seen, ct);

    /// <inheritdoc cref="Save(Guid, Guid, CostPool, int, CancellationToken)"/>
    public Task<bool> Save(Guid key, Guid id, AfterSettlement settlement, int seen, CancellationToken ct) => Save(key, SharingKind.Efteravrakning, id, InputOf(settlement), seen, ct);

    /// <summary>Approves the latest edition, which freezes it.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="id">Whose.</param>
    /// <param name="number">The edition that was looked at.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException">The same person has saved it, it is approved already or damaged.</exception>
    /// <exception cref="StaleException">There is a later edition.</exception>
    public Task<bool> Approve(Guid key, Guid id, int number, CancellationToken ct) => unit.Run(key, "Godkände en kostnadsfördelning", async () =>
    {
        var edition = await Latest(id, ct);
        if (edition.Number != number) throw new StaleException("Någon annan har sparat en ny utgåva. Ladda om sidan och granska den innan du godkänner.");
        if (edition.IsFrozen) throw new DomainException("sharing.frozen", "Utgåvan är redan godkänd.");
        if (edition.SavedBy == user.Name) throw new DomainException("sharing.same-person", "Du har själv sparat utgåvan. Be någon annan granska och godkänna den.");
        if (!edition.IsWhole) throw new DomainException("sharing.damaged", "Kontrollsumman stämmer inte. Spara en ny utgåva.");
        (edition.ApprovedAt, edition.ApprovedBy) = (clock.GetUtcNow().UtcDateTime, user.Name);
        return true;
    }, ct);

    private static (string Input, string Result) InputOf(CostPool pool) => (EditionJson.Of(pool), EditionJson.Of(CostShares.Of(pool)));

    private static (string Input, string Result) InputOf(AfterSettlement settlement) => (EditionJson.Of(settlement), EditionJson.Of(settlement.Settle()));

    private Task<Guid> Make(Guid key, SharingKind kind, string name, int year, (string Input, string Result) figures, CancellationToken ct) =>
        unit.Run(key, kind == SharingKind.Fordelning ? "Skapade en kostnadsfördelning" : "Skapade en efteravräkning", () =>
        {
            var sharing = new Sharing { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Kind = kind, Name = name, Year = year };
            db.Add(sharing);
            db.Add(EditionOf(sharing.Id, 1, figures));
            return Task.FromResult(sharing.Id);
        }, ct);

    private Task<bool> Save(Guid key, SharingKind kind, Guid id, (string Input, string Result) figures, int seen, CancellationToken ct) =>
        unit.Run(key, kind == SharingKind.Fordelning ? "Ändrade en kostnadsfördelning" : "Räknade om en efteravräkning", async () =>
        {
            var last = await Latest(id, ct);
            if (last.Input == figures.Input) return false;
            if (last.Number != seen) throw new StaleException("Någon annan har sparat en ny utgåva. Ladda om sidan och se den innan du sparar igen.");
            db.Add(EditionOf(id, last.Number + 1, figures));
            return true;
        }, ct);

    private async Task<SharingEdition> Latest(Guid id, CancellationToken ct) =>
        await db.SharingEditions.Where(e => e.SharingId == id).OrderByDescending(e => e.Number).FirstOrDefaultAsync(ct)
        ?? throw new DomainException("sharing.unknown", "Beräkningen finns inte längre. Gå tillbaka till listan.");

    private SharingEdition EditionOf(Guid sharing, int number, (string Input, string Result) figures) => new()
    {
        Id = Guid.CreateVersion7(), Owner = Owner.Nrf, SharingId = sharing, Number = number, Input = figures.Input, Result = figures.Result,
        Digest = SharingEdition.DigestOf(figures.Input, figures.Result), SavedAt = clock.GetUtcNow().UtcDateTime, SavedBy = user.Name,
    };
}
