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

    /// <summary>What is wrong with a mapping file, a Swedish line each; empty when nothing is.</summary>
    /// <param name="json">The file, from its first byte; not disposed here.</param>
    /// <param name="fileName">Its bare name, which must be <c>&lt;region&gt;-v&lt;version&gt;.json</c> as the file itself says.</param>
    public static IReadOnlyList<string> Faults(Stream json, string fileName)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            List<string> faults = [.. JsonSchema.Faults(Schema.Value, document.RootElement)];
            if (faults.Count > 0) return faults;
            var root = document.RootElement;
            var name = $"{root.GetProperty("region")}-v{root.GetProperty("version")}.json";
            if (name != fileName) faults.Add($"Filen ska heta {name} efter sin region och version.");
            foreach (var list in new[] { "obligatoriska", "vardenForst" })
                if (root.TryGetProperty(list, out var fields))
                    faults.AddRange(fields.EnumerateArray().Select(field => field.GetString()!).Where(field => !root.GetProperty("kolumner").TryGetProperty(field, out _)).Select(field => $"{list} har {field}, som inte står under kolumner."));
            return faults;
        }
        catch (JsonException fault)
        {
            return [$"Filen är inte giltig JSON: rad {fault.LineNumber + 1}, tecken {fault.BytePositionInLine + 1}."];
        }
    }
}
