using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.Vasternorrland;

/// <summary>The groups as a tree in JSON, flattened from the top down.</summary>
internal static class JsonTree
{
    private const int MaxDepth = 10;
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 1000 }; // deeper than the rule allows, so that it is the rule that refuses

    internal static LocalStructure Read(Stream content, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            using var document = JsonDocument.Parse(content, Json);
            List<LocalGroup> groups = [];
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("noder", out var nodes)) throw NotTheLayout("Listan noder saknas.");
            Add(nodes, parent: null, lpoMirrors: null, depth: 1, groups);
            if (groups.Where(group => group.ActsAsLpo).GroupBy(group => group.Name, Names.Comparer).FirstOrDefault(same => same.Skip(1).Any()) is { } twice)
                throw new StructureRejectedException("LPO-001", 0, $"{twice.Key} står två gånger bland LPO. Ge dem olika namn eller ta bort den ena.");
            return new(groups, []);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException) // not JSON, or a text that is no Unicode
        {
            throw NotTheLayout("Filen är inte läsbar JSON.");
        }
    }

    private static void Add(JsonElement nodes, string? parent, List<string>? lpoMirrors, int depth, List<LocalGroup> groups)
    {
        if (nodes.ValueKind != JsonValueKind.Array) throw NotTheLayout("noder och barn ska vara listor.");
        foreach (var node in nodes.EnumerateArray())
        {
            if (depth > MaxDepth) throw new StructureRejectedException("LPO-003", 0, $"Trädet är djupare än {MaxDepth} nivåer.");
            if (node.ValueKind != JsonValueKind.Object) throw NotTheLayout("En nod ska vara ett objekt.");
            var name = Names.Tidy(Text(node, "namn"));
            var kind = Text(node, "typ");
            if (name.Length == 0) throw NotTheLayout("En nod saknar namn.");
            if (kind is not ("samordning" or "lpo" or "lag")) throw NotTheLayout($"{name}: typ ska vara samordning, lpo eller lag.");

            var mirrors = Mirrors(node, name);
            groups.Add(new(name, LocalCode: null, kind, parent, ActsAsLpo: kind == "lpo", mirrors));
            if (kind == "lag") lpoMirrors?.AddRange(mirrors);
            if (node.TryGetProperty("barn", out var children) && children.ValueKind != JsonValueKind.Null)
                Add(children, name, kind == "lpo" ? mirrors : lpoMirrors, depth + 1, groups);
        }
    }

    private static List<string> Mirrors(JsonElement node, string name)
    {
        if (!node.TryGetProperty("speglar", out var areas) || areas.ValueKind == JsonValueKind.Null) return [];
        if (areas.ValueKind != JsonValueKind.Array) throw NotTheLayout($"{name}: speglar ska vara en lista.");
        List<string> mirrors = [];
        foreach (var area in areas.EnumerateArray())
        {
            if (area.ValueKind != JsonValueKind.String) throw NotTheLayout($"{name}: speglar ska vara namn.");
            if (Names.Tidy(area.GetString()!) is { Length: > 0 } mirror) mirrors.Add(mirror);
        }
        return mirrors;
    }

    private static string Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static StructureRejectedException NotTheLayout(string detail) => new("LPO-002", 0, detail);
}
