using System.Security.Cryptography;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>A plugin's folder held against its manifest.</summary>
internal static class PluginFolder
{
    private static readonly string Sdk = typeof(IRegionAdapter).Assembly.GetName().Name + ".dll";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    /// <summary>Looks for what must not be there: an Sdk of its own, assemblies that nobody has hashed, links to elsewhere.</summary>
    /// <exception cref="PluginFaultException">There is some.</exception>
    internal static void Check(string folder, AdapterManifest manifest)
    {
        var listed = manifest.Assemblies.Select(a => a.File).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<FileSystemInfo> files;
        try
        {
            files = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginFaultException("Mappen går inte att läsa. Ge kontot som kör värden läsrätt till den.");
        }
        if (listed.Contains(Sdk) || files.Exists(file => file.Name.Equals(Sdk, StringComparison.OrdinalIgnoreCase)))
            throw new PluginFaultException($"Adaptern har med sig en egen {Sdk}, men värdens ska användas. Ta bort filen och be den som har levererat adaptern att bygga den enligt docs/adapter.");
        if (files.Find(file => file.LinkTarget is not null) is { } link)
            throw new PluginFaultException($"{link.Name} är en länk till en annan plats. Kopiera in hela adaptermappen på nytt, utan länkar.");
        if (files.Find(file => file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && !listed.Contains(file.Name)) is { } extra)
            throw new PluginFaultException($"{extra.Name} ligger i mappen men står inte i {AdapterManifest.FileName}. Ta bort filen, eller installera adaptern på nytt från en källa som du litar på.");
    }

    /// <summary>The assemblies' bytes, each the very bytes whose hash was right.</summary>
    /// <returns>By assembly name.</returns>
    /// <exception cref="PluginFaultException">One is missing or changed.</exception>
    internal static IReadOnlyDictionary<string, byte[]> Images(string folder, AdapterManifest manifest) =>
        manifest.Assemblies.GroupBy(a => Path.GetFileNameWithoutExtension(a.File)).ToDictionary(a => a.Key, a => Image(folder, a.Last()));

    private static byte[] Image(string folder, AdapterManifest.HashedAssembly listed)
    {
        byte[] image;
        try
        {
            image = File.ReadAllBytes(Path.Combine(folder, listed.File));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginFaultException($"{listed.File} saknas eller går inte att läsa. Kopiera in hela adaptermappen på nytt.");
        }
        return Convert.ToHexString(SHA256.HashData(image)).Equals(listed.Sha256, StringComparison.OrdinalIgnoreCase) ? image
            : throw new PluginFaultException($"{listed.File} är ändrad: kontrollsumman stämmer inte med {AdapterManifest.FileName}. Installera adaptern på nytt från en källa som du litar på.");
    }
}
