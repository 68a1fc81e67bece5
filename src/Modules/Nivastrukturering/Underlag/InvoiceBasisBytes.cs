using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>
/// An <see cref="InvoiceBasis"/> as it is stored (docs/adr/0036): its values and the texts of its lines as JSON, a line feed, and the lines as they lie in memory, little endian.
/// Without a line feed it is JSON through and through, as documents were stored before.
/// </summary>
internal static class InvoiceBasisBytes
{
    private const byte EndOfHead = (byte)'\n'; // JSON escapes it within a text
    private const int None = -1;
    private static readonly JsonSerializerOptions Whole = new() { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    [Flags]
    private enum Marks
    {
        None = 0,
        Inpatient = 1,
        Planned = 2,
        PartInvoice = 4,
        Commitment = 8,
        Tag = 16,
        Pseudonym = 32,
        Credited = 64,
        Discharge = 128,
    }

    /// <summary>The stored form.</summary>
    public static byte[] Write(InvoiceBasis basis)
    {
        Dictionary<string, int> texts = new(StringComparer.Ordinal);
        var lines = basis.Lines.Select(l => Stored(l, texts)).ToArray();
        return [.. JsonSerializer.SerializeToUtf8Bytes(new Head(basis with { Lines = [] }, lines.Length, [.. texts.Keys])), EndOfHead, .. MemoryMarshal.AsBytes<StoredLine>(lines)];
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is not the stored form.</exception>
    public static InvoiceBasis Read(ReadOnlySpan<byte> stored)
    {
        try
        {
            var end = stored.IndexOf(EndOfHead);
            if (end < 0) return JsonSerializer.Deserialize<InvoiceBasis>(stored, Whole) ?? throw new FormatException("A stored document is empty.");
            var (basis, count, texts) = JsonSerializer.Deserialize<Head>(stored[..end], Whole) ?? throw new FormatException("A stored document has no head.");
            var bytes = stored[(end + 1)..];
            if (bytes.Length != (long)count * Unsafe.SizeOf<StoredLine>()) throw new FormatException($"A stored document has {bytes.Length} bytes of {count} lines.");
            StoredLines lines = new(MemoryMarshal.Cast<byte, StoredLine>(bytes).ToArray(), texts);
            for (var i = 0; i < count; i++) _ = lines[i]; // so that it is refused here
            return basis with { Lines = lines };
        }
        catch (Exception wrong) when (wrong is JsonException or IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            throw new FormatException("A stored document is not as it should be.", wrong);
        }
    }

    private static StoredLine Stored(InvoiceLine line, Dictionary<string, int> texts)
    {
        return new()
        {
            ContactTag = line.ContactTag ?? default,
            Pseudonym = line.Pseudonym ?? default,
            LineId = line.LineId,
            CreditedLineId = line.CreditedLineId ?? 0,
            NetOre = line.NetOre,
            BilledCareOre = line.BilledCareOre,
            Marks = If(line.IsInpatient, Marks.Inpatient) | If(line.IsPlanned, Marks.Planned) | If(line.IsPartInvoice, Marks.PartInvoice) | If(line.HasCommitment, Marks.Commitment)
                | If(line.ContactTag is not null, Marks.Tag) | If(line.Pseudonym is not null, Marks.Pseudonym) | If(line.CreditedLineId is not null, Marks.Credited) | If(line.DischargeDate is not null, Marks.Discharge),
            VisitDate = line.VisitDate.DayNumber,
            DischargeDate = line.DischargeDate?.DayNumber ?? 0,
            County = NumberOf(line.County),
            UnitHsaId = NumberOf(line.UnitHsaId),
            DrgCode = NumberOf(line.DrgCode),
            CareLevel = NumberOf(line.CareLevel),
        };

        static Marks If(bool holds, Marks mark) => holds ? mark : Marks.None;

        int NumberOf(string? text)
        {
            if (text is null) return None;
            if (!texts.TryGetValue(text, out var number)) texts.Add(text, number = texts.Count);
            return number;
        }
    }

    private static InvoiceLine Line(in StoredLine line, string[] texts) => new()
    {
        LineId = line.LineId,
        ContactTag = line.Has(Marks.Tag) ? line.ContactTag : null,
        CreditedLineId = line.Has(Marks.Credited) ? line.CreditedLineId : null,
        Pseudonym = line.Has(Marks.Pseudonym) ? line.Pseudonym : null,
        County = texts[line.County],
        IsInpatient = line.Has(Marks.Inpatient),
        IsPlanned = line.Has(Marks.Planned),
        IsPartInvoice = line.Has(Marks.PartInvoice),
        HasCommitment = line.Has(Marks.Commitment),
        VisitDate = DateOnly.FromDayNumber(line.VisitDate),
        DischargeDate = line.Has(Marks.Discharge) ? DateOnly.FromDayNumber(line.DischargeDate) : null,
        UnitHsaId = TextOrNull(line.UnitHsaId, texts),
        DrgCode = TextOrNull(line.DrgCode, texts),
        CareLevel = TextOrNull(line.CareLevel, texts),
        NetOre = line.NetOre,
        BilledCareOre = line.BilledCareOre,
    };

    private static string? TextOrNull(int number, string[] texts) => number == None ? null : texts[number];

    /// <param name="Basis">Without its lines.</param>
    /// <param name="Count">How many they are.</param>
    /// <param name="Texts">What the lines' numbers of texts stand for.</param>
    private sealed record Head(InvoiceBasis Basis, int Count, string[] Texts);

    /// <summary>The lines as they are stored: one is made when it is asked for, so that a million of them are no objects.</summary>
    private sealed class StoredLines(StoredLine[] lines, string[] texts) : IReadOnlyList<InvoiceLine>
    {
        public int Count => lines.Length;

        public InvoiceLine this[int index] => Line(lines[index], texts);

        public IEnumerator<InvoiceLine> GetEnumerator() => lines.Select(line => Line(line, texts)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A line in 124 bytes; the order of the fields is that of the stored form.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct StoredLine
    {
        public KeyedHash ContactTag, Pseudonym;
        public long LineId, CreditedLineId, NetOre, BilledCareOre;
        public Marks Marks;
        public int VisitDate, DischargeDate; // day numbers
        public int County, UnitHsaId, DrgCode, CareLevel; // numbers of texts

        public readonly bool Has(Marks mark) => Marks.HasFlag(mark);
    }
}
