using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>What a row's person id was; the pseudonym is there when the id is readable and its check digit right. Nothing of the id itself.</summary>
internal readonly ref struct PersonRead(PersonFacts facts, ReadOnlySpan<byte> pseudonym)
{
    /// <summary>Null when the row has no person id.</summary>
    public PersonFacts? Facts { get; } = facts;

    /// <summary>32 bytes, or none.</summary>
    public ReadOnlySpan<byte> Pseudonym { get; } = pseudonym;
}

/// <summary>
/// Reads the person ids of some hundred rows before the rows are checked, since pseudonyms are made many at a time, and hands them out in the same order.
/// An id itself is forgotten at once.
/// </summary>
/// <param name="layout">The forms of ids and dates.</param>
/// <param name="year">The period's: gives a short id its century where InDatum can't be read.</param>
/// <param name="key">The key of the pseudonyms.</param>
internal sealed class PersonReader(ContactLayout layout, int year, byte[] key)
{
    private const int None = -1;
    private readonly Pseudonymiser _pseudonyms = new(key);
    private readonly List<(PersonFacts? Facts, int Pseudonym)> _read = [];
    private int _next;

    /// <summary>False when the next must be added first.</summary>
    public bool HasNext => _next < _read.Count;

    /// <summary>Reads a contact's. Those that were handed out are forgotten.</summary>
    public void Add(in SourceRow row)
    {
        if (_next > 0) Clear();
        var text = row[Field.Person];
        if (text.IsEmpty)
        {
            _read.Add((null, None));
            return;
        }
        Span<char> twelve = stackalloc char[PersonIdPattern.Length];
        var facts = layout.Persons.Read(text, layout.Persons.HasShortYear && layout.Dates.TryParse(layout.Value(row, Field.InDatum), out var day) ? day.Year : year, twelve);
        _read.Add((facts, facts.HasRightCheckDigit ? _pseudonyms.Add(twelve) : None));
        twelve.Clear();
    }

    /// <summary>Ends the adding: from now on they are handed out.</summary>
    public void Complete() => _pseudonyms.Complete();

    /// <summary>The next of those that were added. Valid until the next <see cref="Add"/>.</summary>
    public PersonRead Next()
    {
        var (facts, pseudonym) = _read[_next++];
        return facts is { } person ? new(person, pseudonym == None ? [] : _pseudonyms[pseudonym]) : default;
    }

    private void Clear()
    {
        _pseudonyms.Clear();
        _read.Clear();
        _next = 0;
    }
}
