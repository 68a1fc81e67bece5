using System.Text.Json;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>On which line of a JSON text each member stands.</summary>
internal static class JsonLines
{
    /// <summary>1-based lines by path: <c>kolumner.KontaktId</c>.</summary>
    /// <param name="json">Valid JSON, comments allowed, without a BOM.</param>
    internal static Dictionary<string, int> Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
        Dictionary<string, int> lines = [];
        Stack<string> containers = [];
        var (member, line, counted) = ("", 1, 0);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    containers.Push(member);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    containers.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var container = containers.Peek();
                    member = container.Length == 0 ? reader.GetString()! : $"{container}.{reader.GetString()}";
                    line += json[counted..(int)reader.TokenStartIndex].Count((byte)'\n');
                    counted = (int)reader.TokenStartIndex;
                    lines.TryAdd(member, line);
                    break;
            }
        }
        return lines;
    }
}
