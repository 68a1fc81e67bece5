using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>The part of JSON Schema that the mapping's schema uses: type, enum, required, properties, additionalProperties, propertyNames, items, pattern, lengths, minimum, if/then/else.</summary>
internal static class JsonSchema
{
    /// <summary>What breaks the schema, a Swedish sentence each, in document order, and where: as <paramref name="path"/>.</summary>
    /// <param name="schema">A schema that uses nothing else.</param>
    /// <param name="value">What is judged.</param>
    /// <param name="path">Where it stands: <c>kolumner.KontaktId</c>; empty for the whole.</param>
    internal static IEnumerable<(string Path, string Told)> Faults(JsonElement schema, JsonElement value, string path = "")
    {
        var here = path.Length == 0 ? "Filen" : path;
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => IsOf(name, value)))
        {
            yield return (path, $"{here} ska vara {string.Join(" eller ", Types(type).Select(Swedish))}.");
            yield break;
        }
        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(one => one.ValueKind == value.ValueKind && one.ToString() == value.ToString()))
            yield return (path, $"{here} ska vara något av {string.Join(", ", allowed.EnumerateArray())}.");

        var inner = value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(schema, value, path, here),
            JsonValueKind.Array => schema.TryGetProperty("items", out var items) ? value.EnumerateArray().SelectMany((item, i) => Faults(items, item, $"{path}[{i}]")) : [],
            JsonValueKind.String => OfText(schema, value.GetString()!, path, here),
            JsonValueKind.Number => schema.TryGetProperty("minimum", out var least) && value.GetDecimal() < least.GetDecimal() ? [(path, $"{here} ska vara minst {least}.")] : [],
            _ => [],
        };
        foreach (var fault in inner) yield return fault;

        if (!schema.TryGetProperty("if", out var condition)) yield break;
        var branch = Faults(condition, value, path).Any() ? "else" : "then";
        if (!schema.TryGetProperty(branch, out var chosen)) yield break;
        foreach (var fault in Faults(chosen, value, path)) yield return fault;
    }

    private static IEnumerable<(string Path, string Told)> OfObject(JsonElement schema, JsonElement value, string path, string here)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray().Select(one => one.GetString()!))
                if (!value.TryGetProperty(name, out _)) yield return (path, $"{here} saknar {name}.");
        var known = schema.TryGetProperty("properties", out var properties);
        var others = schema.TryGetProperty("additionalProperties", out var additional);
        foreach (var member in value.EnumerateObject())
        {
            var place = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (schema.TryGetProperty("propertyNames", out var names) && names.GetProperty("enum").EnumerateArray().Select(one => one.GetString()!).ToList() is var allowed && !allowed.Contains(member.Name))
            {
                yield return (place, ColumnAdvice.Nearest(member.Name, allowed) is { } meant
                    ? $"{here} har {member.Name}, som inte finns. Menar du {meant}?"
                    : $"{here} har {member.Name}, som inte finns. Skriv något av {string.Join(", ", allowed)}.");
                continue;
            }
            if (known && properties.TryGetProperty(member.Name, out var own)) foreach (var fault in Faults(own, member.Value, place)) yield return fault;
            else if (others && additional.ValueKind == JsonValueKind.False) yield return (place, $"{place} är ingen känd nyckel. {(known && ColumnAdvice.Nearest(member.Name, properties.EnumerateObject().Select(one => one.Name)) is { } meant ? $"Menar du {meant}?" : "Kontrollera stavningen.")}");
            else if (others && additional.ValueKind == JsonValueKind.Object) foreach (var fault in Faults(additional, member.Value, place)) yield return fault;
        }
    }

    private static IEnumerable<(string Path, string Told)> OfText(JsonElement schema, string text, string path, string here)
    {
        if (schema.TryGetProperty("minLength", out var least) && text.Length < least.GetInt32()) yield return (path, $"{here} ska ha minst {least} tecken.");
        if (schema.TryGetProperty("maxLength", out var most) && text.Length > most.GetInt32()) yield return (path, $"{here} ska ha högst {most} tecken.");
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)) yield return (path, $"{here} har inte formen {pattern}.");
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static string Swedish(string type) => type switch
    {
        "object" => "ett objekt",
        "array" => "en lista",
        "string" => "text",
        "boolean" => "true eller false",
        "integer" => "ett heltal",
        _ => "null",
    };
}
