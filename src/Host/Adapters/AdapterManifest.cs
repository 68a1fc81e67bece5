using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>A plugin's <c>adapter.json</c>, written by its build and read before any of its code runs.</summary>
/// <param name="Id">The region's key.</param>
/// <param name="Name">For people.</param>
/// <param name="Version">The plugin's own version.</param>
/// <param name="Sdk">The Sdk versions it works with, as an interval: <c>[1.0,2.0)</c>.</param>
/// <param name="Capabilities"><c>contacts</c>, <c>structure</c>.</param>
/// <param name="Assemblies">Everything that may be loaded from the folder; the first holds the adapter.</param>
internal sealed record AdapterManifest(string Id, string Name, string Version, string Sdk, IReadOnlyList<string> Capabilities, IReadOnlyList<AdapterManifest.HashedAssembly> Assemblies)
{
    internal const string FileName = "adapter.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <param name="File">A bare file name.</param>
    /// <param name="Sha256">Of the file's bytes, 64 hexadecimal digits.</param>
    internal sealed record HashedAssembly(string File, string Sha256);

    /// <summary>Of the manifest's own bytes, 64 hexadecimal digits: what is allowed or not.</summary>
    [JsonIgnore]
    public string Sha256 { get; private init; } = "";

    /// <exception cref="PluginFaultException">It is missing, not readable, or says something impossible.</exception>
    internal static AdapterManifest Read(string folder)
    {
        try
        {
            var json = File.ReadAllBytes(Path.Combine(folder, FileName));
            var manifest = JsonSerializer.Deserialize<AdapterManifest>(json, Json);
            return manifest is { Id.Length: > 0, Assemblies.Count: > 0 } && manifest.Assemblies.All(a => IsBareName(a.File))
                ? manifest with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(json)) } : throw Unreadable();
        }
        catch (FileNotFoundException)
        {
            throw new PluginFaultException($"{FileName} saknas. Kopiera in hela adaptermappen på nytt, eller ta bort mappen om den inte är en adapter.");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable();
        }
    }

    /// <summary>True when the plugin says that it works with this Sdk.</summary>
    /// <exception cref="PluginFaultException">The interval is none.</exception>
    internal bool Accepts(Version sdk)
    {
        var parts = Sdk.Trim().Split(',');
        if (parts is not [['[' or '(', .. var low], [.. var high, ']' or ')']]) throw Unreadable();
        var (from, to) = (Bound(low), Bound(high));
        var (isAbove, isBelow) = (from is null ? 1 : Full(sdk).CompareTo(from), to is null ? -1 : Full(sdk).CompareTo(to));
        return (isAbove > 0 || (isAbove == 0 && parts[0][0] == '[')) && (isBelow < 0 || (isBelow == 0 && parts[1][^1] == ']'));
    }

    private static Version? Bound(string text) =>
        text.Trim().Length == 0 ? null : System.Version.TryParse(text.Trim(), out var version) ? Full(version) : throw Unreadable();

    private static Version Full(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0), Math.Max(version.Revision, 0));

    private static bool IsBareName(string file) => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && file.IndexOfAny(['/', '\\', ':']) < 0;

    private static PluginFaultException Unreadable() => new($"{FileName} går inte att läsa. Kopiera in hela adaptermappen på nytt.");
}

/// <summary>A plugin cannot be used.</summary>
/// <param name="message">Swedish: why, and what to do.</param>
/// <param name="incompatible">True when it was built for another Sdk.</param>
internal sealed class PluginFaultException(string message, bool incompatible = false) : Exception(message)
{
    internal bool Incompatible { get; } = incompatible;
}
