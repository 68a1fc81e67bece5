using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>What rows of quarantine are found by: 64 bits of a contact id's SHA-256. Two ids may have the same, so the cells decide.</summary>
internal static class ContactIdHash
{
    /// <summary>Of a row that was stored before there were hashes: it may have any id.</summary>
    public const long Unknown = 0;

    /// <summary>The hash of an id as the cells have it; empty when they have none.</summary>
    public static long Of(ReadOnlySpan<char> id)
    {
        Span<byte> bytes = stackalloc byte[256], hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.TryGetBytes(id, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(id.ToString()), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
