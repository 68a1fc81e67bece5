using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>
/// What a decision's diarienummer stands for, as its body signed it: a PDF. Of one proposal the latest counts and the former stay. It stays on the host where it was attached: the map that other hosts
/// get tells body, day and dnr.
/// </summary>
[AuditedAsCount]
internal sealed class DecisionPaper : IOwned
{
    public const int MostBytes = 10_000_000;
    public const int LongestName = 120;

    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>A decided one.</summary>
    public required Guid ProposalId { get; init; }

    /// <summary>The file's bare name.</summary>
    public required string Name { get; init; }

    public required byte[] Content { get; init; }

    /// <summary>How many they are.</summary>
    public required int Bytes { get; init; }

    public required DateTime AttachedAt { get; init; }

    public required string AttachedBy { get; init; }

    /// <summary>True for a file that begins as a PDF does.</summary>
    public static bool IsPdf(ReadOnlySpan<byte> content) => content.StartsWith("%PDF-"u8);
}

/// <summary>A paper without its content; see <see cref="DecisionPaper"/>.</summary>
internal sealed record AttachedPaper(Guid Id, Guid ProposalId, string Name, int Bytes, DateTime AttachedAt, string AttachedBy);

/// <summary>The papers of decisions.</summary>
internal sealed class DecisionPapers(NivastruktureringDb db, IUnitOfWork unit, ICurrentUser user, TimeProvider clock)
{
    /// <summary>Those of a proposal, the one that counts first.</summary>
    public Task<List<AttachedPaper>> Of(Guid proposalId, CancellationToken ct) => db.DecisionPapers.AsNoTracking().Where(p => p.ProposalId == proposalId)
        .OrderByDescending(p => p.AttachedAt).ThenByDescending(p => p.Id).Select(p => new AttachedPaper(p.Id, p.ProposalId, p.Name, p.Bytes, p.AttachedAt, p.AttachedBy)).ToListAsync(ct);

    /// <summary>One, with its content; null when the proposal has no such.</summary>
    public Task<DecisionPaper?> Find(Guid proposalId, Guid id, CancellationToken ct) => db.DecisionPapers.AsNoTracking().SingleOrDefaultAsync(p => p.ProposalId == proposalId && p.Id == id, ct);

    /// <summary>Attaches a paper.</summary>
    /// <param name="key">The form's.</param>
    /// <param name="proposalId">Which decision's.</param>
    /// <param name="name">Bare, at most <see cref="DecisionPaper.LongestName"/> characters.</param>
    /// <param name="content">A PDF of at most <see cref="DecisionPaper.MostBytes"/>.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DomainException">The proposal is not decided.</exception>
    public Task<Guid> Attach(Guid key, Guid proposalId, string name, byte[] content, CancellationToken ct) => unit.Run(key, "Lade till ett besluts handling i nivåkartan", async () =>
    {
        if (!await db.MapProposals.AnyAsync(p => p.Id == proposalId && p.State == ProposalState.Decided, ct)) throw new DomainException("niva.not-decided", "En handling hör till ett beslut. Spara beslutet först.");
        DecisionPaper paper = new()
        {
            Id = Guid.CreateVersion7(), Owner = Owner.Nrf, ProposalId = proposalId, Name = name, Content = content, Bytes = content.Length, AttachedAt = clock.GetUtcNow().UtcDateTime, AttachedBy = user.Name,
        };
        db.Add(paper);
        return paper.Id;
    }, ct);
}
