using System.Reflection;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>A plugin's code as it was hashed; loaded in the host or sent to a child process.</summary>
/// <param name="Id">The region's key.</param>
/// <param name="Entry">Name of the assembly that holds the adapter.</param>
/// <param name="Images">Assembly name → bytes.</param>
internal sealed record PluginCode(string Id, string Entry, IReadOnlyDictionary<string, byte[]> Images)
{
    /// <summary>Loads the code into this process.</summary>
    /// <returns>Makes a fresh instance.</returns>
    /// <exception cref="PluginFaultException">It holds not one adapter, or the adapter is another region's.</exception>
    internal Func<IRegionAdapter> Load()
    {
        var types = new AdapterLoadContext(Id, Images).LoadFromAssemblyName(new AssemblyName(Entry)).GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IRegionAdapter).IsAssignableFrom(type)).ToList();
        if (types is not [var adapter] || adapter.GetConstructor(Type.EmptyTypes) is null)
            throw new PluginFaultException(NotOne);
        return () => (IRegionAdapter)Activator.CreateInstance(adapter)! is var made && made.Id == Id ? made : throw new PluginFaultException(OtherRegion);
    }

    internal string NotOne => $"{Entry}.dll ska ha en och bara en publik klass som läser en region (IRegionAdapter, konstruktor utan argument). Kontakta den som har levererat adaptern.";

    internal string OtherRegion => $"{AdapterManifest.FileName} gäller {Id}, men adaptern är gjord för en annan region. Installera rätt adapter.";
}
