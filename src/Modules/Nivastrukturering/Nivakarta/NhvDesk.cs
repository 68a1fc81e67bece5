using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>Everything in the register of NHV.</summary>
/// <param name="Permits">By area, then unit.</param>
/// <param name="Applications">Latest sent first.</param>
/// <param name="Remisses">The nearest last day first among those that wait, then the answered ones.</param>
/// <param name="Replies">Of all remisses.</param>
internal sealed record NhvRegister(IReadOnlyList<NhvPermit> Permits, IReadOnlyList<NhvApplication> Applications, IReadOnlyList<NhvRemiss> Remisses, ILookup<Guid, NhvReply> Replies);

/// <summary>Reads and writes the register of NHV: permits, applications, and remisses with who has answered.</summary>
internal sealed class NhvDesk(NivastruktureringDb db, IUnitOfWork unit, ICurrentUser user)
{
    /// <summary>Who answers a remiss: the four regions and NRF.</summary>
    public static IReadOnlyList<Owner> Respondents { get; } = [.. Region.Norra.Select(r => Owner.Of(r.Code)), Owner.Nrf];

    public async Task<NhvRegister> All(CancellationToken ct)
    {
        var replies = (await db.NhvReplies.AsNoTracking().ToListAsync(ct)).ToLookup(r => r.RemissId);
        var remisses = await db.NhvRemisses.AsNoTracking().ToListAsync(ct);
        return new(
            [.. (await db.NhvPermits.AsNoTracking().ToListAsync(ct)).OrderBy(p => p.Area, Kernel.Screens.SwedishComparer.Instance).ThenBy(p => p.Unit, Kernel.Screens.SwedishComparer.Instance)],
            [.. (await db.NhvApplications.AsNoTracking().ToListAsync(ct)).OrderByDescending(a => a.SentOn)],
            [.. remisses.OrderBy(r => WaitingFor(r, replies).Count == 0).ThenBy(r => r.LastDay)],
            replies);
    }

    /// <summary>Those that have not answered.</summary>
    public static IReadOnlyList<Owner> WaitingFor(NhvRemiss remiss, ILookup<Guid, NhvReply> replies) => [.. Respondents.Except(replies[remiss.Id].Select(r => r.Owner))];

    /// <summary>Whom the user may answer for: a region's coordinator for the region, NRF's administrator for NRF.</summary>
    public IReadOnlyList<Owner> MayAnswerFor => user.May(Permissions.AnswerRemiss) ? [.. Respondents.Where(user.MayWrite)] : [];

    /// <summary>Takes a permit into the register.</summary>
    /// <exception cref="DomainException"><c>nhv.twice</c>: the unit has a permit for the area at that time already.</exception>
    public Task<Guid> AddPermit(Guid key, string area, string permitted, Period period, string decision, bool isExample, CancellationToken ct) => unit.Run(key, "Registrerade ett NHV-tillstånd", async () =>
    {
        var others = await db.NhvPermits.AsNoTracking().Where(p => p.Area == area && p.Unit == permitted).ToListAsync(ct);
        if (others.Find(p => p.Period.Overlaps(period)) is { } other)
            throw new DomainException("nhv.twice", $"{permitted} har redan tillstånd för {area} ({ServiceWords.Valid(other.Period)}), som överlappar det nya ({ServiceWords.Valid(period)}). Avsluta det gamla först.");
        var permit = new NhvPermit { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Area = area, Unit = permitted, Period = period, Decision = decision, IsExample = isExample };
        db.Add(permit);
        return permit.Id;
    }, ct);

    /// <summary>Ends a permit after its last day.</summary>
    /// <exception cref="DomainException">The day lies before the start.</exception>
    public Task<bool> EndPermit(Guid key, Guid id, DateOnly lastDay, CancellationToken ct) => unit.Run(key, "Avslutade ett NHV-tillstånd", async () =>
    {
        var permit = await db.NhvPermits.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new DomainException("nhv.unknown", "Tillståndet finns inte. Ladda om sidan.");
        permit.Period = permit.Period.EndedBefore(lastDay.AddDays(1));
        return true;
    }, ct);

    /// <summary>Registers that a unit has applied.</summary>
    /// <exception cref="DomainException"><c>nhv.twice</c>: the same application is there already.</exception>
    public Task<Guid> AddApplication(Guid key, string area, string applicant, DateOnly sentOn, bool isExample, CancellationToken ct) => unit.Run(key, "Registrerade en NHV-ansökan", async () =>
    {
        if (await db.NhvApplications.AnyAsync(a => a.Area == area && a.Unit == applicant && a.SentOn == sentOn, ct)) throw new DomainException("nhv.twice", $"{applicant} har redan en ansökan om {area} den dagen.");
        var application = new NhvApplication { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Area = area, Unit = applicant, SentOn = sentOn, Outcome = NhvOutcome.Sent, Decision = "", IsExample = isExample };
        db.Add(application);
        return application.Id;
    }, ct);

    /// <summary>Registers how an application ended; a granted one becomes a permit from its start date.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="id">Which.</param>
    /// <param name="outcome">Not <see cref="NhvOutcome.Sent"/>.</param>
    /// <param name="decidedOn">The decision's day.</param>
    /// <param name="decision">Body and number.</param>
    /// <param name="start">First day of the permit; only for a granted one.</param>
    /// <param name="ct">Cancels before the commit.</param>
    public Task<bool> Close(Guid key, Guid id, NhvOutcome outcome, DateOnly decidedOn, string decision, DateOnly? start, CancellationToken ct) => unit.Run(key, "Avgjorde en NHV-ansökan", async () =>
    {
        var application = await db.NhvApplications.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw new DomainException("nhv.unknown", "Ansökan finns inte. Ladda om sidan.");
        if (application.Outcome != NhvOutcome.Sent) throw new DomainException("nhv.closed", "Ansökan är redan avgjord. Ladda om sidan.");
        (application.Outcome, application.DecidedOn, application.Decision) = (outcome, decidedOn, decision);
        if (outcome == NhvOutcome.Granted)
            db.Add(new NhvPermit { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Area = application.Area, Unit = application.Unit, Period = new(start!.Value), Decision = $"{decision}, {Kernel.Screens.SwedishFormat.Date(decidedOn)}", IsExample = application.IsExample });
        return true;
    }, ct);

    /// <summary>Registers a remiss that the regions and NRF are to answer.</summary>
    public Task<Guid> AddRemiss(Guid key, string name, string dnr, DateOnly receivedOn, DateOnly lastDay, bool isExample, CancellationToken ct) => unit.Run(key, "Registrerade en NHV-remiss", async () =>
    {
        if (await db.NhvRemisses.AnyAsync(r => r.Name == name && r.ReceivedOn == receivedOn, ct)) throw new DomainException("nhv.twice", $"Remissen {name} är redan registrerad den dagen.");
        var remiss = new NhvRemiss { Id = Guid.CreateVersion7(), Owner = Owner.Nrf, Name = name, Dnr = dnr, ReceivedOn = receivedOn, LastDay = lastDay, IsExample = isExample };
        db.Add(remiss);
        return remiss.Id;
    }, ct);

    /// <summary>Registers that a region or NRF has answered.</summary>
    /// <exception cref="NotOwnerException">The user may not answer for it.</exception>
    public Task<bool> Answer(Guid key, Guid remissId, Owner respondent, DateOnly answeredOn, string note, CancellationToken ct) => unit.Run(key, "Registrerade ett remissvar", async () =>
    {
        if (!await db.NhvRemisses.AnyAsync(r => r.Id == remissId, ct)) throw new DomainException("nhv.unknown", "Remissen finns inte. Ladda om sidan.");
        if (await db.NhvReplies.AnyAsync(r => r.RemissId == remissId && r.Owner == respondent, ct)) throw new DomainException("nhv.twice", "Svaret är redan registrerat.");
        db.Add(new NhvReply { Id = Guid.CreateVersion7(), Owner = respondent, RemissId = remissId, AnsweredOn = answeredOn, Note = note });
        return true;
    }, ct);
}
