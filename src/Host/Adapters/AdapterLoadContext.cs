using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>One plugin's assemblies, loaded from the very bytes that were hashed. It shares the Sdk and the framework with the host, and nothing else.</summary>
/// <param name="id">For the debugger.</param>
/// <param name="images">Assembly name → its file's bytes.</param>
internal sealed class AdapterLoadContext(string id, IReadOnlyDictionary<string, byte[]> images) : AssemblyLoadContext(id)
{
    private static readonly Assembly Sdk = typeof(IRegionAdapter).Assembly;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (name == Sdk.GetName().Name) return Sdk; // one contract, one type identity
        if (images.TryGetValue(name, out var image)) return LoadFromStream(new MemoryStream(image, writable: false));
        if (IsFramework(name)) return null;
        throw new FileNotFoundException($"{name} finns inte bland adapterns filer.", name);
    }

    // A self-contained program keeps the framework among its own assemblies, so the host's must be told apart by name.
    private static bool IsFramework(string name) =>
        !name.StartsWith("Kunskapsstyrning.", StringComparison.Ordinal) && File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));
}
