using System.Security.Cryptography;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The one way by which a reference file comes into use, whether an operator's command loads it or two persons have approved it.</summary>
internal sealed class ReferenceIntake(NivastruktureringDb db, IStructureDirectory structure, HostSettings host, ICurrentUser user, TimeProvider clock)
{
    private const int ShownErrors = 5;

    /// <summary>SHA-256, 64 hex characters.</summary>
    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>True when host and user may write for the file's owner.</summary>
    public bool MayWrite(string fileName) => host.MayWrite(ReferenceFile.OwnerOf(fileName)) && user.MayWrite(ReferenceFile.OwnerOf(fileName));

    /// <summary>Refuses another owner's file.</summary>
    /// <exception cref="NotOwnerException">The host or the user may not.</exception>
    public void RequireOwner(string fileName)
    {
        var owner = ReferenceFile.OwnerOf(fileName);
        if (!MayWrite(fileName)) throw new NotOwnerException($"{fileName} ägs av {(owner == Owner.Nrf ? "Norra sjukvårdsregionförbundet" : $"Region {Region.NameOf(owner.Code)}")} och läses in där.");
    }

    /// <summary>Every load error, in the order they were met.</summary>
    public async Task<IReadOnlyList<ReferenceError>> Errors(byte[] content, string fileName, CancellationToken ct)
    {
        IReadOnlyCollection<string> rpoNames = fileName == "katalog.json" ? [.. await structure.MappedRpoNames(ct)] : [];
        return ReferenceSet.Check(new MemoryStream(content, writable: false), fileName, rpoNames);
    }

    /// <summary>Refuses a file with load errors.</summary>
    /// <exception cref="ReferenceRejectedException">With the first of them.</exception>
    public async Task Check(byte[] content, string fileName, CancellationToken ct)
    {
        var errors = await Errors(content, fileName, ct);
        if (errors.Count == 0) return;

        var more = errors.Count > ShownErrors ? $" Och {errors.Count - ShownErrors} fel till." : "";
        throw new ReferenceRejectedException($"{fileName} är avvisad, den tidigare gäller. {string.Join(' ', errors.Take(ShownErrors).Select(Text))}{more}", [.. errors.Select(e => e.Code).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>Takes a checked file into use, in the unit of work that is running.</summary>
    public ReferenceFile Put(byte[] content, string fileName)
    {
        var owner = ReferenceFile.OwnerOf(fileName);
        var file = new ReferenceFile { Id = Guid.CreateVersion7(), Owner = owner, Name = fileName, Hash = HashOf(content), LoadedAt = clock.GetUtcNow().UtcDateTime, LoadedBy = user.Name };
        db.Add(file);
        db.Add(new ReferenceContent { Id = file.Id, Owner = owner, Content = content });
        return file;
    }

    /// <summary>An error with its row and column: <c>PRI-001, rad 4, giltig_fran: …</c></summary>
    public static string Text(ReferenceError error) => $"{error.Code}{(error.Row > 0 ? $", rad {error.Row}" : "")}{(error.Column.Length > 0 ? $", {error.Column}" : "")}: {error.Message}";
}
