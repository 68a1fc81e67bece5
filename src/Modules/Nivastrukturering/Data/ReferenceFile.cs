using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Nivastrukturering.Data;

/// <summary>
/// A version of one reference file (unit register, catalogue, price list …). The newest of each name is in force; the former stay.
/// Reference data is always read whole and held in memory, so the file itself is what is stored: docs/adr.
/// </summary>
internal sealed class ReferenceFile : IOwned
{
    /// <summary>The names, but for the price lists.</summary>
    public static readonly IReadOnlySet<string> Common = new HashSet<string>
    {
        "enhetsregister.csv", "mvo.csv", "kommuner.csv", "drgvikter.csv", "befolkning.json", "organisationer.json", "katalog.json", "avtal.json", "abonnemang.json",
    };

    public required Guid Id { get; init; }

    /// <summary>NRF; of a price list the seller.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Bare file name, which tells the kind: <c>katalog.json</c>, <c>prislista-24.csv</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the content, 64 hex characters.</summary>
    public required string Hash { get; init; }

    public required DateTime LoadedAt { get; init; }

    public required string LoadedBy { get; init; }

    /// <summary>True for the names of reference files that every host knows.</summary>
    public static bool IsKnown(string name) => Common.Contains(name) || PriceListFile.IsName(name, out _);

    /// <summary>Who loads a file of that name: the seller its price list, NRF all else.</summary>
    public static Owner OwnerOf(string name) => PriceListFile.IsName(name, out var seller) ? Owner.Of(RegionCode.Parse(seller, null)) : Owner.Nrf;

    /// <summary>Why another host's file cannot be taken; null when it can.</summary>
    public string? Fault() => !IsKnown(Name) ? $"{Name} är ingen känd referensfil." : Owner != OwnerOf(Name) ? $"{Name} ägs av {OwnerOf(Name)}, inte av {Owner}." : null;
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
