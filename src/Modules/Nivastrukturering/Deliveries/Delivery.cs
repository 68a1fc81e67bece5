using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>A delivery that arrived: what it was, how it ended, who sent it when. Its contacts are found by <see cref="No"/>.</summary>
internal sealed class Delivery : IOwned
{
    public required Guid Id { get; init; }

    /// <summary>The delivering region.</summary>
    public required Owner Owner { get; init; }

    /// <summary>Unique in the host, rising; the upper half of its contacts' ids.</summary>
    public required int No { get; init; }

    /// <summary>Where it came from, for people and for comparing with an answer key: <c>norrbotten/2026-03</c>.</summary>
    public required string Source { get; init; }

    public required DeliveryStatus Status { get; set; }

    /// <summary><c>YYYY-MM</c>; empty when that could not be read.</summary>
    public required string Period { get; init; }

    public int? Lopnummer { get; init; }

    /// <summary>The delivery hash, 64 hex characters; empty when that could not be read.</summary>
    public string Hash { get; init; } = "";

    public int? MappingVersion { get; init; }

    /// <summary>SHA-256 of the mapping as it was used.</summary>
    public string MappingHash { get; init; } = "";

    public required DateTime ReceivedAt { get; init; }

    public required string ReceivedBy { get; init; }

    /// <summary>The rejecting code, or empty.</summary>
    public string Code { get; set; } = "";

    /// <summary>The file at fault, or empty.</summary>
    public string File { get; set; } = "";

    /// <summary>Swedish: what helps to mend it, or empty.</summary>
    public string Detail { get; set; } = "";

    /// <summary>The names of the columns that its files had, as <see cref="Mappings.SeenColumns"/> writes them; null when no header was seen.</summary>
    public string? SeenColumns { get; init; }

    /// <summary>The counts of expected.json as a JSON object; empty until it has been read in.</summary>
    public string Counts { get; set; } = "";

    public long Accepted { get; set; }

    public long Quarantined { get; set; }

    /// <summary>The <see cref="No"/> of the delivery that it took the place of, whose rows are kept so that an undo puts it back; null when there is none, or none any more.</summary>
    public int? FormerNo { get; set; }

    /// <summary>Which key the pseudonyms of its rows are made with (<see cref="PseudonymKey.TagOf"/>); empty = the host's, of a delivery from before keys were told apart.</summary>
    public string KeyTag { get; set; } = "";

    public DateTime? UndoneAt { get; set; }

    public string UndoneBy { get; set; } = "";

    public int Version { get; init; }

    /// <summary>SHA-256 of a mapping, 64 hex characters.</summary>
    public static string HashOf(Mapping mapping) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(mapping))));

    /// <summary>How many ids a delivery has for its contacts, and for its rows in quarantine.</summary>
    public const long IdsEach = 1L << 32;

    /// <summary>The lowest id that a contact of it can have.</summary>
    public static long FirstContactId(int no) => no * IdsEach;
}

/// <summary>Words for people.</summary>
internal static class DeliveryStatusText
{
    /// <summary>As expected.json has it: <c>inläst</c>.</summary>
    public static string Text(this DeliveryStatus status) => status switch
    {
        DeliveryStatus.Reading => "läses in",
        DeliveryStatus.InForce => "inläst",
        DeliveryStatus.Replaced => "ersatt",
        DeliveryStatus.Rejected => "avvisad",
        DeliveryStatus.Undone => "ångrad",
        _ => "redan inläst",
    };
}
