using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>The plugins in the adapter folders. Manifests are read when first asked for, code when an adapter is opened; what is put there later is seen at the next start.</summary>
/// <param name="folders">Searched in order; of two plugins with one id the first counts. A folder that is not there is no fault.</param>
/// <param name="extraFolder">Its <c>mappning/&lt;region&gt;-v*.json</c> are layouts beside those that came with the adapters.</param>
/// <param name="log">Told of mapping files that are left out, and of plugins that are switched off.</param>
/// <param name="rules">What may be loaded from the folders but the first, which is the program's own, and where it runs; null = everything, in the host.</param>
/// <param name="only">Absolute path of the one plugin in the folders that counts; null = all of them.</param>
public sealed class AdapterDirectory(IReadOnlyList<string> folders, string extraFolder, ILogger<AdapterDirectory> log, AdapterRules? rules = null, string? only = null) : IAdapterDirectory
{
    private const string MappingFolder = "mappning";

    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    private readonly Lazy<List<Plugin>> _plugins = new(() => Find(folders, rules ?? AdapterRules.Trusting, log, only));

    /// <inheritdoc/>
    public IReadOnlyList<AdapterStatus> All => [.. _plugins.Value.Select(plugin => plugin.Status)];

    /// <inheritdoc/>
    public IRegionAdapter Open(string regionKey) => PluginOf(regionKey) is { } plugin ? plugin.Open()
        : throw new AdapterUnavailableException($"Ingen adapter är installerad för {regionKey}. Lägg adapterns mapp i {folders[^1]}, kör kst adapter allow {regionKey} och starta om.");

    /// <inheritdoc/>
    /// <remarks>Read anew each time. A file that cannot be read, or whose region is not the one in its name, is left out and logged.</remarks>
    public IReadOnlyList<Mapping> MappingsOf(string regionKey)
    {
        IEnumerable<string?> places = [PluginOf(regionKey)?.Folder, extraFolder];
        return [.. places.OfType<string>().SelectMany(place => MappingsIn(Path.Combine(place, MappingFolder), regionKey))];
    }

    private IEnumerable<Mapping> MappingsIn(string folder, string regionKey)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var file in Directory.GetFiles(folder, "*.json", Readable).Order(StringComparer.Ordinal))
            if (Path.GetFileName(file).StartsWith($"{regionKey}-v", StringComparison.Ordinal) && Parse(file, regionKey) is { } mapping) yield return mapping;
    }

    private Mapping? Parse(string file, string regionKey)
    {
        try
        {
            using var json = File.OpenRead(file);
            var mapping = Mapping.Parse(json);
            return mapping.Region == regionKey ? mapping : throw new JsonException($"region är {mapping.Region}");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            log.LogWarning("Mappningsfilen {File} används inte: {Reason}", file, WhyNot(file) ?? fault.Message);
            return null;
        }
    }

    private static string? WhyNot(string file)
    {
        try
        {
            using var json = File.OpenRead(file);
            return MappingSchema.Faults(json, Path.GetFileName(file)) is [_, ..] faults ? string.Join(" ", faults) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Plugin? PluginOf(string regionKey) => _plugins.Value.Find(plugin => plugin.Id == regionKey);

    private static List<Plugin> Find(IReadOnlyList<string> folders, AdapterRules rules, ILogger log, string? only)
    {
        var found = folders.SelectMany((folder, place) => !Directory.Exists(folder) ? []
            : Directory.GetDirectories(folder, "*", Readable).Where(plugin => only is null || plugin == only).Order(StringComparer.Ordinal).Select(plugin => new Plugin(plugin, rules, isTrusted: place == 0, log)));
        return [.. found.DistinctBy(plugin => plugin.Id).OrderBy(plugin => plugin.Id, StringComparer.Ordinal)];
    }
}
