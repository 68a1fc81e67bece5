namespace Kunskapsstyrning.Kernel.Data;

/// <summary>Which entity types go into the change feed, by the names the modules gave them.</summary>
public sealed class FeedCatalogue(IEnumerable<IModule> modules)
{
    private readonly Dictionary<Type, FeedType> _byType = modules.SelectMany(m => m.FeedTypes).ToDictionary(t => t.Type);

    /// <summary>Every type of every module.</summary>
    public IReadOnlyCollection<FeedType> All => _byType.Values;

    /// <summary>The type's stable name; null when it stays in the host.</summary>
    public string? NameOf(Type type) => _byType.GetValueOrDefault(type)?.Name;

    /// <summary>The type by its stable name; null when no module knows it.</summary>
    public FeedType? Find(string name) => _byType.Values.FirstOrDefault(t => t.Name == name);
}
