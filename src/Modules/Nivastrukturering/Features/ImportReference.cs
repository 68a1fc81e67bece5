using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class ImportReference(
    NivastruktureringDb db, ReferenceLibrary library, IStructureDirectory structure, IUnitOfWork unit, HostSettings host, ICurrentUser user, TimeProvider clock) : IReferenceImport
{
    private const int ShownErrors = 5;

    public bool Knows(string fileName) => ReferenceFile.IsKnown(fileName);

    public async Task<bool> Import(Stream content, string fileName, bool dryRun, CancellationToken ct)
    {
        if (!Knows(fileName)) throw new DomainException("reference.unknown", $"{fileName} är ingen känd referensfil. Namnet ska vara ett av {string.Join(", ", ReferenceFile.Common.Order(StringComparer.Ordinal))} eller prislista-<länskod>.csv.");
        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, ct);
        if (await Prepare(memory.ToArray(), fileName, ct) is not var (file, bytes)) return false;
        if (dryRun) return true;
        return await unit.Run(Guid.CreateVersion7(), $"Läste in {fileName}", () =>
        {
            db.Add(file);
            db.Add(bytes);
            return Task.FromResult(true);
        }, ct);
    }

    /// <summary>Checks the bytes and makes the version that would be in force; null when those bytes are in force already. The caller adds it in a unit of work.</summary>
    /// <exception cref="ReferenceRejectedException">The file has errors.</exception>
    /// <exception cref="NotOwnerException">The file belongs to another owner.</exception>
    internal async Task<(ReferenceFile File, ReferenceContent Content)?> Prepare(byte[] bytes, string fileName, CancellationToken ct)
    {
        var owner = ReferenceFile.OwnerOf(fileName);
        if (!host.MayWrite(owner) || !user.MayWrite(owner)) throw new NotOwnerException($"{fileName} ägs av {(owner == Owner.Nrf ? "Norra sjukvårdsregionförbundet" : $"Region {Region.NameOf(owner.Code)}")} och läses in där.");
        await Check(bytes, fileName, ct);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if ((await library.Newest(ct)).Exists(f => f.Name == fileName && f.Hash == hash)) return null;
        var file = new ReferenceFile { Id = Guid.CreateVersion7(), Owner = owner, Name = fileName, Hash = hash, LoadedAt = clock.GetUtcNow().UtcDateTime, LoadedBy = user.Name };
        return (file, new ReferenceContent { Id = file.Id, Owner = owner, Content = bytes });
    }

    /// <summary>Refuses a file with errors.</summary>
    /// <exception cref="ReferenceRejectedException">The first errors, with row and column.</exception>
    internal async Task Check(byte[] bytes, string fileName, CancellationToken ct)
    {
        IReadOnlyCollection<string> rpoNames = fileName == "katalog.json" ? [.. await structure.MappedRpoNames(ct)] : [];
        var errors = ReferenceSet.Check(new MemoryStream(bytes, writable: false), fileName, rpoNames);
        if (errors.Count == 0) return;

        var shown = errors.Take(ShownErrors).Select(e => $"{e.Code}{(e.Row > 0 ? $", rad {e.Row}" : "")}{(e.Column.Length > 0 ? $", {e.Column}" : "")}: {e.Message}");
        var more = errors.Count > ShownErrors ? $" Och {errors.Count - ShownErrors} fel till." : "";
        throw new ReferenceRejectedException($"{fileName} är avvisad, den tidigare gäller. {string.Join(' ', shown)}{more}", [.. errors.Select(e => e.Code).Distinct().Order(StringComparer.Ordinal)]);
    }
}
