using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>A row of any mapped type, to and from what the feed carries.</summary>
internal static class Rows
{
    private static readonly MethodInfo _all = typeof(Rows).GetMethod(nameof(AllOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The primary key as the audit log and the feed write it.</summary>
    public static string KeyOf(EntityEntry entry) => string.Join('/', KeyValues(entry).Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));

    /// <summary>The primary key's values, in its order.</summary>
    public static object?[] KeyValues(EntityEntry entry) => [.. entry.Metadata.FindPrimaryKey()!.Properties.Select(p => entry.CurrentValues[p])];

    /// <summary>Makes an entity of the feed's JSON; the context does not track it. A column that the sender lacks keeps its default.</summary>
    /// <exception cref="FormatException">A value is of another kind, or one is missing that may not be.</exception>
    /// <exception cref="JsonException">It is no JSON, or a value is of another kind.</exception>
    public static EntityEntry Read(ModuleDb db, Type type, string payload)
    {
        var json = JsonNode.Parse(payload) as JsonObject ?? throw new FormatException("The payload is no object.");
        var entry = db.Entry(Activator.CreateInstance(type, nonPublic: true)!);
        foreach (var property in Properties(entry))
        {
            if (json.TryGetPropertyValue(property.GetColumnName(), out var node)) entry.CurrentValues[property] = Value(node, property.ClrType);
            if (!property.IsNullable && entry.CurrentValues[property] is null) throw new FormatException($"{property.GetColumnName()} is missing.");
        }
        return entry;
    }

    /// <summary>Gives a tracked row the values of another with the same key.</summary>
    public static void Copy(EntityEntry from, EntityEntry to)
    {
        foreach (var property in Properties(from).Where(p => !p.IsPrimaryKey())) to.CurrentValues[property] = from.CurrentValues[property];
    }

    /// <summary>Every row of a type, tracked.</summary>
    public static Task<List<object>> All(ModuleDb db, Type type, CancellationToken ct) => (Task<List<object>>)_all.MakeGenericMethod(type).Invoke(null, [db, ct])!;

    private static async Task<List<object>> AllOf<T>(ModuleDb db, CancellationToken ct)
        where T : class => [.. await db.Set<T>().ToListAsync(ct)];

    private static IEnumerable<IProperty> Properties(EntityEntry entry) => entry.Metadata.GetFlattenedProperties().Where(p => !p.IsShadowProperty());

    private static object? Value(JsonNode? node, Type type)
    {
        if (node is null) return null;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(Owner)) return Owner.Parse(node.GetValue<string>());
        if (bare == typeof(RegionCode)) return RegionCode.Parse(node.GetValue<string>(), null);
        return bare.IsEnum ? Enum.Parse(bare, node.GetValue<string>()) : node.Deserialize(bare);
    }
}
