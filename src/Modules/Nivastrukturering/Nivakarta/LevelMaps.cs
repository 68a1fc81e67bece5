using Kunskapsstyrning.Nivastrukturering.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Nivakarta;

/// <summary>One loaded version of the catalogue.</summary>
/// <param name="Id">The reference file's id.</param>
/// <param name="Number">From 1 in the order of loading: what addresses say.</param>
/// <param name="LoadedAt">UTC; in force from then until the next was loaded.</param>
/// <param name="LoadedBy">As in the audit log.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Catalogue">What it says.</param>
internal sealed record MapEdition(Guid Id, int Number, DateTime LoadedAt, string LoadedBy, byte[] Bytes, Catalogue Catalogue)
{
    /// <summary>The services that are valid on the day, in Swedish order of RPO and then by priority.</summary>
    public IReadOnlyList<CareService> On(DateOnly day) => LevelMaps.InOrder(Catalogue.Services.Where(s => s.Validity.Contains(day)));
}

/// <summary>The level map: every version of the catalogue that has been loaded here.</summary>
internal sealed class LevelMaps(NivastruktureringDb db)
{
    /// <summary>The file that the map is.</summary>
    public const string File = "katalog.json";

    /// <summary>All versions, latest first; empty before a catalogue has been loaded.</summary>
    public async Task<IReadOnlyList<MapEdition>> All(CancellationToken ct)
    {
        var files = await (from file in db.ReferenceFiles.AsNoTracking()
                           where file.Name == File
                           join content in db.ReferenceContents.AsNoTracking() on file.Id equals content.Id
                           select new { file.Id, file.LoadedAt, file.LoadedBy, content.Content }).ToListAsync(ct);
        return [.. files.OrderBy(f => f.LoadedAt).ThenBy(f => f.Id).Select((f, i) => new MapEdition(f.Id, i + 1, f.LoadedAt, f.LoadedBy, f.Content, Read(f.Content))).Reverse()];
    }

    /// <summary>The version in force; null before one has been loaded.</summary>
    public async Task<MapEdition?> InForce(CancellationToken ct) => (await All(ct)) is [var latest, ..] ? latest : null;

    /// <summary>A catalogue that has been accepted before.</summary>
    public static Catalogue Read(byte[] content) => CatalogueFile.Read(new MemoryStream(content, writable: false), File, rpoNames: null).Value
        ?? throw new InvalidOperationException($"{File} was accepted once and is not now.");

    /// <summary>By RPO in Swedish order, then by priority.</summary>
    public static IReadOnlyList<CareService> InOrder(IEnumerable<CareService> services) =>
        [.. services.OrderBy(s => s.Rpo, Kernel.Screens.SwedishComparer.Instance).ThenBy(s => s.Priority)];

    /// <summary>
    /// The code that all services of one line share: a change of level, rules or RPO ends one service and begins the next, <c>NRF-003</c>,
    /// <c>NRF-003.2</c>, <c>NRF-003.3</c> (docs/adr/0027).
    /// </summary>
    public static string LineOf(string code)
    {
        var dot = code.LastIndexOf('.');
        return dot > 0 && dot < code.Length - 1 && code.AsSpan(dot + 1).ContainsAnyExceptInRange('0', '9') == false ? code[..dot] : code;
    }
}
