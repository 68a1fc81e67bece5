using System.Text.Json;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Structure.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure;

/// <summary>An LPO that a cell shall name.</summary>
/// <param name="Id">A known one; null for one that the change begins.</param>
/// <param name="Name">Without the word LPO.</param>
internal sealed record LpoChoice(Guid? Id, string Name);

/// <summary>What a cell shall say.</summary>
/// <param name="RpoId">Which row.</param>
/// <param name="State">What it shall say.</param>
/// <param name="Lpos">Which LPO, when <paramref name="State"/> is HasLpo.</param>
/// <param name="Comment">Kept with "saknas".</param>
internal sealed record CellAnswer(Guid RpoId, CellState State, IReadOnlyList<LpoChoice> Lpos, string Comment = "");

/// <summary>Reads and changes which LPO mirrors which RPO.</summary>
internal sealed class LpoMap(StructureDb db, IUnitOfWork unit, TimeProvider clock)
{
    private static readonly TimeSpan UndoTime = TimeSpan.FromHours(24);

    public async Task<LpoMapView> View(DateOnly day, CancellationToken ct) => (await Periods(new(day, day), ct)).On(day);

    /// <summary>All that has to do with the map and overlaps a span of days.</summary>
    public async Task<LpoMapPeriods> Periods(Period span, CancellationToken ct)
    {
        var (from, to) = (span.From, span.To ?? DateOnly.MaxValue);
        var groups = await db.Groups.AsNoTracking()
            .Where(g => (g.Kind == GroupKind.Rpo || g.Kind == GroupKind.Lpo) && g.Period.From <= to && (g.Period.To == null || from <= g.Period.To)).ToListAsync(ct);
        var mirrors = await db.Mirrors.AsNoTracking().Where(m => m.Period.From <= to && (m.Period.To == null || from <= m.Period.To)).ToListAsync(ct);
        var gaps = await db.Gaps.AsNoTracking().Where(g => g.Period.From <= to && (g.Period.To == null || from <= g.Period.To)).ToListAsync(ct);
        var lpos = groups.Where(g => g.Kind == GroupKind.Lpo).ToDictionary(g => g.Id);
        return new([.. groups.Where(g => g.Kind == GroupKind.Rpo)], lpos, [.. mirrors.Where(m => lpos.ContainsKey(m.LowerId))], gaps);
    }

    /// <summary>The region's LPO on a day, for the choice in a cell.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> LposOf(Region region, DateOnly day, CancellationToken ct)
    {
        var owner = Owner.Of(region.Code);
        var lpos = await db.Groups.AsNoTracking().Where(g => g.Owner == owner && g.Kind == GroupKind.Lpo && g.Period.From <= day && (g.Period.To == null || day <= g.Period.To)).ToListAsync(ct);
        return [.. lpos.Select(l => (l.Id, l.ShortName)).OrderBy(l => l.ShortName, SwedishComparer.Instance)];
    }

    /// <summary>
    /// Says what cells are from today on, all or none. The region's table of names is what changes, so the answer survives the next import of its structure.
    /// </summary>
    /// <param name="key">From the form; also names the change for <see cref="Undo"/>.</param>
    /// <param name="region">Whose column; the unit of work asks whether the user may.</param>
    /// <param name="answers">One per cell.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="DomainException">An RPO or LPO is no longer there.</exception>
    public Task<int> Change(Guid key, Region region, IReadOnlyList<CellAnswer> answers, CancellationToken ct) => unit.Run(key, $"Ändrade LPO-kartan för {region.Name}", async () =>
    {
        var cells = new LpoCells(db, Owner.Of(region.Code), clock.Today());
        List<(Group Rpo, CellFacts Before)> changed = [];
        foreach (var answer in answers)
        {
            var rpo = await db.Groups.SingleOrDefaultAsync(g => g.Kind == GroupKind.Rpo && g.Id == answer.RpoId && g.Period.To == null, ct)
                ?? throw new DomainException("lpo-map.unknown-rpo", "RPO:t finns inte längre. Ladda om sidan.");
            changed.Add((rpo, await cells.Read(rpo, ct)));
            await cells.Write(rpo, answer, ct);
        }
        await cells.Rebuild(ct);
        List<CellTrace> traces = [];
        foreach (var (rpo, before) in changed) traces.Add(new(rpo.Id, rpo.Name, before, await cells.Read(rpo, ct)));
        db.Add(new MapChange { Id = key, Owner = Owner.Of(region.Code), At = clock.GetUtcNow().UtcDateTime, Cells = JsonSerializer.Serialize(traces), Created = JsonSerializer.Serialize(cells.Created) });
        return answers.Count;
    }, ct);

    /// <summary>Makes the cells of a change say what they said before it, as a new change from today on.</summary>
    /// <param name="key">From the form.</param>
    /// <param name="region">Whose column.</param>
    /// <param name="change">The key of the change.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>How many cells.</returns>
    /// <exception cref="DomainException">The change is too old, or its cells have been changed since.</exception>
    public Task<int> Undo(Guid key, Region region, Guid change, CancellationToken ct) => unit.Run(key, $"Ångrade en ändring i LPO-kartan för {region.Name}", async () =>
    {
        var owner = Owner.Of(region.Code);
        var done = await db.Changes.SingleOrDefaultAsync(c => c.Id == change && c.Owner == owner, ct);
        if (done is null || done.At < clock.GetUtcNow().UtcDateTime - UndoTime)
            throw new DomainException("lpo-map.too-late", "Det går att ångra i 24 timmar. Ändra rutan direkt i kartan i stället.");

        var cells = new LpoCells(db, owner, clock.Today());
        var traces = JsonSerializer.Deserialize<List<CellTrace>>(done.Cells)!;
        var rpoIds = traces.Select(t => t.RpoId).ToList();
        var rpos = await db.Groups.Where(g => rpoIds.Contains(g.Id)).ToDictionaryAsync(g => g.Id, ct);
        List<string> others = [];
        foreach (var trace in traces)
            if (!rpos.TryGetValue(trace.RpoId, out var rpo) || !(await cells.Read(rpo, ct)).SaysTheSame(trace.After)) others.Add(trace.Rpo);
        if (others.Count > 0)
            throw new DomainException("lpo-map.changed-since", $"Det går inte att ångra, för någon har ändrat {string.Join(" och ", others)} sedan dess. Inget är ändrat. Rätta rutan direkt i kartan i stället.");

        foreach (var trace in traces) await cells.Restore(rpos[trace.RpoId], trace.Before, ct);
        await cells.Rebuild(ct);
        await cells.Remove(JsonSerializer.Deserialize<List<Guid>>(done.Created)!, ct);
        return traces.Count;
    }, ct);

    /// <summary>A change that the region can still take back; null when there is none by that key.</summary>
    public async Task<int?> Undoable(Guid change, Region region, CancellationToken ct)
    {
        var (owner, earliest) = (Owner.Of(region.Code), clock.GetUtcNow().UtcDateTime - UndoTime);
        var done = await db.Changes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == change && c.Owner == owner && c.At >= earliest, ct);
        return done is null ? null : JsonSerializer.Deserialize<List<CellTrace>>(done.Cells)!.Count;
    }

    /// <summary>Section <c>lpo</c> of the reconciliation file: the LPO in force today, their RPO, and names that the table lacks.</summary>
    public async Task<JsonNode> Reconcile(CancellationToken ct)
    {
        var json = new JsonObject();
        foreach (var region in Region.Norra.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            var owner = Owner.Of(region.Code);
            var groups = await db.Groups.AsNoTracking().Where(g => g.Owner == owner && g.Kind == GroupKind.Lpo && g.Period.To == null).ToListAsync(ct);
            if (groups.Count == 0) continue;
            var areas = (await db.Areas.AsNoTracking().Where(a => a.Owner == owner).OrderBy(a => a.Position).ToListAsync(ct)).ToLookup(a => a.GroupId, a => a.Name);
            var table = await db.LocalNames.AsNoTracking().Where(n => n.Owner == owner).ToListAsync(ct);
            var known = table.Select(n => Names.Key(n.Name)).ToHashSet();

            var lpos = new JsonObject();
            foreach (var lpo in groups.OrderBy(g => g.Name, StringComparer.Ordinal))
                lpos[lpo.Name] = new JsonArray([.. LpoMirrors.RpoOf(lpo.Name, areas[lpo.Id], table).Select(r => JsonValue.Create(r))]);
            var unmapped = groups.SelectMany(g => areas[g.Id].Append(g.Name)).Where(n => !known.Contains(Names.Key(n))).Distinct().Order(StringComparer.Ordinal);
            json[region.Key] = new JsonObject { ["lpo"] = lpos, ["omappade"] = new JsonArray([.. unmapped.Select(n => JsonValue.Create(n))]) };
        }
        return json;
    }
}
