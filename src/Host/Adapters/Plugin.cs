using System.Reflection;
using System.Security.Cryptography;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>One adapter folder: its manifest at once, its code when first asked for. A fault switches it off until the host is started again.</summary>
internal sealed class Plugin
{
    private static readonly Version HostSdk = typeof(IRegionAdapter).Assembly.GetName().Version!;

    private readonly AdapterManifest? _manifest;
    private readonly Lock _lock = new();
    private Type? _adapter;
    private PluginFaultException? _fault;

    internal Plugin(string folder)
    {
        Folder = folder;
        try
        {
            _manifest = AdapterManifest.Read(folder);
            if (!_manifest.Accepts(HostSdk))
                throw new PluginFaultException($"Adaptern är byggd för Sdk {_manifest.Sdk}, men värden har {HostSdk.ToString(2)}. Installera en version av adaptern som är byggd för Sdk {HostSdk.Major}.", incompatible: true);
        }
        catch (PluginFaultException fault)
        {
            _fault = fault;
        }
    }

    internal string Folder { get; }

    internal string Id => _manifest?.Id ?? Path.GetFileName(Folder);

    internal AdapterStatus Status => new(Id, _manifest?.Name ?? Id, _manifest?.Version ?? "", _manifest?.Capabilities ?? [], _fault?.Message) { SdkRange = _manifest?.Sdk ?? "", Folder = Folder };

    /// <summary>A fresh instance.</summary>
    /// <exception cref="AdapterUnavailableException">It is switched off, or was just now.</exception>
    internal IRegionAdapter Open()
    {
        lock (_lock)
        {
            try
            {
                if (_fault is null) return Create();
            }
            catch (PluginFaultException fault)
            {
                _fault = fault;
            }
            catch (Exception fault) // whatever a plugin throws is its own status, never the host's end; its text may hold anything and is not passed on
            {
                _fault = new($"Adaptern gick inte att starta ({(fault is TargetInvocationException ? fault.InnerException ?? fault : fault).GetType().Name}). Kontakta den som har levererat adaptern.");
            }
            throw new AdapterUnavailableException($"Adaptern {Id} är avstängd: {_fault.Message}", _fault.Incompatible);
        }
    }

    private IRegionAdapter Create()
    {
        _adapter ??= Load(_manifest!);
        var adapter = (IRegionAdapter)Activator.CreateInstance(_adapter)!;
        return adapter.Id == Id ? adapter
            : throw new PluginFaultException($"{AdapterManifest.FileName} gäller {Id}, men adaptern är gjord för en annan region. Installera rätt adapter.");
    }

    private Type Load(AdapterManifest manifest)
    {
        Dictionary<string, byte[]> images = [];
        foreach (var (file, sha256) in manifest.Assemblies) images[Path.GetFileNameWithoutExtension(file)] = Image(file, sha256);
        var entry = Path.GetFileNameWithoutExtension(manifest.Assemblies[0].File);
        var types = new AdapterLoadContext(Id, images).LoadFromAssemblyName(new AssemblyName(entry)).GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IRegionAdapter).IsAssignableFrom(type)).ToList();
        return types is [var adapter] && adapter.GetConstructor(Type.EmptyTypes) is not null ? adapter
            : throw new PluginFaultException($"{entry}.dll ska ha en publik klass som läser en region (IRegionAdapter, konstruktor utan argument) men har {types.Count}. Kontakta den som har levererat adaptern.");
    }

    private byte[] Image(string file, string sha256)
    {
        byte[] image;
        try
        {
            image = File.ReadAllBytes(Path.Combine(Folder, file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PluginFaultException($"{file} saknas eller går inte att läsa. Kopiera in hela adaptermappen på nytt.");
        }
        return Convert.ToHexString(SHA256.HashData(image)).Equals(sha256, StringComparison.OrdinalIgnoreCase) ? image
            : throw new PluginFaultException($"{file} är ändrad: kontrollsumman stämmer inte med {AdapterManifest.FileName}. Installera adaptern på nytt från en källa som du litar på.");
    }
}
