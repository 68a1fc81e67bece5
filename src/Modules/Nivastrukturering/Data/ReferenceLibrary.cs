using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>The reference files in force, read and held in memory until one of them changes.</summary>
internal sealed class ReferenceLibrary(NivastruktureringDb db, Shelf<ReferenceSet> shelf)
{
    /// <summary>The newest of every file; what has not been loaded is empty.</summary>
    public async Task<ReferenceSet> InForce(CancellationToken ct)
    {
        var newest = await Newest(ct);
        var ids = newest.Select(f => f.Id).ToList();
        var stamp = string.Join(',', ids);
        if (shelf.Find(stamp) is { } held) return held;

        var contents = await db.ReferenceContents.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Content, ct);
        var byName = newest.ToDictionary(f => f.Name, f => contents[f.Id]);
        return shelf.Put(stamp, Read(byName));
    }

    /// <summary>The newest version of each name, in order of name.</summary>
    public async Task<List<ReferenceFile>> Newest(CancellationToken ct)
    {
        var all = await db.ReferenceFiles.AsNoTracking().Where(f => db.ReferenceContents.Any(c => c.Id == f.Id)).ToListAsync(ct); // another host's content may have been refused
        return [.. all.GroupBy(f => f.Name).Select(versions => versions.MaxBy(f => (f.LoadedAt, f.Id))!).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <summary>Every version of one name, earliest first.</summary>
    public async Task<List<ReferenceFile>> Versions(string name, CancellationToken ct)
    {
        var all = await db.ReferenceFiles.AsNoTracking().Where(f => f.Name == name && db.ReferenceContents.Any(c => c.Id == f.Id)).ToListAsync(ct);
        return [.. all.OrderBy(f => f.LoadedAt).ThenBy(f => f.Id)];
    }

    /// <summary>The bytes of a version; null when they are not there.</summary>
    public async Task<byte[]?> Content(Guid id, CancellationToken ct) =>
        await db.ReferenceContents.AsNoTracking().Where(c => c.Id == id).Select(c => c.Content).SingleOrDefaultAsync(ct);

    /// <summary>Why the content of another host's file cannot be taken; null when it can.</summary>
    public async Task<string?> Fault(ReferenceContent content, CancellationToken ct)
    {
        if (await db.ReferenceFiles.FindAsync([content.Id], ct) is not { } file) return null; // it waits for its file
        if (Convert.ToHexStringLower(SHA256.HashData(content.Content)) != file.Hash) return $"{file.Name} är inte den fil som lästes in hos ägaren.";
        return ReferenceSet.Check(new MemoryStream(content.Content, writable: false), file.Name, rpoNames: null) is [var error, ..] ? $"{file.Name} är avvisad: {error.Code} {error.Message}" : null;
    }

    private static ReferenceSet Read(Dictionary<string, byte[]> files)
    {
        return new(
            Of("enhetsregister.csv", CommonCsv.ReadUnits) ?? [],
            Of("mvo.csv", CommonCsv.ReadMvos) ?? [],
            Of("kommuner.csv", CommonCsv.ReadKommuner) ?? [],
            Of("drgvikter.csv", CommonCsv.ReadDrgWeights) ?? [],
            Of("befolkning.json", CommonJson.ReadPopulation) ?? [],
            Of("organisationer.json", CommonJson.ReadOrganisations) ?? [],
            [],
            Of("katalog.json", (content, file) => CatalogueFile.Read(content, file, rpoNames: null)) ?? new(0, false, []),
            [.. files.Keys.Where(name => PriceListFile.IsName(name, out _)).SelectMany(name => Of(name, PriceListFile.Read)!)],
            Of("avtal.json", AgreementFile.Read) ?? [],
            Of("abonnemang.json", SubscriptionFile.Read) ?? []);

        T? Of<T>(string name, Func<Stream, string, Parsed<T>> read)
            where T : class
        {
            if (!files.TryGetValue(name, out var content)) return null;
            var parsed = read(new MemoryStream(content, writable: false), name);
            return parsed.Value ?? throw new InvalidOperationException($"{name} was accepted once and is not now: {parsed.Errors[0].Code} row {parsed.Errors[0].Row}.");
        }
    }
}
