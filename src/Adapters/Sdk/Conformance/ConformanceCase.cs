namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>What the conformance checks are run on: an adapter and a sound delivery of its region.</summary>
public sealed record ConformanceCase
{
    /// <summary>Makes a fresh instance of the adapter.</summary>
    public required Func<IRegionAdapter> NewAdapter { get; init; }

    /// <summary>The layout of <see cref="SoundFiles"/>.</summary>
    public required Mapping Mapping { get; init; }

    /// <summary>The delivery's month, <c>YYYY-MM</c>.</summary>
    public required string Period { get; init; }

    /// <summary>Bare names and contents of a delivery with at least two readable contacts. Broken rows may be among them.</summary>
    public required IReadOnlyDictionary<string, byte[]> SoundFiles { get; init; }

    /// <summary>Bare name and content of a structure file with at least one LPO; null when the adapter reads no structure, or none is at hand.</summary>
    public (string Name, byte[] Content)? SoundStructure { get; init; }

    /// <summary>The delivery as the adapter gets it.</summary>
    internal MemoryDelivery Files => new(Period, SoundFiles);

    /// <summary>The files that the mapping names, for the month.</summary>
    internal IEnumerable<string> MappedFiles => Mapping.Filer.Keys.Select(role => Mapping.FileName(role, Period)!);

    /// <summary>The delivery with one file's content changed.</summary>
    internal Dictionary<string, byte[]> With(string name, byte[] content) => new(SoundFiles, StringComparer.Ordinal) { [name] = content };
}

/// <summary>One thing that every adapter must do.</summary>
/// <param name="Name">Swedish, for the table of <c>kst adapter test</c>.</param>
/// <param name="Run">Runs it; throws <see cref="ConformanceException"/> when the adapter does not do it.</param>
public sealed record ConformanceCheck(string Name, Action<ConformanceCase> Run);

/// <summary>The adapter does not do what every adapter must.</summary>
/// <param name="message">Swedish: what it did. Holds file names, row numbers and codes, never a value of a row.</param>
public sealed class ConformanceException(string message) : Exception(message);
