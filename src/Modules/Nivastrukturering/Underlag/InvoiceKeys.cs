using System.Text;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>Turns what a document says of persons and contacts into keys that can be kept and compared, at once. One for each thread.</summary>
/// <param name="pseudonyms">The key that the contacts' pseudonyms are made with.</param>
/// <param name="tags">The host's own key.</param>
internal sealed class InvoiceKeys(byte[] pseudonyms, byte[] tags)
{
    private const int LongestOnStack = 256;
    private static readonly byte[] Purpose = "kontakt:"u8.ToArray(); // so that no tag is anyone's pseudonym

    private readonly Pseudonymiser _pseudonymiser = new(pseudonyms);
    private readonly HmacBatch _tagger = new(tags);

    /// <summary>As those of the contacts; null when the patient's id has no 12 characters and so fits no contact.</summary>
    /// <param name="root">Kind of id; <see cref="ClaimSchema.PseudonymRoot"/> = it is the pseudonym itself.</param>
    /// <param name="patient">The id.</param>
    public KeyedHash? PseudonymOf(string? root, string patient)
    {
        if (root == ClaimSchema.PseudonymRoot) return patient.Length == 2 * KeyedHash.Length && patient.All(char.IsAsciiHexDigit) ? new(Convert.FromHexString(patient)) : null;
        if (patient.Length != PersonIdPattern.Length) return null;
        Span<byte> pseudonym = stackalloc byte[KeyedHash.Length];
        _pseudonymiser.Write(patient, pseudonym);
        return new(pseudonym);
    }

    /// <summary>Of a KontaktId: the same for the same text, and nothing that tells it.</summary>
    public KeyedHash TagOf(string kontaktId)
    {
        KeyedHash tag = default;
        AddTag(Encoding.UTF8.GetBytes(kontaktId));
        Tags(new(ref tag));
        return tag;
    }

    /// <summary>Takes a KontaktId whose tag is made together with those of others, which is much faster; <see cref="Tags"/> comes before the next <see cref="TagOf"/>.</summary>
    /// <param name="kontaktId">UTF-8.</param>
    public void AddTag(ReadOnlySpan<byte> kontaktId)
    {
        var length = Purpose.Length + kontaktId.Length;
        var bytes = length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[length];
        Purpose.CopyTo(bytes);
        kontaktId.CopyTo(bytes[Purpose.Length..]);
        _tagger.Add(bytes[..length]);
    }

    /// <summary>The tags of those that were taken since last, in the same order.</summary>
    /// <param name="tags">As many.</param>
    public void Tags(Span<KeyedHash> tags)
    {
        _tagger.Complete();
        for (var i = 0; i < tags.Length; i++) tags[i] = new(_tagger[i]);
        _tagger.Clear();
    }
}
