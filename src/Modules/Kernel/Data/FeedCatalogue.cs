namespace Kunskapsstyrning.Kernel.Data;

/// <summary>Which entity types go into the change feed, by the names the modules gave them.</summary>
public sealed class FeedCatalogue(IEnumerable<IModule> modules)
{
    private readonly Dictionary<Type, string> _names = modules.SelectMany(m => m.FeedTypes).ToDictionary(t => t.Type, t => t.Name);

    /// <summary>The type's stable name; null when it stays in the host.</summary>
    public string? NameOf(Type type) => _names.GetValueOrDefault(type);
}
