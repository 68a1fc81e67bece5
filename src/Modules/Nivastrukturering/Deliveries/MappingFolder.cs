using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>Layouts that come with the files instead of with the host.</summary>
internal static class MappingFolder
{
    /// <summary>Reads every layout of a folder.</summary>
    /// <param name="folder">Absolute path; a folder that is not there has none.</param>
    /// <returns>The versions of a region by its adapter key, in order of file name.</returns>
    public static Func<string, IReadOnlyList<Mapping>> Read(string folder)
    {
        Mapping[] all = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Parse)] : [];
        return region => [.. all.Where(m => m.Region == region)];
    }

    private static Mapping Parse(string path)
    {
        using var file = File.OpenRead(path);
        return Mapping.Parse(file);
    }
}
