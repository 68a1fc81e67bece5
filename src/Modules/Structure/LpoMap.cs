using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure;

/// <summary>What a cell of the LPO map says.</summary>
internal enum CellState
{
    /// <summary>One or more LPO answer to the RPO.</summary>
    HasLpo,

    /// <summary>"saknas": the region has said that it has none.</summary>
    Missing,

    /// <summary>"ej kartlagt": nobody has answered.</summary>
    Unmapped,
}

/// <summary>One region's answer to one RPO.</summary>
/// <param name="Region">Whose column.</param>
/// <param name="State">What it says.</param>
/// <param name="Lpos">The LPO that answer, with how many RPO each is shared by.</param>
/// <param name="Comment">The region's comment on what is missing, or empty.</param>
internal sealed record LpoCell(Region Region, CellState State, IReadOnlyList<(Guid Id, string Name, int SharedBy)> Lpos, string Comment);

/// <summary>One row of the map.</summary>
internal sealed record LpoRow(Guid RpoId, string Rpo, string Slug, IReadOnlyList<LpoCell> Cells);

/// <summary>27 RPO × four regions on a day.</summary>
internal sealed record LpoMapView(DateOnly Day, IReadOnlyList<LpoRow> Rows)
{
    /// <summary>How many RPO have an LPO in all four regions.</summary>
    public int Complete => Rows.Count(r => r.Cells.All(c => c.State == CellState.HasLpo));

    /// <summary>Number of cells in a state.</summary>
    public int Count(CellState state) => Rows.Sum(r => r.Cells.Count(c => c.State == state));
}

/// <summary>Reads and changes which LPO mirrors which RPO.</summary>
internal sealed class LpoMap(StructureDb db, IUnitOfWork unit, TimeProvider clock)
{
    public async Task<LpoMapView> View(DateOnly day, CancellationToken ct)
    {
        var rpos = await db.Groups.AsNoTracking().Where(g => g.Kind == GroupKind.Rpo && g.Period.From <= day && (g.Period.To == null || day <= g.Period.To)).ToListAsync(ct);
        var links = await (
            from mirror in db.Mirrors.AsNoTracking()
            where mirror.Period.From <= day && (mirror.Period.To == null || day <= mirror.Period.To)
            join lpo in db.Groups.AsNoTracking() on mirror.LowerId equals lpo.Id
            where lpo.Kind == GroupKind.Lpo && lpo.Period.From <= day && (lpo.Period.To == null || day <= lpo.Period.To)
            select new { mirror.UpperId, lpo.Owner, lpo.Id, lpo.Name }).ToListAsync(ct);
        var gaps = await db.Gaps.AsNoTracking().Where(g => g.Period.From <= day && (g.Period.To == null || day <= g.Period.To)).ToListAsync(ct);

        var shared = links.GroupBy(l => l.Id).ToDictionary(g => g.Key, g => g.Count());
        var byCell = links.ToLookup(l => (l.UpperId, l.Owner));
        var rows = rpos.OrderBy(r => r.Name, Swedish).Select(rpo => new LpoRow(rpo.Id, rpo.Name, rpo.Slug, [.. Region.Norra.Select(region =>
        {
            var owner = Owner.Of(region.Code);
            var lpos = byCell[(rpo.Id, owner)].Select(l => (l.Id, ShortName(l.Name), shared[l.Id])).OrderBy(l => l.Item2, Swedish).ToList();
            var gap = gaps.Find(g => g.RpoId == rpo.Id && g.Owner == owner);
            return new LpoCell(region, lpos.Count > 0 ? CellState.HasLpo : gap is not null ? CellState.Missing : CellState.Unmapped, lpos, gap?.Comment ?? "");
        })])).ToList();
        return new LpoMapView(day, rows);
    }

    /// <summary>The region's LPO on a day, for the choice in a cell.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> LposOf(Region region, DateOnly day, CancellationToken ct)
    {
        var owner = Owner.Of(region.Code);
        var lpos = await db.Groups.AsNoTracking().Where(g => g.Owner == owner && g.Kind == GroupKind.Lpo && g.Period.From <= day && (g.Period.To == null || day <= g.Period.To)).ToListAsync(ct);
        return [.. lpos.Select(l => (l.Id, ShortName(l.Name))).OrderBy(l => l.Item2, Swedish)];
    }

    /// <summary>
    /// Says what a cell is from today on. The region's table of names is what changes, so the answer survives the next import of its structure.
    /// </summary>
    /// <param name="key">From the form.</param>
    /// <param name="region">Whose column; the unit of work asks whether the user may.</param>
    /// <param name="rpoSlug">Which row.</param>
    /// <param name="state">What the cell shall say.</param>
    /// <param name="lpoId">The LPO, when <paramref name="state"/> is HasLpo.</param>
    /// <param name="comment">Kept with "saknas".</param>
    /// <param name="ct">Cancels before the commit.</param>
    public Task Change(Guid key, Region region, string rpoSlug, CellState state, Guid? lpoId, string comment, CancellationToken ct)
    {
        var owner = Owner.Of(region.Code);
        var today = clock.Today();
        return unit.Run(key, $"Ändrade LPO-kartan för {region.Name}", async () =>
        {
            var rpo = await db.Groups.SingleOrDefaultAsync(g => g.Kind == GroupKind.Rpo && g.Slug == rpoSlug && g.Period.To == null, ct)
                ?? throw new DomainException("lpo-map.unknown-rpo", "RPO:t finns inte längre. Ladda om sidan.");
            await EndGap(owner, rpo.Id, today, ct);
            var names = await NamesThatLeadTo(owner, rpo.Name, ct);
            if (state == CellState.HasLpo) await Point(owner, rpo.Name, lpoId, names, ct);
            else db.RemoveRange(names);
            if (state == CellState.Missing) db.Add(new Gap { Id = Guid.CreateVersion7(), Owner = owner, RpoId = rpo.Id, Comment = comment.Trim(), Period = new(today) });
            await LpoMirrors.Rebuild(db, owner, today, ct);
            return true;
        }, ct);
    }

    private async Task EndGap(Owner owner, Guid rpoId, DateOnly today, CancellationToken ct)
    {
        foreach (var gap in await db.Gaps.Where(g => g.Owner == owner && g.RpoId == rpoId && g.Period.To == null).ToListAsync(ct))
        {
            if (gap.Period.From >= today) db.Remove(gap);
            else gap.Period = gap.Period.EndedBefore(today);
        }
        await db.SaveChangesAsync(ct);
    }

    private Task<List<LocalName>> NamesThatLeadTo(Owner owner, string rpo, CancellationToken ct) => db.LocalNames.Where(n => n.Owner == owner && n.Rpo == rpo).ToListAsync(ct);

    private async Task Point(Owner owner, string rpo, Guid? lpoId, List<LocalName> names, CancellationToken ct)
    {
        var lpo = await db.Groups.SingleOrDefaultAsync(g => g.Id == lpoId && g.Owner == owner && g.Kind == GroupKind.Lpo, ct)
            ?? throw new DomainException("lpo-map.no-lpo", "Välj ett LPO i listan.");
        var own = (await db.Areas.Where(a => a.GroupId == lpo.Id).Select(a => a.Name).ToListAsync(ct)).Append(lpo.Name).Select(Names.Key).ToHashSet();
        db.RemoveRange(names.Where(n => !own.Contains(Names.Key(n.Name))));
        if (names.Exists(n => own.Contains(Names.Key(n.Name)))) return;
        var last = await db.LocalNames.Where(n => n.Owner == owner).MaxAsync(n => (int?)n.Position, ct) ?? -1;
        db.Add(new LocalName { Id = Guid.CreateVersion7(), Owner = owner, Name = lpo.Name, Rpo = rpo, Position = last + 1 });
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

    private static StringComparer Swedish { get; } = StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: true);

    private static string ShortName(string name) => name.StartsWith("LPO ", StringComparison.OrdinalIgnoreCase) ? name[4..] : name;
}
