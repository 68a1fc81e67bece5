using System.Reflection;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Adapters.Isolation;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Adapters;

/// <summary>One adapter folder: its manifest at once, its code when first asked for. A fault switches it off until the host is started again.</summary>
internal sealed class Plugin
{
    private static readonly Version HostSdk = typeof(IRegionAdapter).Assembly.GetName().Version!;

    private readonly AdapterManifest? _manifest;
    private readonly AdapterRules _rules;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private Func<IRegionAdapter>? _make;
    private PluginFaultException? _fault;

    /// <param name="folder">Absolute path.</param>
    /// <param name="rules">Where its code runs.</param>
    /// <param name="isTrusted">True for the program's own: nobody needs to have allowed it.</param>
    /// <param name="log">Told when it is switched off.</param>
    internal Plugin(string folder, AdapterRules rules, bool isTrusted, ILogger log)
    {
        (Folder, _rules, _log) = (folder, rules, log);
        try
        {
            _manifest = AdapterManifest.Read(folder);
            if (!_manifest.Accepts(HostSdk))
                throw new PluginFaultException($"Adaptern är byggd för Sdk {_manifest.Sdk}, men värden har {HostSdk.ToString(2)}. Installera en version av adaptern som är byggd för Sdk {HostSdk.Major}.", incompatible: true);
            PluginFolder.Check(folder, _manifest);
            if (!isTrusted && rules.Allowed is { } allowed) RequireAllowed(_manifest, allowed.Of(_manifest.Id));
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
                if (_fault is null) return new GuardedAdapter(this, (_make ??= Maker(_manifest!))());
            }
            catch (PluginFaultException fault)
            {
                _fault = fault;
            }
            catch (Exception fault) // whatever a plugin throws is its own status, never the host's end; its text may hold anything and is not passed on
            {
                _fault = new(DidNotStart((fault is TargetInvocationException ? fault.InnerException ?? fault : fault).GetType().Name));
            }
            throw Unavailable(_fault);
        }
    }

    /// <summary>Switches it off until the host is started again.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="trace">Where in its code, for the log; holds no text of a row.</param>
    /// <returns>What the caller is told.</returns>
    internal AdapterUnavailableException SwitchOff(PluginFaultException fault, string? trace)
    {
        lock (_lock) _fault ??= fault;
        _log.LogError("The adapter {Adapter} is switched off: {Reason} {Trace}", Id, fault.Message, trace ?? "");
        return Unavailable(fault);
    }

    internal static string DidNotStart(string type) => $"Adaptern gick inte att starta ({type}). Kontakta den som har levererat adaptern.";

    private AdapterUnavailableException Unavailable(PluginFaultException fault) => new($"Adaptern {Id} är avstängd: {fault.Message}", fault.Incompatible);

    private Func<IRegionAdapter> Maker(AdapterManifest manifest)
    {
        PluginCode code = new(Id, Path.GetFileNameWithoutExtension(manifest.Assemblies[0].File), PluginFolder.Images(Folder, manifest));
        return _rules.InProcess ? code.Load() : () => new ProcessAdapter(code, _rules.Limits);
    }

    private static void RequireAllowed(AdapterManifest manifest, string? allowed)
    {
        if (manifest.Sha256.Equals(allowed, StringComparison.OrdinalIgnoreCase)) return;
        var why = allowed is null ? "Adaptern är inte tillåten" : "Adaptern är ändrad sedan den tilläts";
        throw new PluginFaultException($"{why}. Ta reda på vem som har lagt den i mappen. Litar du på den: kör kst adapter allow {manifest.Id} och starta om värden.");
    }
}
