using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>A round with everything in it.</summary>
/// <param name="Round">The round.</param>
/// <param name="Items">In the order of the map: RPO, then code.</param>
/// <param name="Proposals">Latest first.</param>
internal sealed record WholeRound(MapRound Round, IReadOnlyList<MapItem> Items, IReadOnlyList<MapProposal> Proposals);

/// <summary>The yearly round: open, confirm, propose, withdraw, decide, reject. A decision becomes a new version of the catalogue by the same door as a loaded one.</summary>
internal sealed class MapRounds(
    NivastruktureringDb db, LevelMaps maps, ReferenceIntake intake, IUnitOfWork unit, WriteGrant grant, ICurrentUser user, TimeProvider clock)
{
    /// <summary>The latest round; null before the first.</summary>
    public async Task<WholeRound?> Latest(CancellationToken ct)
    {
        if (await db.MapRounds.AsNoTracking().OrderByDescending(r => r.Year).FirstOrDefaultAsync(ct) is not { } round) return null;
        var items = await db.MapItems.AsNoTracking().Where(i => i.RoundId == round.Id).ToListAsync(ct);
        var proposals = await db.MapProposals.AsNoTracking().Where(p => p.RoundId == round.Id).OrderByDescending(p => p.MadeAt).ToListAsync(ct);
        return new(round, [.. items.OrderBy(i => i.Rpo, Kernel.Screens.SwedishComparer.Instance).ThenBy(i => i.Code, Kernel.Screens.SwedishComparer.Instance)], proposals);
    }

    /// <summary>Every proposal ever made about a line of services, latest first.</summary>
    public async Task<IReadOnlyList<MapProposal>> About(string line, CancellationToken ct) =>
        [.. (await db.MapProposals.AsNoTracking().Where(p => p.Code.StartsWith(line) || p.CodeAfter!.StartsWith(line)).OrderByDescending(p => p.MadeAt).ToListAsync(ct))
            .Where(p => LevelMaps.LineOf(p.Code) == line || LevelMaps.LineOf(p.CodeAfter ?? "") == line)];

    /// <summary>One proposal; null when there is none.</summary>
    public Task<MapProposal?> Find(Guid id, CancellationToken ct) => db.MapProposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);

    /// <summary>True when the user answers for the RPO: its chair, or NRF.</summary>
    public bool MayAnswer(string rpo) => user.May(Permissions.ProposeLevels) && (user.MayWrite(Owner.Nrf) || IsChair(rpo));

    /// <summary>The user's own RPO among those; null for who has none.</summary>
    public string? OwnRpo(IEnumerable<string> rpos) => rpos.FirstOrDefault(IsChair);

    /// <summary>Opens a year's round: every service that is valid on its first day or later is copied forward from the map in force.</summary>
    /// <exception cref="DomainException"><c>niva.no-map</c>, <c>niva.round-exists</c>.</exception>
    public Task<Guid> Open(Guid key, int year, DateOnly lastDay, CancellationToken ct) => unit.Run(key, $"Öppnade nivåkartans omgång {year}", async () =>
    {
        if (await maps.InForce(ct) is not { } map) throw new DomainException("niva.no-map", "Det finns ingen karta att utgå från. Läs in katalog.json först.");
        if (await db.MapRounds.AnyAsync(r => r.Year >= year, ct)) throw new DomainException("niva.round-exists", $"Det finns redan en omgång för {year} eller senare.");
        var round = new MapRound { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Year = year, CatalogueId = map.Id, LastDay = lastDay, OpenedAt = Now, OpenedBy = user.Name };
        db.Add(round);
        var first = new DateOnly(year, 1, 1);
        foreach (var service in map.Catalogue.Services.Where(s => s.Validity.To is null || s.Validity.To >= first))
            db.Add(new MapItem { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, RoundId = round.Id, Code = service.Code, Name = service.Name, Rpo = service.Rpo, Answer = MapAnswer.Waiting });
        return round.Id;
    }, ct);

    /// <summary>The RPO says that services stand as they are.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="ids">Items of one round; those that are answered already stay.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>How many were confirmed.</returns>
    /// <exception cref="NotOwnerException">One of them belongs to another RPO.</exception>
    public async Task<int> Confirm(Guid key, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        using var right = Granted();
        return await unit.Run(key, "Bekräftade tjänster i nivåkartan", async () =>
        {
            var items = await db.MapItems.Where(i => ids.Contains(i.Id) && i.Answer == MapAnswer.Waiting).ToListAsync(ct);
            foreach (var item in items)
            {
                MustAnswer(item.Rpo);
                (item.Answer, item.AnsweredAt, item.AnsweredBy) = (MapAnswer.Confirmed, Now, user.Name);
            }
            return items.Count;
        }, ct);
    }

    /// <summary>Proposes a change, or a new service. It is tried on the map in force first, so that what is proposed can be decided.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="code">The service that is changed; empty for a new one.</param>
    /// <param name="wanted">How it becomes.</param>
    /// <param name="from">First day.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException">There is no round, an open proposal already, or the map would be refused.</exception>
    public async Task<Guid> Propose(Guid key, string code, CareService wanted, DateOnly from, string reason, CancellationToken ct) =>
        (await Propose(key, [(code, wanted, from)], reason, ct))[0];

    /// <summary>Proposes several changes at once: all or none.</summary>
    public async Task<IReadOnlyList<Guid>> Propose(Guid key, IReadOnlyList<(string Code, CareService Wanted, DateOnly From)> changes, string reason, CancellationToken ct)
    {
        using var right = Granted();
        return await unit.Run(key, "Föreslog ändring i nivåkartan", async () =>
        {
            if (await db.MapRounds.OrderByDescending(r => r.Year).FirstOrDefaultAsync(ct) is not { } round) throw new DomainException("niva.no-round", "Ingen omgång är öppnad. Förbundets administratör öppnar den.");
            var katalog = (await maps.InForce(ct))?.Bytes ?? throw new DomainException("niva.no-map", "Det finns ingen karta att ändra.");
            List<Guid> ids = [];
            foreach (var (code, wanted, from) in changes)
            {
                if (code.Length > 0 && await db.MapProposals.AnyAsync(p => p.RoundId == round.Id && p.Code == code && p.State == ProposalState.Open, ct))
                    throw OpenAlready(code);
                (katalog, _) = CatalogueChange.Apply(katalog, code, wanted, from);
                await intake.Check(katalog, LevelMaps.File, ct);
                var item = code.Length == 0 ? null : await db.MapItems.SingleOrDefaultAsync(i => i.RoundId == round.Id && i.Code == code, ct);
                var rpo = item?.Rpo ?? wanted.Rpo;
                MustAnswer(rpo);
                if (item is not null) (item.Answer, item.AnsweredAt, item.AnsweredBy) = (MapAnswer.Proposed, Now, user.Name);
                var proposal = new MapProposal
                {
                    Id = Guid.CreateVersion7(), Owner = Owner.Nrf, RoundId = round.Id, Code = code, Rpo = rpo, FromDay = from, Reason = reason,
                    Wanted = MapProposal.ItemOf(wanted with { Code = code.Length > 0 ? code : wanted.Code }), MadeAt = Now, MadeBy = user.Name, State = ProposalState.Open,
                };
                db.Add(proposal);
                ids.Add(proposal.Id);
            }
            return (IReadOnlyList<Guid>)ids;
        }, ct);
    }

    /// <summary>Which of the changes would be refused, tried one after the other: by the row of the sheet, why.</summary>
    public async Task<IReadOnlyDictionary<long, string>> Try(IReadOnlyList<SheetChange> changes, CancellationToken ct)
    {
        Dictionary<long, string> refused = [];
        if (await maps.InForce(ct) is not { } map) return refused;
        var round = await Latest(ct);
        var katalog = map.Bytes;
        foreach (var change in changes)
        {
            try
            {
                MustAnswer(change.Was?.Rpo ?? change.Wanted.Rpo);
                if (change.Code.Length > 0 && round?.Proposals.Any(p => p.Code == change.Code && p.State == ProposalState.Open) == true) throw OpenAlready(change.Code);
                var (tried, _) = CatalogueChange.Apply(katalog, change.Code, change.Wanted, change.From);
                await intake.Check(tried, LevelMaps.File, ct);
                katalog = tried;
            }
            catch (DomainException no)
            {
                refused[change.Row] = no.Message;
            }
        }
        return refused;
    }

    /// <summary>Records a decision and takes the new map into use.</summary>
    /// <exception cref="DomainException">Closed already, or the map that would come of it is refused; the one in force stays.</exception>
    public Task<string> Decide(Guid key, Guid id, Decision decision, CancellationToken ct) => unit.Run(key, "Beslutade en ändring i nivåkartan", async () =>
    {
        var proposal = await OpenOne(id, ct);
        var map = await maps.InForce(ct) ?? throw new DomainException("niva.no-map", "Det finns ingen karta att ändra.");
        var (bytes, code) = CatalogueChange.Apply(map.Bytes, proposal.Code, proposal.Service() with { Decision = decision }, proposal.FromDay);
        intake.RequireOwner(LevelMaps.File);
        await intake.Check(bytes, LevelMaps.File, ct);
        if (bytes.AsSpan().SequenceEqual(map.Bytes)) throw new DomainException("niva.same", "Beslutet ändrar inget i kartan.");
        var file = intake.Put(bytes, LevelMaps.File);
        (proposal.State, proposal.Body, proposal.DecidedOn, proposal.Dnr) = (ProposalState.Decided, decision.Body, DateOnly.Parse(decision.Date, System.Globalization.CultureInfo.InvariantCulture), decision.Dnr);
        (proposal.CodeAfter, proposal.CatalogueId, proposal.ClosedAt, proposal.ClosedBy) = (code, file.Id, Now, user.Name);
        return code;
    }, ct);

    /// <summary>Says no to a proposal; the service stays as it is.</summary>
    public Task<bool> Reject(Guid key, Guid id, string why, CancellationToken ct) => unit.Run(key, "Avslog ett förslag till nivåkartan", async () =>
    {
        var proposal = await OpenOne(id, ct);
        (proposal.State, proposal.Why, proposal.ClosedAt, proposal.ClosedBy) = (ProposalState.Rejected, why, Now, user.Name);
        return true;
    }, ct);

    /// <summary>True when the user made the proposal and it is undecided.</summary>
    public bool MayWithdraw(MapProposal proposal) => proposal.State == ProposalState.Open && proposal.MadeBy == user.Name && MayAnswer(proposal.Rpo);

    /// <summary>Takes the user's own proposal back; the service is to be answered for anew.</summary>
    /// <exception cref="NotOwnerException">Someone else made it.</exception>
    /// <exception cref="DomainException">It is decided, rejected or withdrawn already.</exception>
    public async Task<bool> Withdraw(Guid key, Guid id, string why, CancellationToken ct)
    {
        using var right = Granted();
        return await unit.Run(key, "Drog tillbaka ett förslag till nivåkartan", async () =>
        {
            var proposal = await OpenOne(id, ct);
            if (!MayWithdraw(proposal)) throw new NotOwnerException("Bara den som har lämnat förslaget kan dra tillbaka det. Förbundets administratör kan avslå det.");
            (proposal.State, proposal.Why, proposal.ClosedAt, proposal.ClosedBy) = (ProposalState.Withdrawn, why, Now, user.Name);
            if (await db.MapItems.SingleOrDefaultAsync(i => i.RoundId == proposal.RoundId && i.Code == proposal.Code && i.Answer == MapAnswer.Proposed, ct) is { } item)
                (item.Answer, item.AnsweredAt, item.AnsweredBy) = (MapAnswer.Waiting, null, null);
            return true;
        }, ct);
    }

    /// <summary>What waits for the user: a chair's own services, and for NRF the proposals to decide.</summary>
    public async Task<IReadOnlyList<Todo>> Todos(CancellationToken ct)
    {
        if (!user.May(Permissions.ProposeLevels) || await Latest(ct) is not { } round) return [];
        List<Todo> todos = [];
        if (OwnRpo(round.Items.Select(i => i.Rpo)) is { } own && round.Items.Count(i => i.Rpo == own && i.Answer == MapAnswer.Waiting) is > 0 and var waiting)
            todos.Add(new($"Bekräfta nivåkartan {round.Round.Year} för RPO {own}", "Bekräfta eller föreslå ändring", LevelPicture.RoundPath, round.Round.LastDay, waiting));
        if (user.May(Permissions.DecideLevels) && round.Proposals.Count(p => p.State == ProposalState.Open) is > 0 and var open)
            todos.Add(new($"Avgör förslag till nivåkartan {round.Round.Year}", open == 1 ? "Ett förslag väntar på beslut" : $"{open} förslag väntar på beslut", LevelPicture.RoundPath, null, open));
        return todos;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private bool IsChair(string rpo) => user.Roles.Contains(Roles.GroupChair) && user.Group == MapProposal.GroupOf(rpo);

    private static DomainException OpenAlready(string code) => new("niva.open-proposal", $"{code} har redan ett öppet förslag. Det avgörs först.");

    private async Task<MapProposal> OpenOne(Guid id, CancellationToken ct)
    {
        if (await db.MapProposals.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } proposal) throw new DomainException("niva.unknown", "Förslaget finns inte. Gå tillbaka till listan.");
        return proposal.State == ProposalState.Open ? proposal : throw new DomainException("niva.closed", "Förslaget är redan avgjort eller tillbakadraget. Ladda om sidan.");
    }

    private void MustAnswer(string rpo)
    {
        if (!user.MayWrite(Owner.Nrf) && !IsChair(rpo)) throw new NotOwnerException($"RPO {rpo} svarar för den vården. Be RPO:ets ordförande eller förbundets administratör.");
    }

    /// <summary>A chair writes rows that NRF owns: those of the own RPO, and no others.</summary>
    private IDisposable Granted() => grant.Give(user.Name, row => row switch
    {
        MapItem item => IsChair(item.Rpo),
        MapProposal proposal => IsChair(proposal.Rpo),
        _ => false,
    });
}
