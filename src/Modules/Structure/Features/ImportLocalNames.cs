using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Structure.Contracts;
using Kunskapsstyrning.Structure.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure.Features;

/// <summary>Loads lpo-mappning.csv: <c>region;lokalt_namn;rpo</c>, UTF-8, one row per pair, empty rpo = deliberately without counterpart.</summary>
internal sealed class ImportLocalNames(StructureDb db, IUnitOfWork unit, HostSettings host, ICurrentUser user) : ILocalNameImport
{
    private const string Header = "region;lokalt_namn;rpo";

    public async Task<StructureImportOutcome> Import(Stream content, string fileName, DateOnly day, bool dryRun, CancellationToken ct)
    {
        var byRegion = await Read(content, fileName, ct);
        var mine = byRegion.Where(r => MayWrite(r.Key)).ToList();
        if (mine.Count == 0) throw new NotOwnerException($"{fileName} har inga rader för en region som den här värden får ändra.");
        if (dryRun) return new(mine.Sum(r => r.Value.Count), 0, 0, []);

        return await unit.Run(Guid.CreateVersion7(), "Läste in lpo-mappning", async () =>
        {
            var (added, ended) = (0, 0);
            foreach (var (region, rows) in mine)
            {
                var owner = Owner.Of(region.Code);
                var stored = await db.LocalNames.Where(n => n.Owner == owner).OrderBy(n => n.Position).ToListAsync(ct);
                if (stored.Select(n => (n.Name, n.Rpo)).SequenceEqual(rows)) continue;
                db.RemoveRange(stored);
                await db.SaveChangesAsync(ct); // the positions are unique: the old rows go before the new come
                db.AddRange(rows.Select((row, position) => new LocalName { Id = Guid.CreateVersion7(), Owner = owner, Name = row.Name, Rpo = row.Rpo, Position = position }));
                added += rows.Count(row => !stored.Exists(n => n.Name == row.Name && n.Rpo == row.Rpo));
                ended += stored.Count(n => !rows.Contains((n.Name, n.Rpo)));
                await LpoMirrors.Rebuild(db, owner, day, ct);
            }
            return new StructureImportOutcome(added, 0, ended, []);
        }, ct);
    }

    private bool MayWrite(Region region) => host.MayWrite(Owner.Of(region.Code)) && user.MayWrite(Owner.Of(region.Code));

    private static async Task<Dictionary<Region, List<(string Name, string Rpo)>>> Read(Stream content, string fileName, CancellationToken ct)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(false, throwOnInvalidBytes: true), leaveOpen: true);
        if (await reader.ReadLineAsync(ct) is not { } header || header.TrimEnd() != Header)
            throw new DomainException("lpo-mapping.header", $"{fileName}, rad 1: rubrikraden ska vara {Header}. Rätta filen och läs in den igen.");

        var rows = new Dictionary<Region, List<(string, string)>>();
        for (var number = 2; await reader.ReadLineAsync(ct) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var cells = line.Split(';');
            if (cells.Length != 3) throw new DomainException("lpo-mapping.columns", $"{fileName}, rad {number}: raden har {cells.Length} kolumner, ska ha 3. Rätta raden och läs in filen igen.");
            if (Region.Find(cells[0].Trim()) is not { } region) throw new DomainException("lpo-mapping.region", $"{fileName}, rad {number}, kolumn region: ”{cells[0]}” är ingen känd region.");
            if (!rows.TryGetValue(region, out var list)) rows[region] = list = [];
            list.Add((Names.Clean(cells[1]), Names.Clean(cells[2])));
        }
        return rows;
    }
}
