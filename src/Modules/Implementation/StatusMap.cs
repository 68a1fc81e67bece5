using Kunskapsstyrning.Implementation.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Implementation;

/// <summary>Where one region stands with one vårdförlopp.</summary>
/// <param name="Region">Whose column.</param>
/// <param name="State">What it has reported; null = "ej rapporterat".</param>
/// <param name="Step">The step of <paramref name="State"/>.</param>
/// <param name="IsOld">True when the report is older than six months.</param>
internal sealed record StatusCell(Region Region, RegionState? State, Step? Step, bool IsOld);

/// <summary>One row of the status picture.</summary>
internal sealed record StatusRow(Vardforlopp Vardforlopp, IReadOnlyList<StatusCell> Cells)
{
    /// <summary>True when it is in use in every region.</summary>
    public bool IsDone => Cells.All(c => c.Step?.IsDone == true);

    /// <summary>Mean of the regions' quarters of the way, 0–4: not reported is 0, "inte aktuellt" is left out; with nothing left it is 4.</summary>
    public double Progress => Cells.Where(c => c.Step is null || c.Step.Progress is not null).Select(c => c.Step?.Progress ?? 0).DefaultIfEmpty(4).Average();
}

/// <summary>Vårdförlopp × four regions on a day, least progress first.</summary>
internal sealed record StatusView(DateOnly Day, IReadOnlyList<StatusRow> Rows)
{
    /// <summary>How many are in use in all four regions.</summary>
    public int Done => Rows.Count(r => r.IsDone);

    /// <summary>True when some report is made up, for the demonstration.</summary>
    public bool HasExamples => Rows.Any(r => r.Cells.Any(c => c.State?.Source == Features.SeedImplementation.ExampleSource));

    /// <summary>Rows with an old report, in one region or in any.</summary>
    public IReadOnlyList<StatusRow> Old(Region? region) => [.. Rows.Where(r => r.Cells.Any(c => c.IsOld && (region is null || c.Region == region)))];

    /// <summary>Rows that nobody has reported, in one region or in any.</summary>
    public IReadOnlyList<StatusRow> Unreported(Region? region) => [.. Rows.Where(r => r.Cells.Any(c => c.State is null && (region is null || c.Region == region)))];
}

/// <summary>What a region reports.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Since">The day it was reached.</param>
/// <param name="Hinder">What hinders, or none.</param>
/// <param name="Comment">Free text; asked for when the step goes backward.</param>
internal sealed record StatusReport(Guid StepId, DateOnly Since, Hinder Hinder, string Comment);

/// <summary>Reads and changes where the regions stand.</summary>
internal sealed class StatusMap(ImplementationDb db, IUnitOfWork unit, TimeProvider clock)
{
    public async Task<StatusView> View(DateOnly day, CancellationToken ct)
    {
        var all = await db.Vardforlopp.AsNoTracking().Where(v => v.Period.From <= day && (v.Period.To == null || day <= v.Period.To)).ToListAsync(ct);
        var steps = await db.Steps.AsNoTracking().ToDictionaryAsync(s => s.Id, ct);
        var states = await db.States.AsNoTracking().Where(s => s.Period.From <= day && (s.Period.To == null || day <= s.Period.To)).ToListAsync(ct);
        var byCell = states.ToDictionary(s => (s.VardforloppId, s.Owner));
        var rows = all.Select(v => new StatusRow(v, [.. Region.Norra.Select(region =>
        {
            var state = byCell.GetValueOrDefault((v.Id, Owner.Of(region.Code)));
            return new StatusCell(region, state, state is null ? null : steps[state.StepId], state?.IsOld(day) == true);
        })]));
        return new StatusView(day, [.. rows.OrderBy(r => r.Progress).ThenBy(r => r.Vardforlopp.Name, SwedishComparer.Instance)]);
    }

    /// <summary>The scale, in its order.</summary>
    public async Task<IReadOnlyList<Step>> Steps(CancellationToken ct) => await db.Steps.AsNoTracking().OrderBy(s => s.Position).ToListAsync(ct);

    /// <summary>Everything that a region has reported of a vårdförlopp, latest first.</summary>
    public async Task<IReadOnlyList<(RegionState State, Step Step)>> History(Region region, Guid vardforloppId, CancellationToken ct)
    {
        var owner = Owner.Of(region.Code);
        var rows = await db.States.AsNoTracking().Where(s => s.Owner == owner && s.VardforloppId == vardforloppId)
            .Join(db.Steps.AsNoTracking(), state => state.StepId, step => step.Id, (state, step) => new { state, step })
            .OrderByDescending(r => r.state.Period.From).ToListAsync(ct);
        return [.. rows.Select(r => (r.state, r.step))];
    }

    /// <summary>Says where the region stands from today on. What stood before ends yesterday; a report of today is replaced.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="region">Whose column; the unit of work asks whether the user may.</param>
    /// <param name="slug">Which vårdförlopp.</param>
    /// <param name="report">What is reported.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException">The step or the vårdförlopp is gone, or the step goes backward without a reason.</exception>
    public Task Report(Guid key, Region region, string slug, StatusReport report, CancellationToken ct) => unit.Run(key, $"Uppdaterade införandet för {region.Name}", async () =>
    {
        var (owner, today) = (Owner.Of(region.Code), clock.Today());
        var vardforlopp = await db.Vardforlopp.SingleOrDefaultAsync(v => v.Slug == slug && v.Period.To == null, ct)
            ?? throw new DomainException("implementation.unknown-vardforlopp", "Vårdförloppet finns inte längre. Ladda om sidan.");
        var step = await db.Steps.SingleOrDefaultAsync(s => s.Id == report.StepId, ct)
            ?? throw new DomainException("implementation.unknown-step", "Välj ett steg i listan.");
        var former = await db.States.SingleOrDefaultAsync(s => s.Owner == owner && s.VardforloppId == vardforlopp.Id && s.Period.To == null, ct);
        if (former is not null && report.Comment.Length == 0 && step.IsBackwardFrom(await db.Steps.SingleAsync(s => s.Id == former.StepId, ct)))
            throw new DomainException(BackwardWithoutReason, "Steget går bakåt. Skriv i kommentaren varför.");

        if (former is not null && former.Period.From >= today)
        {
            former.StepId = step.Id;
            former.Since = report.Since;
            former.Hinder = report.Hinder;
            former.Comment = report.Comment;
            former.Source = "Regionen";
            return true;
        }
        if (former is not null) former.Period = former.Period.EndedBefore(today);
        db.Add(new RegionState
        {
            Id = Guid.CreateVersion7(), Owner = owner, VardforloppId = vardforlopp.Id, StepId = step.Id, Since = report.Since,
            Hinder = report.Hinder, Comment = report.Comment, Source = "Regionen", Period = new(today),
        });
        return true;
    }, ct);

    internal const string BackwardWithoutReason = "implementation.backward-without-reason";
}
