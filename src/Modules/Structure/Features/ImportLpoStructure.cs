using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Structure.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>Loads a region's local LPO structure through its adapter: what is gone ends, what is new begins, what stays is left alone.</summary>
internal sealed class ImportLpoStructure(StructureDb db, IUnitOfWork unit, IAdapterDirectory adapters) : IStructureImport
{
    public async Task<StructureImportOutcome> Import(Region region, Stream content, string fileName, DateOnly day, bool dryRun, CancellationToken ct)
    {
        var structure = adapters.Open(region.Key).ReadStructure(content, fileName, ct);
        var owner = Owner.Of(region.Code);
        var unreadable = structure.UnreadableRows.Select(row => $"{row.File}, rad {row.Row}: adaptern kunde inte läsa raden som ett LPO. Rätta den, eller ta bort den.").ToList();
        if (dryRun) return new(structure.Groups.Count, 0, 0, unreadable);

        return await unit.Run(Guid.CreateVersion7(), $"Läste in LPO-struktur för {region.Name}", async () =>
        {
            var current = await db.Groups.Where(g => g.Owner == owner && g.Level == Level.Local && g.Period.To == null).ToListAsync(ct);
            var areas = (await db.Areas.Where(a => a.Owner == owner).ToListAsync(ct)).ToLookup(a => a.GroupId);
            var (added, changed, ended) = (0, 0, 0);
            foreach (var local in structure.Groups)
            {
                var kind = KindOf(local);
                var known = current.Find(g => g.Kind == kind && g.Name == local.Name);
                if (known is null)
                {
                    known = NewGroup(owner, region, local, kind, day, fileName);
                    db.Add(known);
                    added++;
                }
                else
                {
                    current.Remove(known);
                    if (SameAreas(areas[known.Id], local) && known.Status == local.Status) continue;
                    known.Status = local.Status;
                    db.RemoveRange(areas[known.Id]);
                    changed++;
                }
                db.AddRange(local.Mirrors.Select((name, position) => new GroupArea { Id = Guid.CreateVersion7(), Owner = owner, GroupId = known.Id, Position = position, Name = name }));
            }
            foreach (var gone in current)
            {
                if (gone.Period.From >= day) await Remove(gone, ct);
                else gone.End(day);
                ended++;
            }
            await LpoMirrors.Rebuild(db, owner, day, ct);
            return new StructureImportOutcome(added, changed, ended, unreadable);
        }, ct);
    }

    private async Task Remove(Group group, CancellationToken ct)
    {
        db.RemoveRange(await db.Mirrors.Where(m => m.LowerId == group.Id).ToListAsync(ct));
        db.RemoveRange(await db.Areas.Where(a => a.GroupId == group.Id).ToListAsync(ct));
        db.Remove(group);
    }

    private static Group NewGroup(Owner owner, Region region, LocalGroup local, GroupKind kind, DateOnly day, string fileName) => new()
    {
        Id = Guid.CreateVersion7(), Owner = owner, Level = Level.Local, Kind = kind, Name = local.Name, Slug = Names.Slug($"{region.Key} {Group.Prefix(kind)} {local.Name}"),
        LocalCode = local.LocalCode, Parent = local.Parent, Status = local.Status, Period = new(day), Source = fileName,
    };

    private static GroupKind KindOf(LocalGroup local) => local.ActsAsLpo ? GroupKind.Lpo : local.Kind.ToUpperInvariant() switch
    {
        "RÅD" => GroupKind.Rad,
        "SAMORDNING" => GroupKind.Lsg,
        _ => GroupKind.Lag,
    };

    private static bool SameAreas(IEnumerable<GroupArea> stored, LocalGroup local) => stored.OrderBy(a => a.Position).Select(a => a.Name).SequenceEqual(local.Mirrors);
}
