using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kunskapsstyrning.Host.Commands;

/// <summary>The file form of expected.json (docs/formats/EXPECTED.md): keys sorted on every level, one blank a level, UTF-8.</summary>
internal static class AnswerKeyFile
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's bytes; the sections may be in any order.</summary>
    public static byte[] Make(JsonObject sections) => Encoding.UTF8.GetBytes(Sorted(sections).ToJsonString(Layout) + "\n");

    private static JsonNode Sorted(JsonNode node) => node is JsonObject members
        ? new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : Sorted(m.Value))))
        : node.DeepClone();
}
