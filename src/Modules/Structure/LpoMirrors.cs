using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure;

/// <summary>Derives which RPO a region's LPO answer to, from their names and the region's own table of names.</summary>
internal static class LpoMirrors
{
    /// <summary>
    /// The RPO names of one LPO: union over its own name and its sub-areas' names, in the table's order, duplicates once
    /// (formats/LPO-STRUKTUR.md). A name that is not in the table gives nothing: never guessed.
    /// </summary>
    public static List<string> RpoOf(string name, IEnumerable<string> areas, IEnumerable<LocalName> table)
    {
        var keys = areas.Append(name).Select(Names.Key).ToHashSet();
        return [.. table.OrderBy(row => row.Position).Where(row => row.Rpo != "" && keys.Contains(Names.Key(row.Name))).Select(row => row.Rpo).Distinct()];
    }

    /// <summary>Ends and adds mirrors so that they agree with names and table from <paramref name="day"/> on. Runs inside a unit of work, before its save.</summary>
    public static async Task Rebuild(StructureDb db, Owner owner, DateOnly day, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct); // the queries below see what the caller changed
        var lpos = await db.Groups.Where(g => g.Owner == owner && g.Kind == GroupKind.Lpo && (g.Period.To == null || day <= g.Period.To)).ToListAsync(ct);
        var areas = (await db.Areas.Where(a => a.Owner == owner).ToListAsync(ct)).ToLookup(a => a.GroupId, a => a.Name);
        var table = await db.LocalNames.Where(n => n.Owner == owner).ToListAsync(ct);
        var rpos = await db.Groups.Where(g => g.Kind == GroupKind.Rpo && (g.Period.To == null || day <= g.Period.To)).ToDictionaryAsync(g => g.Name, ct);
        var current = await db.Mirrors.Where(m => m.Owner == owner && (m.Period.To == null || day <= m.Period.To)).ToListAsync(ct);

        var wanted = lpos.SelectMany(lpo => RpoOf(lpo.Name, areas[lpo.Id], table)
            .Select((rpo, position) => (Lpo: lpo, Rpo: rpos.GetValueOrDefault(rpo), position)))
            .Where(w => w.Rpo is not null).ToList();

        foreach (var mirror in current.Where(m => !wanted.Exists(w => w.Lpo.Id == m.LowerId && w.Rpo!.Id == m.UpperId)))
            EndOrRemove(db, mirror, day);
        foreach (var (lpo, rpo, position) in wanted.Where(w => !current.Exists(m => m.LowerId == w.Lpo.Id && m.UpperId == w.Rpo!.Id)))
        {
            var from = lpo.Period.From > day ? lpo.Period.From : day;
            db.Add(new Mirror { Id = Guid.CreateVersion7(), Owner = owner, LowerId = lpo.Id, UpperId = rpo!.Id, Position = position, Period = new(from, lpo.Period.To) });
        }
    }

    private static void EndOrRemove(StructureDb db, Mirror mirror, DateOnly day)
    {
        if (mirror.Period.From >= day) db.Remove(mirror);
        else mirror.Period = mirror.Period.EndedBefore(day);
    }
}
