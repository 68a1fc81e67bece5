using System.Reflection;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Adapters.TestKit;

/// <summary>
/// What every adapter must do, on the example in its own project: an author says only how the adapter is made. The files may be called anything that the mapping says.
/// </summary>
public abstract class ExampleConformance : AdapterConformance
{
    private readonly Lazy<ExampleFolder> _example;

    /// <summary>Nothing is read before the first test.</summary>
    protected ExampleConformance() => _example = new(() => ExampleFolder.Read(Folder));

    /// <summary>The folder that holds <c>mappning</c> and <c>exempel</c>: the assembly metadata <c>AdapterFolder</c> of the test project.</summary>
    protected virtual string Folder => GetType().Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(metadata => metadata.Key == "AdapterFolder")?.Value
        ?? throw new ConformanceException("Testprojektet säger inte var adaptern ligger. Lägg <AssemblyMetadata Include=\"AdapterFolder\" Value=\"$(MSBuildThisFileDirectory)../PROJEKT\" /> i en ItemGroup.");

    /// <inheritdoc/>
    protected override Mapping Mapping => _example.Value.Mapping;

    /// <inheritdoc/>
    protected override string Period => _example.Value.Period;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, byte[]> SoundFiles => _example.Value.Files;

    /// <inheritdoc/>
    protected override (string Name, byte[] Content)? SoundStructure => _example.Value.Structure;
}
