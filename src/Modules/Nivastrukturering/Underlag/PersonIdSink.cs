using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Deliveries;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>
/// Takes the person ids of known contacts out of a delivery that passes by once more, row by row. An id lives in one buffer until its line is written,
/// and only one that gives the contact's pseudonym is let through.
/// </summary>
/// <param name="contacts">By KontaktId: those that are asked for.</param>
/// <param name="persons">The layout's form of person ids.</param>
/// <param name="keys">Keys that the pseudonyms may have been made with.</param>
/// <param name="write">Gets a contact and the twelve characters of its person id, each contact once.</param>
internal sealed class PersonIdSink(IReadOnlyDictionary<string, Contact> contacts, PersonIdPattern persons, IReadOnlyList<byte[]> keys, PersonIdSink.Write write) : IContactSink
{
    private readonly Dictionary<string, Contact> _waiting = new(contacts, StringComparer.Ordinal);
    private readonly IReadOnlyList<Pseudonymiser> _pseudonymisers = [.. keys.Select(k => new Pseudonymiser(k))];

    /// <summary>Takes a contact with its person id.</summary>
    internal delegate void Write(Contact contact, ReadOnlySpan<char> twelve);

    /// <summary>How many of the contacts have not been met.</summary>
    public int Missing => _waiting.Count;

    public void Row(in SourceRow row)
    {
        if (row.Kind != RowKind.Contact || !_waiting.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(row[Field.KontaktId], out var contact)) return;
        Span<char> twelve = stackalloc char[PersonIdPattern.Length];
        if (persons.Read(row[Field.Person], contact.InDatum.Year, twelve).IsReadable && IsOf(contact, twelve))
        {
            write(contact, twelve);
            _waiting.Remove(contact.KontaktId);
        }
        twelve.Clear();
    }

    public void Broken(RowKind kind, RowPosition position, string code)
    {
    }

    public void FileWarning(string file, string code)
    {
    }

    private bool IsOf(Contact contact, ReadOnlySpan<char> twelve)
    {
        Span<byte> pseudonym = stackalloc byte[32];
        foreach (var pseudonymiser in _pseudonymisers)
        {
            pseudonymiser.Write(twelve, pseudonym);
            if (pseudonym.SequenceEqual(contact.Pseudonym)) return true;
        }
        return false;
    }
}
