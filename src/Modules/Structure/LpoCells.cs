using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure;

/// <summary>A change of the map, kept so that it can be taken back.</summary>
[Kernel.Data.AuditedAsCount]
internal sealed class MapChange : IOwned
{
    /// <summary>The key of the unit of work.</summary>
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>A list of <see cref="CellTrace"/> as JSON.</summary>
    public required string Cells { get; init; }

    /// <summary>A list of ids as JSON: the LPO that the change began.</summary>
    public required string Created { get; init; }
}

/// <summary>A cell before and after a change.</summary>
internal sealed record CellTrace(Guid RpoId, string Rpo, CellFacts Before, CellFacts After);

/// <summary>What makes a cell say what it says.</summary>
/// <param name="Names">The rows of the region's table of names that lead to the RPO.</param>
/// <param name="Gap">The comment on "saknas"; null when nobody has said it.</param>
/// <param name="Lpos">The LPO in the cell.</param>
internal sealed record CellFacts(IReadOnlyList<PlacedName> Names, string? Gap, IReadOnlyList<Guid> Lpos)
{
    /// <summary>True when both make the cell say the same for the same reasons.</summary>
    public bool SaysTheSame(CellFacts other) =>
        Gap == other.Gap && Lpos.Order().SequenceEqual(other.Lpos.Order()) && Names.Select(n => n.Name).Order(StringComparer.Ordinal).SequenceEqual(other.Names.Select(n => n.Name).Order(StringComparer.Ordinal));
}

/// <summary>A row of the table of names.</summary>
internal sealed record PlacedName(string Name, int Position);

/// <summary>Writes one region's cells, inside a unit of work; <see cref="Rebuild"/> comes last and makes the map agree.</summary>
internal sealed class LpoCells(StructureDb db, Owner owner, DateOnly today)
{
    private readonly Dictionary<string, Group> _created = [];

    /// <summary>The LPO that were begun.</summary>
    public IEnumerable<Guid> Created => _created.Values.Select(g => g.Id);

    public async Task<CellFacts> Read(Group rpo, CancellationToken ct)
    {
        var gap = await db.Gaps.FirstOrDefaultAsync(g => g.Owner == owner && g.RpoId == rpo.Id && g.Period.To == null, ct);
        var lpos = await db.Mirrors.Where(m => m.Owner == owner && m.UpperId == rpo.Id && m.Period.To == null).Select(m => m.LowerId).ToListAsync(ct);
        return new([.. (await NamesOf(rpo, ct)).Select(n => new PlacedName(n.Name, n.Position))], gap?.Comment, lpos);
    }

    public async Task Write(Group rpo, CellAnswer answer, CancellationToken ct)
    {
        await EndGap(rpo, ct);
        var names = await NamesOf(rpo, ct);
        if (answer.State == CellState.HasLpo) await Point(rpo, answer.Lpos, names, ct);
        else db.RemoveRange(names);
        if (answer.State == CellState.Missing) Add(rpo, answer.Comment.Trim());
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Gives back what <see cref="Read"/> once gave.</summary>
    public async Task Restore(Group rpo, CellFacts facts, CancellationToken ct)
    {
        await EndGap(rpo, ct);
        var now = await NamesOf(rpo, ct);
        db.RemoveRange(now.Where(n => !facts.Names.Any(f => f.Name == n.Name)));
        await db.SaveChangesAsync(ct);
        foreach (var name in facts.Names.Where(f => !now.Exists(n => n.Name == f.Name)))
        {
            var taken = await db.LocalNames.AnyAsync(n => n.Owner == owner && n.Position == name.Position, ct);
            await Add(rpo, name.Name, taken ? null : name.Position, ct);
        }
        if (facts.Gap is { } comment) Add(rpo, comment);
        await db.SaveChangesAsync(ct);
    }

    public async Task Rebuild(CancellationToken ct)
    {
        await LpoMirrors.Rebuild(db, owner, today, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Takes away LPO that no cell names any longer.</summary>
    public async Task Remove(IEnumerable<Guid> lpos, CancellationToken ct)
    {
        foreach (var id in lpos)
        {
            if (await db.Mirrors.AnyAsync(m => m.LowerId == id && m.Period.To == null, ct) || await db.Groups.SingleOrDefaultAsync(g => g.Id == id && g.Period.To == null, ct) is not { } lpo) continue;
            if (lpo.Period.From < today) lpo.End(today);
            else if (!await db.Mirrors.AnyAsync(m => m.LowerId == id, ct) && !await db.Areas.AnyAsync(a => a.GroupId == id, ct)) db.Remove(lpo);
        }
    }

    private Task<List<LocalName>> NamesOf(Group rpo, CancellationToken ct) => db.LocalNames.Where(n => n.Owner == owner && n.Rpo == rpo.Name).OrderBy(n => n.Position).ToListAsync(ct);

    private void Add(Group rpo, string comment) => db.Add(new Gap { Id = Guid.CreateVersion7(), Owner = owner, RpoId = rpo.Id, Comment = comment, Period = new(today) });

    private async Task Add(Group rpo, string name, int? position, CancellationToken ct)
    {
        position ??= (await db.LocalNames.Where(n => n.Owner == owner).MaxAsync(n => (int?)n.Position, ct) ?? -1) + 1;
        db.Add(new LocalName { Id = Guid.CreateVersion7(), Owner = owner, Name = name, Rpo = rpo.Name, Position = position.Value });
        await db.SaveChangesAsync(ct); // the next position is asked of the database
    }

    private async Task EndGap(Group rpo, CancellationToken ct)
    {
        foreach (var gap in await db.Gaps.Where(g => g.Owner == owner && g.RpoId == rpo.Id && g.Period.To == null).ToListAsync(ct))
        {
            if (gap.Period.From >= today) db.Remove(gap);
            else gap.Period = gap.Period.EndedBefore(today);
        }
        await db.SaveChangesAsync(ct);
    }

    private async Task Point(Group rpo, IReadOnlyList<LpoChoice> choices, List<LocalName> names, CancellationToken ct)
    {
        var kept = new HashSet<string>();
        List<string> missing = [];
        foreach (var choice in choices)
        {
            var lpo = choice.Id is { } id ? await Known(id, ct) : await New(choice.Name, ct);
            var own = (await db.Areas.Where(a => a.GroupId == lpo.Id).Select(a => a.Name).ToListAsync(ct)).Append(lpo.Name).Select(Names.Key).ToHashSet();
            if (!names.Exists(n => own.Contains(Names.Key(n.Name)))) missing.Add(lpo.Name);
            kept.UnionWith(own);
        }
        db.RemoveRange(names.Where(n => !kept.Contains(Names.Key(n.Name))));
        await db.SaveChangesAsync(ct);
        foreach (var name in missing) await Add(rpo, name, null, ct);
    }

    private async Task<Group> Known(Guid id, CancellationToken ct) =>
        await db.Groups.SingleOrDefaultAsync(g => g.Id == id && g.Owner == owner && g.Kind == GroupKind.Lpo && g.Period.To == null, ct)
        ?? throw new DomainException("lpo-map.no-lpo", "Välj ett LPO i listan.");

    private async Task<Group> New(string name, CancellationToken ct)
    {
        if (_created.TryGetValue(Names.Key(name), out var lpo)) return lpo;
        lpo = new Group
        {
            Id = Guid.CreateVersion7(), Owner = owner, Level = Level.Local, Kind = GroupKind.Lpo, Name = Names.Clean(name),
            Slug = Names.Slug($"{Region.FindAny(owner.Code)!.Key} LPO {name}"), Period = new(today), Source = "Inklistrat i LPO-kartan",
        };
        _created[Names.Key(name)] = lpo;
        db.Add(lpo);
        await db.SaveChangesAsync(ct);
        return lpo;
    }
}
