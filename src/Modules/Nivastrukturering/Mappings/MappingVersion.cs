using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Mappings;

/// <summary>A version of a region's mapping that was saved on the page: by whom, when and what it changed. The mapping itself is the file.</summary>
[NoOwner("the host's own configuration: how it reads the files that it gets. It never leaves the host.")]
internal sealed class MappingVersion
{
    public required Guid Id { get; init; }

    /// <summary>The region's key.</summary>
    public required string Region { get; init; }

    /// <summary>The version; one of a region is saved once.</summary>
    public required int Number { get; init; }

    /// <summary>The version that it was made from.</summary>
    public required int Base { get; init; }

    /// <summary>The first day on which it is valid.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>SHA-256 of the mapping, as of a delivery.</summary>
    public required string MappingHash { get; init; }

    /// <summary>Swedish, a line each: <c>Hemkommun: Kommunkod → Kommun_kod</c>.</summary>
    public required string Changes { get; init; }

    public required DateTime SavedAt { get; init; }

    public required string SavedBy { get; init; }
}
