using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Mappings;

/// <summary>Changes how a region's files are read: always a new version, as a file beside the others; nothing is overwritten.</summary>
internal sealed class MappingDesk(NivastruktureringDb db, IUnitOfWork unit, IAdapterDirectory adapters, HostSettings host, ICurrentUser user, TimeProvider clock)
{
    /// <summary>True for a code by which a layout refuses a delivery: a column is missing, or stands twice.</summary>
    public static bool IsDrift(string code) => code is "KST-202" or "KST-203";

    /// <summary>Why the user may not change the region's mapping here, Swedish; null when they may.</summary>
    public string? Refusal(Region region) =>
        !user.May(Permissions.EditMappings) ? "Bara den som sköter driften ändrar mappningar." :
        !host.MayWrite(Owner.Of(region.Code)) || (user.Region is { } own && own != region.Code) ? $"Mappningen hör till Region {region.Name} och ändras hos dem." : null;

    /// <summary>The versions of a region, highest first; of two files with one number the adapter's own.</summary>
    public IReadOnlyList<Mapping> Versions(Region region) => [.. adapters.MappingsOf(region.Key).DistinctBy(m => m.Version).OrderByDescending(m => m.Version)];

    /// <summary>Those that were saved here, by number.</summary>
    public async Task<IReadOnlyDictionary<int, MappingVersion>> Saved(Region region, CancellationToken ct) =>
        await db.MappingVersions.AsNoTracking().Where(m => m.Region == region.Key).ToDictionaryAsync(m => m.Number, ct);

    /// <summary>The delivery whose columns are worth a look: the last that its layout refused, if nothing has been read in since; else the last with a header.</summary>
    public async Task<Delivery?> LastSeen(Region region, CancellationToken ct)
    {
        var owner = Owner.Of(region.Code);
        var ofRegion = db.Deliveries.AsNoTracking().Where(d => d.Owner == owner).OrderByDescending(d => d.No);
        var refused = await ofRegion.FirstOrDefaultAsync(d => d.Code == "KST-202" || d.Code == "KST-203", ct);
        var isMended = refused is null || await ofRegion.AnyAsync(d => d.No > refused.No && d.Status != DeliveryStatus.Rejected, ct);
        return isMended ? await ofRegion.FirstOrDefaultAsync(d => d.SeenColumns != null, ct) : refused;
    }

    /// <summary>Saves a version.</summary>
    /// <param name="key">Of the form that was sent: the same again saves nothing.</param>
    /// <param name="region">Whose.</param>
    /// <param name="old">What it was made from.</param>
    /// <param name="made">With the number after the highest that its maker saw.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <exception cref="NotOwnerException">The host or the user may not.</exception>
    /// <exception cref="DomainException"><c>mapping.stale</c>: another has saved a version meanwhile. <c>mapping.invalid</c>: it breaks the schema.</exception>
    public async Task Save(Guid key, Region region, Mapping old, Mapping made, CancellationToken ct)
    {
        if (Refusal(region) is { } refusal) throw new NotOwnerException(refusal);
        var bytes = MappingFile.Bytes(made);
        await unit.Run(key, $"Sparade mappning för {region.Name}, version {made.Version}", async () =>
        {
            if (await db.MappingVersions.AnyAsync(m => m.Region == region.Key && m.Number >= made.Version, ct) || Versions(region).Any(m => m.Version >= made.Version && Delivery.HashOf(m) != Delivery.HashOf(made))) throw Stale(made);
            db.Add(new MappingVersion
            {
                Id = Guid.CreateVersion7(),
                Region = region.Key,
                Number = made.Version,
                Base = old.Version,
                ValidFrom = made.GiltigFran,
                MappingHash = Delivery.HashOf(made),
                Changes = string.Join('\n', MappingChange.Between(old, made)),
                SavedAt = clock.GetUtcNow().UtcDateTime,
                SavedBy = user.Name,
            });
            await db.SaveChangesAsync(ct); // one who saves the same number waits here and is told
            if (!MappingFile.Write(Path.Combine(host.DataFolder, "mappning"), MappingFile.NameOf(made), bytes)) throw Stale(made);
            return made.Version;
        }, ct);
    }

    private static DomainException Stale(Mapping made) =>
        new("mapping.stale", $"Någon annan har sparat version {made.Version} sedan du öppnade sidan. Öppna sidan på nytt, se vad som ändrades och gör om det som saknas.");
}
