using System.Text;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kunskapsstyrning.Isolation.Tests;

/// <summary>The unruly plugin and those of the build, as a host would open them.</summary>
internal static class Plugins
{
    public const string Person = "199001019802";

    /// <summary>The folder in which the unruly plugin is the folder <c>gotland</c>.</summary>
    public static string Unruly => RepoRoot.PathOf("artifacts", "unruly");

    public static string Built => RepoRoot.PathOf("artifacts", "adapters");

    public static AdapterRules InProcess => AdapterRules.Trusting;

    /// <summary>Each reading in a process of its own.</summary>
    public static AdapterRules InProcesses(int silenceSeconds = 60, int totalSeconds = 600, int memoryMiB = 160) =>
        new(null, InProcess: false, new(TimeSpan.FromSeconds(silenceSeconds), TimeSpan.FromSeconds(totalSeconds), memoryMiB));

    public static AdapterDirectory Open(AdapterRules rules) =>
        new([Built, Unruly], Path.Combine(Path.GetTempPath(), "finns inte"), NullLogger<AdapterDirectory>.Instance, rules);

    /// <summary>A delivery whose only file says what the unruly plugin does.</summary>
    public static MemoryDelivery Telling(string act) => new("2026-03", new Dictionary<string, byte[]> { ["gotland_202603.csv"] = Encoding.UTF8.GetBytes(act + "\nen rad till\n") });
}
