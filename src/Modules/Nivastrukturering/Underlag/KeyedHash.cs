using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kunskapsstyrning.Nivastrukturering.Underlag;

/// <summary>The 32 bytes that a key makes of an id (<see cref="InvoiceKeys"/>): a contact's tag, or a patient's pseudonym. Base64 in JSON.</summary>
[JsonConverter(typeof(AsBase64))]
internal readonly record struct KeyedHash(UInt128 First, UInt128 Last)
{
    public const int Length = 32;

    /// <param name="bytes">32.</param>
    /// <exception cref="FormatException">Another number of bytes.</exception>
    public KeyedHash(ReadOnlySpan<byte> bytes)
        : this(default, default)
    {
        if (bytes.Length != Length) throw new FormatException("A keyed hash has 32 bytes.");
        this = MemoryMarshal.Read<KeyedHash>(bytes);
    }

    /// <summary>The 32 bytes.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<KeyedHash>(in this));

    /// <summary>Some of the bytes: the key has spread them as well as any hash could.</summary>
    public ulong Hash => (ulong)First;

    public override int GetHashCode() => (int)Hash;

    /// <summary>64 hex characters.</summary>
    public override string ToString() => Convert.ToHexStringLower(Bytes);

    private sealed class AsBase64 : JsonConverter<KeyedHash>
    {
        public override KeyedHash Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetBytesFromBase64());

        public override void Write(Utf8JsonWriter writer, KeyedHash value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Bytes);
    }
}
