using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Kernel;

/// <summary>The region adapters that the host has loaded.</summary>
public interface IAdapterDirectory
{
    /// <summary>A fresh instance of the region's adapter.</summary>
    /// <param name="regionKey">For example <c>norrbotten</c>.</param>
    /// <exception cref="AdapterUnavailableException">None is installed for the region, or it is switched off: the message says why and what to do.</exception>
    IRegionAdapter Open(string regionKey);

    /// <summary>The layout versions that came with the region's adapter, or were put in the data folder.</summary>
    IReadOnlyList<Mapping> MappingsOf(string regionKey);

    /// <summary>Every plugin that was found, switched on or off, in order of id.</summary>
    IReadOnlyList<AdapterStatus> All { get; }
}

/// <summary>A plugin as the host sees it.</summary>
/// <param name="Id">As in <c>adapter.json</c>, or the folder's name when that could not be read.</param>
/// <param name="Name">For people.</param>
/// <param name="Version">The plugin's own version, or empty.</param>
/// <param name="Capabilities"><c>contacts</c>, <c>structure</c>.</param>
/// <param name="OffBecause">Null when it works; else why it is switched off, in Swedish.</param>
public sealed record AdapterStatus(string Id, string Name, string Version, IReadOnlyList<string> Capabilities, string? OffBecause)
{
    /// <summary>The Sdk versions it works with, as an interval: <c>[1.0,2.0)</c>; empty when that could not be read.</summary>
    public string SdkRange { get; init; } = "";

    /// <summary>Absolute path of the plugin's folder.</summary>
    public string Folder { get; init; } = "";
}

/// <summary>The region's adapter cannot be used.</summary>
/// <param name="message">Swedish: why, and what to do.</param>
/// <param name="incompatible">True when it was built for another major version of the Sdk (exit code 7).</param>
public sealed class AdapterUnavailableException(string message, bool incompatible = false) : Exception(message)
{
    /// <summary>True when it was built for another major version of the Sdk.</summary>
    public bool Incompatible { get; } = incompatible;
}
