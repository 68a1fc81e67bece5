using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Loads reference files: unit register, catalogue, price lists, agreements … Each file is a version; the newest of its name is in force.</summary>
public interface IReferenceImport
{
    /// <summary>True for a name that this module loads; <c>lpo-mappning.csv</c> is the structure's.</summary>
    bool Knows(string fileName);

    /// <summary>Checks the file and takes it into use. The same bytes again change nothing.</summary>
    /// <param name="content">From its first byte.</param>
    /// <param name="fileName">Its bare name, which tells the kind.</param>
    /// <param name="dryRun">True: check only.</param>
    /// <param name="ct">Cancels before the commit.</param>
    /// <returns>True when it is a new version, false when it was in force already.</returns>
    /// <exception cref="ReferenceRejectedException">The file has errors; the former stays in use.</exception>
    /// <exception cref="NotOwnerException">The file belongs to another owner.</exception>
    Task<bool> Import(Stream content, string fileName, bool dryRun, CancellationToken ct);
}

/// <summary>A reference file is refused whole.</summary>
/// <param name="message">Swedish: the first errors, with row and column.</param>
/// <param name="codes">PRI-, NIV-, AVT- and REF-codes, each once, sorted.</param>
public sealed class ReferenceRejectedException(string message, IReadOnlyList<string> codes) : DomainException("reference.rejected", message)
{
    /// <summary>Each code once, sorted.</summary>
    public IReadOnlyList<string> Codes { get; } = codes;
}

/// <inheritdoc/>
internal sealed class ImportReference(
    NivastruktureringDb db, ReferenceLibrary library, IStructureDirectory structure, IUnitOfWork unit, HostSettings host, ICurrentUser user, TimeProvider clock) : IReferenceImport
{
    private const int ShownErrors = 5;

    private static readonly HashSet<string> Common =
    [
        "enhetsregister.csv", "mvo.csv", "kommuner.csv", "drgvikter.csv", "befolkning.json", "organisationer.json", "katalog.json", "avtal.json", "abonnemang.json",
    ];

    public bool Knows(string fileName) => Common.Contains(fileName) || PriceListFile.IsName(fileName, out _);

    public async Task<bool> Import(Stream content, string fileName, bool dryRun, CancellationToken ct)
    {
        if (!Knows(fileName)) throw new DomainException("reference.unknown", $"{fileName} är ingen känd referensfil. Namnet ska vara ett av {string.Join(", ", Common.Order(StringComparer.Ordinal))} eller prislista-<länskod>.csv.");
        var owner = PriceListFile.IsName(fileName, out var seller) ? Owner.Of(RegionCode.Parse(seller, null)) : Owner.Nrf;
        if (!host.MayWrite(owner) || !user.MayWrite(owner)) throw new NotOwnerException($"{fileName} ägs av {(owner == Owner.Nrf ? "Norra sjukvårdsregionförbundet" : $"Region {Region.NameOf(owner.Code)}")} och läses in där.");

        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, ct);
        var bytes = memory.ToArray();
        await Check(bytes, fileName, ct);

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if ((await library.Newest(ct)).Exists(f => f.Name == fileName && f.Hash == hash)) return false;
        if (dryRun) return true;
        var file = new ReferenceFile { Id = Guid.CreateVersion7(), Owner = owner, Name = fileName, Hash = hash, LoadedAt = clock.GetUtcNow().UtcDateTime, LoadedBy = user.Name };
        return await unit.Run(Guid.CreateVersion7(), $"Läste in {fileName}", () =>
        {
            db.Add(file);
            db.Add(new ReferenceContent { Id = file.Id, Owner = owner, Content = bytes });
            return Task.FromResult(true);
        }, ct);
    }

    private async Task Check(byte[] bytes, string fileName, CancellationToken ct)
    {
        IReadOnlyCollection<string> rpoNames = fileName == "katalog.json" ? [.. await structure.MappedRpoNames(ct)] : [];
        var errors = ReferenceSet.Check(new MemoryStream(bytes, writable: false), fileName, rpoNames);
        if (errors.Count == 0) return;

        var shown = errors.Take(ShownErrors).Select(e => $"{e.Code}{(e.Row > 0 ? $", rad {e.Row}" : "")}{(e.Column.Length > 0 ? $", {e.Column}" : "")}: {e.Message}");
        var more = errors.Count > ShownErrors ? $" Och {errors.Count - ShownErrors} fel till." : "";
        throw new ReferenceRejectedException($"{fileName} är avvisad, den tidigare gäller. {string.Join(' ', shown)}{more}", [.. errors.Select(e => e.Code).Distinct().Order(StringComparer.Ordinal)]);
    }
}
