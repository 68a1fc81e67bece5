using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Structure.Features;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure;

/// <inheritdoc/>
internal sealed class StructureOverview(StructureDb db, LpoMap map) : IStructureOverview
{
    public async Task<LevelsOverview> Levels(DateOnly day, CancellationToken ct = default)
    {
        var groups = await db.Groups.AsNoTracking().ToListAsync(ct);
        var inForce = groups.Where(g => g.Period.Contains(day)).ToList();
        var names = inForce.ToDictionary(g => g.Id, g => g.Name);
        var uppers = (await db.Mirrors.AsNoTracking().ToListAsync(ct)).Where(m => m.Period.Contains(day) && names.ContainsKey(m.UpperId)).ToLookup(m => m.LowerId, m => names[m.UpperId]);
        return new(
            Count(GroupKind.Npo), Count(GroupKind.Nsg), Count(GroupKind.Rpo), Count(GroupKind.Rsg),
            [.. Region.Norra.Select(r => (r, inForce.Count(g => g.Kind == GroupKind.Lpo && g.Owner == Owner.Of(r.Code))))],
            LevelsPicture.Crosscutting(inForce, lower => uppers[lower].Any() ? string.Join(", ", uppers[lower]) : null),
            LevelsPicture.Changes(groups, await db.Lineages.AsNoTracking().ToListAsync(ct)));

        int Count(GroupKind kind) => inForce.Count(g => g.Kind == kind);
    }

    public async Task<LpoCoverage> LpoCoverage(DateOnly day, CancellationToken ct = default)
    {
        var view = await map.View(day, ct);
        var unanswered = Region.Norra.Where(region => view.Rows.All(row => row.Cells.Single(c => c.Region == region).State == CellState.Unmapped));
        var table = LpoPicture.TableOf(view, view.Rows, row => new Row([row.Rpo, .. row.Cells.Select(LpoPicture.CellOf)]));
        return new(view.Rows.Count, view.Complete, view.Count(CellState.Missing), view.Count(CellState.Unmapped), [.. unanswered], table);
    }

    public SeatOverview Seats()
    {
        var balance = SeatBalance.Of2018();
        return new(2018, balance.Seats, SeatPicture.Sentence(balance), SeatPicture.ChartOf(balance, SeatPicture.TableOf(balance)));
    }
}
