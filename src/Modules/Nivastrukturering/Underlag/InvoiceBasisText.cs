using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>
/// An <see cref="InvoiceBasis"/> as it is stored: a JSON array of the document's values and of its lines, each an array in the order of <see cref="Write(Utf8JsonWriter, InvoiceLine)"/>.
/// Without names it is a third as long, and is read as fast as the database hands it over. What was stored before has names, and is read as ever.
/// </summary>
internal static class InvoiceBasisText
{
    [Flags]
    private enum Marks
    {
        None = 0,
        Inpatient = 1,
        Planned = 2,
        PartInvoice = 4,
        Commitment = 8,
    }

    /// <summary>The stored form.</summary>
    public static string Write(InvoiceBasis basis)
    {
        using var bytes = new MemoryStream();
        using (var to = new Utf8JsonWriter(bytes))
        {
            to.WriteStartArray();
            to.WriteStringValue(basis.Id);
            to.WriteNumberValue(NumberOf(basis.IssueDate));
            to.WriteBooleanValue(basis.IsCredit);
            to.WriteStringValue(basis.CreditedId);
            to.WriteStringValue(basis.SupplierOrgnr);
            to.WriteStringValue(basis.CustomerOrgnr);
            foreach (var line in basis.Lines) Write(to, line);
            to.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Reads either form.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static InvoiceBasis Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads either form, as UTF-8.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static InvoiceBasis Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return text.StartsWith("{"u8) ? JsonSerializer.Deserialize<InvoiceBasis>(text) ?? throw new JsonException("A stored document is empty.") : ReadArray(text);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            throw new JsonException("A stored document is not as it should be.", wrong);
        }
    }

    private static InvoiceBasis ReadArray(ReadOnlySpan<byte> text)
    {
        var from = new Utf8JsonReader(text);
        Step(ref from, JsonTokenType.StartArray);
        List<InvoiceLine> lines = [];
        var basis = new InvoiceBasis(Text(ref from)!, Day(ref from)!.Value, Flag(ref from), Text(ref from), Text(ref from)!, Text(ref from)!, lines);
        var names = new Names();
        while (from.Read() && from.TokenType == JsonTokenType.StartArray)
        {
            lines.Add(Line(ref from, names));
            Step(ref from, JsonTokenType.EndArray);
        }
        if (from.TokenType != JsonTokenType.EndArray) throw new JsonException("A stored document does not end as it should.");
        return basis;
    }

    private static void Write(Utf8JsonWriter to, InvoiceLine line)
    {
        to.WriteStartArray();
        to.WriteNumberValue(line.LineId);
        HashOrNull(line.ContactTag);
        NumberOrNull(line.CreditedLineId);
        HashOrNull(line.Pseudonym);
        to.WriteStringValue(line.County);
        to.WriteNumberValue((int)MarksOf(line));
        to.WriteNumberValue(NumberOf(line.VisitDate));
        NumberOrNull(line.DischargeDate is { } day ? NumberOf(day) : null);
        to.WriteStringValue(line.UnitHsaId);
        to.WriteStringValue(line.DrgCode);
        to.WriteStringValue(line.CareLevel);
        to.WriteNumberValue(line.NetOre);
        to.WriteNumberValue(line.BilledCareOre);
        to.WriteEndArray();

        void HashOrNull(KeyedHash? value)
        {
            if (value is { } hash) to.WriteBase64StringValue(hash.Bytes);
            else to.WriteNullValue();
        }

        void NumberOrNull(long? value)
        {
            if (value is { } number) to.WriteNumberValue(number);
            else to.WriteNullValue();
        }
    }

    private static InvoiceLine Line(ref Utf8JsonReader from, Names names)
    {
        var (id, tag, credited, pseudonym) = (Number(ref from)!.Value, Hash(ref from), Number(ref from), Hash(ref from));
        var county = Shared(ref from, ref names.County)!;
        var marks = (Marks)Number(ref from)!.Value;
        return new()
        {
            LineId = id,
            ContactTag = tag,
            CreditedLineId = credited,
            Pseudonym = pseudonym,
            County = county,
            IsInpatient = marks.HasFlag(Marks.Inpatient),
            IsPlanned = marks.HasFlag(Marks.Planned),
            IsPartInvoice = marks.HasFlag(Marks.PartInvoice),
            HasCommitment = marks.HasFlag(Marks.Commitment),
            VisitDate = Day(ref from)!.Value,
            DischargeDate = Day(ref from),
            UnitHsaId = Shared(ref from, ref names.Unit),
            DrgCode = Shared(ref from, ref names.Drg),
            CareLevel = Shared(ref from, ref names.Level),
            NetOre = Number(ref from)!.Value,
            BilledCareOre = Number(ref from)!.Value,
        };
    }

    private static Marks MarksOf(InvoiceLine line) =>
        (line.IsInpatient ? Marks.Inpatient : Marks.None) | (line.IsPlanned ? Marks.Planned : Marks.None) | (line.IsPartInvoice ? Marks.PartInvoice : Marks.None) | (line.HasCommitment ? Marks.Commitment : Marks.None);

    /// <summary>2026-03-09 as 20260309.</summary>
    private static int NumberOf(DateOnly day) => (((day.Year * 100) + day.Month) * 100) + day.Day;

    private static void Next(ref Utf8JsonReader from)
    {
        if (!from.Read()) throw new JsonException("A stored document ends too early.");
    }

    private static void Step(ref Utf8JsonReader from, JsonTokenType expected)
    {
        Next(ref from);
        if (from.TokenType != expected) throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"A stored document has {from.TokenType} where {expected} belongs."));
    }

    private static long? Number(ref Utf8JsonReader from)
    {
        Next(ref from);
        return from.TokenType == JsonTokenType.Null ? null : from.GetInt64();
    }

    private static DateOnly? Day(ref Utf8JsonReader from) => Number(ref from) is { } n ? new DateOnly((int)(n / 10_000), (int)(n / 100 % 100), (int)(n % 100)) : null;

    private static bool Flag(ref Utf8JsonReader from)
    {
        Next(ref from);
        return from.GetBoolean();
    }

    private static string? Text(ref Utf8JsonReader from)
    {
        Next(ref from);
        return from.GetString();
    }

    private static KeyedHash? Hash(ref Utf8JsonReader from)
    {
        Next(ref from);
        if (from.TokenType == JsonTokenType.Null) return null;
        if (from.ValueIsEscaped) return new(from.GetBytesFromBase64());
        Span<byte> bytes = stackalloc byte[KeyedHash.Length];
        return Base64.DecodeFromUtf8(from.ValueSpan, bytes, out _, out var length) == OperationStatus.Done ? new(bytes[..length]) : throw new FormatException("A keyed hash is 32 bytes in base64.");
    }

    /// <summary>A text that is often that of the line before: then the same string.</summary>
    private static string? Shared(ref Utf8JsonReader from, ref string? last)
    {
        Next(ref from);
        if (from.TokenType == JsonTokenType.Null) return null;
        return last is not null && from.ValueTextEquals(last) ? last : last = from.GetString();
    }

    private sealed class Names
    {
        public string? County, Unit, Drg, Level;
    }
}
