using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>
/// A version of one reference file (unit register, catalogue, price list …). The newest of each name is in force; the former stay.
/// Reference data is always read whole and held in memory, so the file itself is what is stored: docs/adr.
/// </summary>
internal sealed class ReferenceFile : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>NRF; of a price list the seller.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Bare file name, which tells the kind: <c>katalog.json</c>, <c>prislista-24.csv</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the content, 64 hex characters.</summary>
    public required string Hash { get; init; }

    public required DateTime LoadedAt { get; init; }

    public required string LoadedBy { get; init; }
}

/// <summary>The bytes of a reference file.</summary>
[AuditedAsCount]
internal sealed class ReferenceContent : IOwned
{
    /// <summary>The file's id.</summary>
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required byte[] Content { get; init; }
}
