using System.Security.Cryptography;
using System.Text;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Turns the twelve characters of a person id into its pseudonym: HMAC-SHA-256 of their UTF-8. One for each thread.</summary>
internal sealed class Pseudonymiser(byte[] key) : IDisposable
{
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>Writes the pseudonym.</summary>
    /// <param name="twelve">The normal form, with raised day or reserve letters as they stand.</param>
    /// <param name="pseudonym">32 bytes.</param>
    public void Write(ReadOnlySpan<char> twelve, Span<byte> pseudonym)
    {
        Span<byte> bytes = stackalloc byte[3 * PersonIdPattern.Length];
        var length = Encoding.UTF8.GetBytes(twelve, bytes);
        _hmac.AppendData(bytes[..length]);
        _hmac.GetHashAndReset(pseudonym);
        bytes.Clear();
    }

    public void Dispose() => _hmac.Dispose();
}
