using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Mappings;

/// <summary>A mapping as a file of the data folder's <c>mappning</c>.</summary>
internal static class MappingFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter<Field>(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>The bare name of a version's file.</summary>
    public static string NameOf(Mapping mapping) => $"{mapping.Region}-v{mapping.Version}.json";

    /// <summary>The bytes of the file, judged by the schema and read back.</summary>
    /// <exception cref="DomainException"><c>mapping.invalid</c>: the schema's words.</exception>
    public static byte[] Bytes(Mapping mapping)
    {
        var node = JsonSerializer.SerializeToNode(mapping, Json)!.AsObject();
        foreach (var (key, _) in node.Where(member => member.Value is null or JsonObject { Count: 0 } || (member.Value is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0)).ToList()) node.Remove(key);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(node, Json);
        using var judged = new MemoryStream(bytes);
        if (MappingSchema.Faults(judged, NameOf(mapping)) is [_, ..] faults) throw new DomainException("mapping.invalid", $"Mappningen följer inte sitt schema: {string.Join(" ", faults)}");
        using var read = new MemoryStream(bytes);
        Mapping.Parse(read);
        return bytes;
    }

    /// <summary>Writes the file, whole or not at all. A file that is there is left alone.</summary>
    /// <returns>False when another file has the name.</returns>
    public static bool Write(string folder, string name, byte[] bytes)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        var half = $"{file}.{Guid.CreateVersion7():N}";
        try
        {
            using (var stream = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }
            File.Move(half, file, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            return File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes); // the unit of work was run twice
        }
        finally
        {
            File.Delete(half);
        }
    }
}
