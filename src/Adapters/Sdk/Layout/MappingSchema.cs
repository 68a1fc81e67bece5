using System.Text;
using System.Text.Json;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>Judges mapping files by their JSON schema, which comes with the Sdk (<c>mappning.schema.json</c>).</summary>
public static class MappingSchema
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip };
    private static readonly Lazy<JsonElement> Schema = new(() =>
    {
        using var stream = Open();
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    });

    /// <summary>The schema itself, UTF-8; the caller disposes it.</summary>
    public static Stream Open() => typeof(MappingSchema).Assembly.GetManifestResourceStream("mappning.schema.json")!;

    /// <summary>What is wrong with a mapping file, a Swedish line each that begins with the file's name and line; empty when nothing is.</summary>
    /// <param name="json">The file, from its first byte; not disposed here.</param>
    /// <param name="fileName">Its bare name, which must be <c>&lt;region&gt;-v&lt;version&gt;.json</c> as the file itself says.</param>
    public static IReadOnlyList<string> Faults(Stream json, string fileName)
    {
        using var copy = new MemoryStream();
        json.CopyTo(copy);
        ReadOnlyMemory<byte> bytes = copy.ToArray();
        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var document = JsonDocument.Parse(bytes, Reading);
            List<(string Path, string Told)> faults = [.. JsonSchema.Faults(Schema.Value, document.RootElement)];
            if (faults.Count == 0) faults.AddRange(BeyondSchema(document.RootElement, fileName));
            if (faults.Count == 0) return [];
            var lines = JsonLines.Of(bytes.Span);
            return [.. faults.Select(fault => lines.TryGetValue(fault.Path.Split('[')[0], out var line) ? $"{fileName}, rad {line}: {fault.Told}" : $"{fileName}: {fault.Told}")];
        }
        catch (JsonException fault)
        {
            return [$"{fileName}, rad {fault.LineNumber + 1}: Filen är inte giltig JSON vid tecken {fault.BytePositionInLine + 1}. Se efter citattecken och komman där och på raden före."];
        }
    }

    private static IEnumerable<(string Path, string Told)> BeyondSchema(JsonElement root, string fileName)
    {
        var name = $"{root.GetProperty("region")}-v{root.GetProperty("version")}.json";
        if (name != fileName) yield return ("region", $"Filen ska heta {name} efter sin region och version.");
        foreach (var list in new[] { "obligatoriska", "vardenForst" })
        {
            if (!root.TryGetProperty(list, out var fields)) continue;
            foreach (var field in fields.EnumerateArray().Select(field => field.GetString()!))
                if (!root.GetProperty("kolumner").TryGetProperty(field, out _)) yield return (list, $"{list} har {field}, som inte står under kolumner.");
        }
    }
}
