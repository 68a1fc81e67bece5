using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Makes and decides about proposals: one person makes it, another takes it into use or says no.</summary>
internal sealed class Proposals(NivastruktureringDb db, IUnitOfWork unit, ReferenceLibrary library, ReferenceIntake intake, ICurrentUser user, TimeProvider clock)
{
    private const string Stale = "En annan version har tagits i bruk sedan du öppnade sidan. Ladda om den och granska skillnaden på nytt.";

    /// <summary>Those whose file the user may write, latest first: nobody else sees a price that is not in force.</summary>
    public async Task<IReadOnlyList<PriceProposal>> Seen(CancellationToken ct) =>
        [.. (await db.PriceProposals.AsNoTracking().ToListAsync(ct)).Where(p => intake.MayWrite(p.FileName)).OrderByDescending(p => p.ProposedAt).ThenByDescending(p => p.Id)];

    /// <summary>Lists and codes that the waiting proposals of a price list have rows for.</summary>
    public async Task<IReadOnlySet<(string PriceList, string Code)>> WaitingRows(string fileName, CancellationToken ct)
    {
        var ids = (await Seen(ct)).Where(p => p.Status == ProposalStatus.Waiting && p.FileName == fileName).Select(p => p.Id).ToList();
        var contents = ids.Count == 0 ? [] : await db.PriceProposalContents.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => c.Content).ToListAsync(ct);
        return contents.SelectMany(c => PriceDifference.Rows(fileName, c)).Select(r => (r.PriceList, r.Code)).ToHashSet();
    }

    /// <summary>One that the user may see, with its bytes.</summary>
    public async Task<(PriceProposal Proposal, byte[] Content)?> Find(Guid id, CancellationToken ct)
    {
        if (await db.PriceProposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } proposal || !intake.MayWrite(proposal.FileName)) return null;
        return (proposal, await db.PriceProposalContents.AsNoTracking().Where(c => c.Id == id).Select(c => c.Content).SingleAsync(ct));
    }

    /// <summary>True when the user may decide: not the one who made it.</summary>
    public bool MayApprove(PriceProposal proposal) =>
        proposal.Status == ProposalStatus.Waiting && user.May(Permissions.ApprovePrices) && intake.MayWrite(proposal.FileName) && proposal.ProposedBy != user.Name;

    /// <summary>A row when something waits for the user's decision.</summary>
    public async Task<IReadOnlyList<Todo>> Todos(CancellationToken ct)
    {
        if (!user.May(Permissions.ApprovePrices)) return [];
        var waiting = (await Seen(ct)).Where(MayApprove).ToList();
        return waiting.Count == 0 ? [] : [new($"Granska {(waiting.Count == 1 ? "ett prisförslag" : $"{SwedishFormat.InWords(waiting.Count)} prisförslag")}", "gäller först när någon annan än den som lade det har godkänt", waiting.Count == 1 ? PriceText.PathOf(waiting[0]) : PriceText.ListPath, Count: waiting.Count)];
    }

    /// <summary>Saves a proposal. Nothing of it is in force.</summary>
    /// <param name="key">Of the form: the same again makes nothing.</param>
    /// <param name="fileName">The reference file that it would replace.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="origin">How it was made, for people.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="NotOwnerException">The host or the user may not write the file.</exception>
    /// <exception cref="Contracts.ReferenceRejectedException">The file has load errors.</exception>
    /// <exception cref="DomainException"><c>price.same</c>: it is what is in force.</exception>
    public async Task<Guid> Make(Guid key, string fileName, byte[] content, string origin, string reason, CancellationToken ct)
    {
        if (!PriceProposal.Takes(fileName)) throw new DomainException("price.unknown", $"{fileName} är varken en prislista, avtal.json eller abonnemang.json.");
        intake.RequireOwner(fileName);
        await intake.Check(content, fileName, ct);
        var hash = ReferenceIntake.HashOf(content);
        return await unit.Run(key, $"Föreslog {fileName}", async () =>
        {
            var inForce = await InForce(fileName, ct);
            if (inForce?.Hash == hash) throw new DomainException("price.same", "Filen är densamma som den som gäller. Det finns inget att godkänna.");
            var proposal = new PriceProposal
            {
                Id = Guid.CreateVersion7(), Owner = ReferenceFile.OwnerOf(fileName), FileName = fileName, Hash = hash, BaseId = inForce?.Id, Origin = origin, Reason = reason,
                ProposedAt = clock.GetUtcNow().UtcDateTime, ProposedBy = user.Name, Status = ProposalStatus.Waiting,
            };
            db.Add(proposal);
            db.Add(new PriceProposalContent { Id = proposal.Id, Owner = proposal.Owner, Content = content });
            return proposal.Id;
        }, ct);
    }

    /// <summary>Takes a proposal into use, in one unit of work with the decision.</summary>
    /// <param name="key">Of the form.</param>
    /// <param name="id">Which.</param>
    /// <param name="seen">The version in force that the difference was shown against; <see cref="Guid.Empty"/> for none.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>price.same-person</c>, <c>price.decided</c>, <c>price.damaged</c>, <c>price.unknown</c>.</exception>
    /// <exception cref="StaleException">Another version has come into force, or someone else decided at the same moment.</exception>
    public Task<Guid> Approve(Guid key, Guid id, Guid seen, CancellationToken ct) => unit.Run(key, "Godkände ett prisförslag", async () =>
    {
        var proposal = await Undecided(id, ct);
        if (proposal.ProposedBy == user.Name) throw new DomainException("price.same-person", "Du har själv lagt förslaget. Be någon annan granska och godkänna det.");
        if (((await InForce(proposal.FileName, ct))?.Id ?? Guid.Empty) != seen) throw new StaleException(Stale);
        var content = (await db.PriceProposalContents.SingleAsync(c => c.Id == id, ct)).Content;
        if (ReferenceIntake.HashOf(content) != proposal.Hash) throw new DomainException("price.damaged", "Kontrollsumman för förslaget stämmer inte. Lägg det på nytt.");
        await intake.Check(content, proposal.FileName, ct);
        var file = intake.Put(content, proposal.FileName);
        Decide(proposal, ProposalStatus.Approved);
        (proposal.FileId, proposal.ApprovedOver) = (file.Id, seen);
        return file.Id;
    }, ct);

    /// <summary>Says no; of one's own proposal, takes it back.</summary>
    /// <param name="key">Of the form.</param>
    /// <param name="id">Which.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException"><c>price.decided</c>, <c>price.unknown</c>.</exception>
    public Task<bool> Reject(Guid key, Guid id, string reason, CancellationToken ct) => unit.Run(key, "Avslog ett prisförslag", async () =>
    {
        var proposal = await Undecided(id, ct);
        Decide(proposal, ProposalStatus.Rejected);
        proposal.DecisionReason = reason;
        return true;
    }, ct);

    private async Task<PriceProposal> Undecided(Guid id, CancellationToken ct)
    {
        if (await db.PriceProposals.SingleOrDefaultAsync(p => p.Id == id, ct) is not { } proposal) throw new DomainException("price.unknown", "Förslaget finns inte. Gå tillbaka till listan.");
        intake.RequireOwner(proposal.FileName);
        if (proposal.Status != ProposalStatus.Waiting)
            throw new DomainException("price.decided", $"Förslaget är redan {(proposal.Status == ProposalStatus.Approved ? "godkänt" : "avslaget")} av {proposal.DecidedBy}.");
        return proposal;
    }

    private void Decide(PriceProposal proposal, ProposalStatus status) => (proposal.Status, proposal.DecidedAt, proposal.DecidedBy) = (status, clock.GetUtcNow().UtcDateTime, user.Name);

    private async Task<ReferenceFile?> InForce(string fileName, CancellationToken ct) => (await library.Versions(fileName, ct)).LastOrDefault();
}
