using System.Text;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Turns the twelve characters of a person id into its pseudonym: HMAC-SHA-256 of their UTF-8. Many at a time is much faster than one (docs/adr/0035). One for each thread.</summary>
internal sealed class Pseudonymiser(byte[] key)
{
    private readonly HmacBatch _batch = new(key);

    /// <summary>A pseudonym, after <see cref="Complete"/>: 32 bytes, there until <see cref="Clear"/>.</summary>
    /// <param name="place">What <see cref="Add"/> said.</param>
    public ReadOnlySpan<byte> this[int place] => _batch[place];

    /// <summary>Takes an id, and forgets it.</summary>
    /// <param name="twelve">The normal form, with raised day or reserve letters as they stand.</param>
    /// <returns>Its place: 0, 1, …</returns>
    public int Add(ReadOnlySpan<char> twelve)
    {
        Span<byte> bytes = stackalloc byte[3 * PersonIdPattern.Length];
        var place = _batch.Add(bytes[..Encoding.UTF8.GetBytes(twelve, bytes)]);
        bytes.Clear();
        return place;
    }

    /// <summary>Makes the pseudonyms of all ids.</summary>
    public void Complete() => _batch.Complete();

    /// <summary>Begins anew.</summary>
    public void Clear() => _batch.Clear();

    /// <summary>Writes the pseudonym of one; those before it are forgotten.</summary>
    /// <param name="twelve">As for <see cref="Add"/>.</param>
    /// <param name="pseudonym">32 bytes.</param>
    public void Write(ReadOnlySpan<char> twelve, Span<byte> pseudonym)
    {
        Clear();
        var place = Add(twelve);
        Complete();
        this[place].CopyTo(pseudonym);
    }
}
