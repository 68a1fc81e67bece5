using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>A row that was not read in.</summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="Position">Where it stood.</param>
/// <param name="Codes">Every code that it has, none of them a warning. Empty: a diagnosis or procedure row that follows its contact.</param>
/// <param name="Cells">JSON object of mapped cells by common field, the person id as <c>********</c>; null when the row's structure is broken.</param>
internal sealed record QuarantinedRow(RowKind Kind, RowPosition Position, KstSet Codes, string? Cells)
{
    /// <summary>What stands in place of a person id.</summary>
    public const string Mask = "********";

    private const int MaxChars = 4000;
    private const int ShortestPersonId = 10;
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The <see cref="ContactIdHash"/> of the cells; <see cref="ContactIdHash.Unknown"/> when there are none.</summary>
    public long IdHash { get; private init; }

    /// <summary>What is kept of the person id; null when that is at fault, or none was there.</summary>
    public KeptPerson? Person { get; init; }

    /// <summary>A row that could be read, with its cells.</summary>
    public static QuarantinedRow Of(in SourceRow row, KstSet codes, KeptPerson? person)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            for (var field = (Field)0; (int)field < SourceRow.FieldCount; field++)
            {
                if (row[field].IsEmpty) continue;
                if (field == Field.Person) json.WriteString(field.ToString(), Mask);
                else json.WriteString(field.ToString(), Kept(row, field));
            }
            json.WriteEndObject();
        }
        return new(row.Kind, row.Position, codes, Encoding.UTF8.GetString(buffer.WrittenSpan)) { Person = person, IdHash = ContactIdHash.Of(Kept(row, Field.KontaktId)) };
    }

    /// <summary>A diagnosis or procedure row, from what was kept of it.</summary>
    public static QuarantinedRow Of(RowKind kind, RowPosition position, KstSet codes, string contactId, string ordning, string kod) => new(
        kind, position, codes,
        JsonSerializer.Serialize(new Dictionary<string, string> { [nameof(Field.KontaktId)] = contactId, [nameof(Field.Ordning)] = PersonNumber.Mask(ordning), [nameof(Field.Kod)] = PersonNumber.Mask(kod) }, Relaxed))
    { IdHash = ContactIdHash.Of(contactId) };

    /// <summary>A row whose structure is broken: not one character of it is kept.</summary>
    public static QuarantinedRow Broken(RowKind kind, RowPosition position, Kst code)
    {
        var codes = default(KstSet);
        codes.Add(code);
        return new(kind, position, codes, null);
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<char> Kept(in SourceRow row, Field field) => WithoutAnyone(field, WithoutPerson(row[field] is { Length: > MaxChars } value ? value[..MaxChars] : row[field], row[Field.Person]));

    /// <summary>The value, with what looks like a personnummer masked, whoever's it is: an id in a wrong column. The region's own numbers are left as they are.</summary>
    private static ReadOnlySpan<char> WithoutAnyone(Field field, ReadOnlySpan<char> value) =>
        value.Length < ShortestPersonId || field is Field.KontaktId or Field.RemissId or Field.BetalningsforbindelseId ? value : PersonNumber.Mask(value.ToString());

    /// <summary>The value, with the row's person id masked should it stand there too.</summary>
    private static ReadOnlySpan<char> WithoutPerson(ReadOnlySpan<char> value, ReadOnlySpan<char> person) =>
        person.Length >= ShortestPersonId && value.Contains(person, StringComparison.Ordinal)
            ? value.ToString().Replace(person.ToString(), Mask, StringComparison.Ordinal)
            : value;
}
