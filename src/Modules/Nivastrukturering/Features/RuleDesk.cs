using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Underlag;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Switches FKT rules off and on for the user's region.</summary>
internal sealed class RuleDesk(NivastruktureringDb db, IUnitOfWork unit, HostSettings host, ICurrentUser user, TimeProvider clock)
{
    public const int LongestReason = 200;

    /// <summary>The region that the user may switch rules for on this host, or null.</summary>
    public RegionCode? Own => user.Region is { } own && user.May(Permissions.DecideInvoices) && host.MayWrite(Owner.Of(own)) && user.MayWrite(Owner.Of(own)) ? own : null;

    /// <summary>The regions whose control runs on this host.</summary>
    public IReadOnlyList<Region> Regions => [.. Region.Norra.Where(r => host.MayWrite(Owner.Of(r.Code)))];

    /// <summary>Every switch, those that no longer count too, latest first.</summary>
    public Task<List<RuleSwitch>> All(CancellationToken ct) => db.RuleSwitches.AsNoTracking().OrderByDescending(s => s.At).ThenByDescending(s => s.Id).ToListAsync(ct);

    /// <summary>A switch of the own region that is not saved.</summary>
    /// <exception cref="NotOwnerException">The user has no region here.</exception>
    public RuleSwitch Of(Fkt rule, Period days, string reason) => new()
    {
        Id = Guid.CreateVersion7(),
        Owner = Owner.Of(Own ?? throw new NotOwnerException("Regler slås av och på av ekonomen i regionen, på regionens egen värd.")),
        Code = rule.Code,
        FirstDay = days.From,
        LastDay = days.To,
        Reason = reason,
        At = clock.GetUtcNow().UtcDateTime,
        By = user.Name,
    };

    /// <summary>Saves a switch.</summary>
    /// <exception cref="DomainException"><c>rule.off-already</c>: the rule is off on some of the days.</exception>
    public Task SwitchOff(Guid key, RuleSwitch off, CancellationToken ct) => unit.Run(key, $"Slog av {off.Code}", async () =>
    {
        var open = await db.RuleSwitches.Where(s => s.Owner == off.Owner && s.Code == off.Code && s.ClosedAt == null).ToListAsync(ct);
        if (open.Exists(s => s.Days.Overlaps(off.Days))) throw new DomainException("rule.off-already", $"{off.Code} är redan avslagen i en del av perioden. Slå på den först, eller välj andra dagar.");
        db.Add(off);
        return true;
    }, ct);

    /// <summary>Closes switches.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="NotOwnerException">One of them is another region's.</exception>
    public Task<int> SwitchOn(Guid key, IReadOnlyCollection<Guid> switches, CancellationToken ct) => unit.Run(key, "Slog på regler", async () =>
    {
        var chosen = await db.RuleSwitches.Where(s => switches.Contains(s.Id) && s.ClosedAt == null).ToListAsync(ct);
        if (chosen.Exists(s => Own is not { } own || s.Owner != Owner.Of(own))) throw new NotOwnerException("En annan regions regler slås på där.");
        foreach (var off in chosen) (off.ClosedAt, off.ClosedBy) = (clock.GetUtcNow().UtcDateTime, user.Name);
        return chosen.Count;
    }, ct);
}
