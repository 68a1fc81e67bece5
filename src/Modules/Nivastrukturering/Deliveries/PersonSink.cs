using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Nivastrukturering.Data;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Turns every faultless person id of a delivery into its pseudonyms under two keys, and keeps the pair. The id is forgotten at once.</summary>
internal sealed class PersonSink : IContactSink
{
    private readonly ContactLayout _layout;
    private readonly int _year;
    private readonly Pseudonymiser _former;
    private readonly Pseudonymiser _next;
    private readonly KeyPairs _pairs;

    /// <param name="delivery">Layout and month.</param>
    /// <param name="former">The key that is left.</param>
    /// <param name="next">The key that is gone to.</param>
    /// <param name="pairs">To be filled.</param>
    public PersonSink(DeliveryIdentity delivery, byte[] former, byte[] next, KeyPairs pairs)
    {
        _layout = new(delivery.Mapping);
        _year = delivery.FirstDay.Year;
        (_former, _next, _pairs) = (new(former), new(next), pairs);
    }

    public void Row(in SourceRow row)
    {
        if (row.Kind != RowKind.Contact || row[Field.Person] is not { IsEmpty: false } text) return;
        var year = _layout.Dates.TryParse(_layout.Value(row, Field.InDatum), out var day) ? day.Year : _year; // as PersonReader has it
        Span<char> twelve = stackalloc char[PersonIdPattern.Length];
        var person = _layout.Persons.Read(text, year, twelve);
        if (person is { IsReadable: true, HasRightCheckDigit: true }) Write(twelve);
        twelve.Clear();
    }

    public void Broken(RowKind kind, RowPosition position, string code)
    {
    }

    public void FileWarning(string file, string code)
    {
    }

    private void Write(ReadOnlySpan<char> twelve)
    {
        Span<byte> pseudonym = stackalloc byte[32];
        _former.Write(twelve, pseudonym);
        if (_pairs.TryAdd(pseudonym, out var next)) _next.Write(twelve, next);
    }
}
