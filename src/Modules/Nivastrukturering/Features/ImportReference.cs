using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <inheritdoc/>
internal sealed class ImportReference(ReferenceIntake intake, ReferenceLibrary library, IUnitOfWork unit) : IReferenceImport
{
    public bool Knows(string fileName) => ReferenceFile.IsKnown(fileName);

    public async Task<bool> Import(Stream content, string fileName, bool dryRun, CancellationToken ct)
    {
        if (!Knows(fileName)) throw new DomainException("reference.unknown", $"{fileName} är ingen känd referensfil. Namnet ska vara ett av {string.Join(", ", ReferenceFile.Common.Order(StringComparer.Ordinal))} eller prislista-<länskod>.csv.");
        intake.RequireOwner(fileName);

        using var memory = new MemoryStream();
        await content.CopyToAsync(memory, ct);
        var bytes = memory.ToArray();
        await intake.Check(bytes, fileName, ct);

        if ((await library.Newest(ct)).Exists(f => f.Name == fileName && f.Hash == ReferenceIntake.HashOf(bytes))) return false;
        if (dryRun) return true;
        return await unit.Run(Guid.CreateVersion7(), $"Läste in {fileName}", () =>
        {
            intake.Put(bytes, fileName);
            return Task.FromResult(true);
        }, ct);
    }
}
