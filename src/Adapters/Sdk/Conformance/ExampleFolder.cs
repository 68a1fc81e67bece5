using System.Text.Json;

namespace Kunskapsstyrning.Adapters.Sdk;

/// <summary>An adapter's own layout and example, as they lie in its folder: files are known by the mapping and never by a name that is agreed beforehand.</summary>
/// <param name="Period"><c>YYYY-MM</c>.</param>
/// <param name="Mapping">The highest version valid for the month.</param>
/// <param name="Files">The mapping's files that are there: bare names and contents.</param>
/// <param name="Structure">Bare name and content of the structure file; null when there is none, or more than one may be it.</param>
public sealed record ExampleFolder(string Period, Mapping Mapping, IReadOnlyDictionary<string, byte[]> Files, (string Name, byte[] Content)? Structure)
{
    private const string Manifest = "leverans.json";

    /// <summary>Reads <c>mappning/</c> and <c>exempel/</c> of an adapter's folder.</summary>
    /// <exception cref="ConformanceException">A mapping breaks its schema, or no file of the example is one of a mapping's: the message says which and what to do.</exception>
    public static ExampleFolder Read(string folder)
    {
        List<Mapping> mappings = [.. Directory.GetFiles(Path.Combine(folder, "mappning"), "*.json").Order(StringComparer.Ordinal).Select(ReadMapping)];
        var example = Path.Combine(folder, "exempel");
        var period = PeriodOf(example, mappings);
        var mapping = mappings.Where(m => m.ValidFor(period)).MaxBy(m => m.Version)
            ?? throw new ConformanceException($"Ingen mappning gäller den första dagen i {period}. Ändra giltigFran, eller byt exempelleveransens månad.");
        var files = FilesOf(mapping, period).Where(name => File.Exists(Path.Combine(example, name))).ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(example, name)));
        return new(period, mapping, files, StructureIn(example) is { } file ? (Path.GetFileName(file), File.ReadAllBytes(file)) : null);
    }

    /// <summary>The structure file beside a delivery: the one whose name holds <c>lpo</c>; of more than one, that which is called <c>lpo.*</c>.</summary>
    /// <param name="folder">The delivery's.</param>
    /// <returns>Its path; null when there is none, or more than one may be it.</returns>
    public static string? StructureIn(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var named = Directory.GetFiles(folder).Where(path => Path.GetFileName(path).Contains("lpo", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        return named.Find(path => Path.GetFileName(path).StartsWith("lpo.", StringComparison.Ordinal)) ?? (named is [var only] ? only : null);
    }

    private static IEnumerable<string> FilesOf(Mapping mapping, string period) => mapping.Filer.Keys.Select(role => mapping.FileName(role, period)!);

    private static Mapping ReadMapping(string path)
    {
        using var json = File.OpenRead(path);
        if (MappingSchema.Faults(json, Path.GetFileName(path)) is [_, ..] faults) throw new ConformanceException(string.Join(Environment.NewLine, faults));
        json.Position = 0;
        return Mapping.Parse(json);
    }

    private static string PeriodOf(string example, List<Mapping> mappings)
    {
        var names = Directory.Exists(example) ? Directory.GetFiles(example).Select(path => Path.GetFileName(path)).ToList() : [];
        var patterns = mappings.SelectMany(mapping => mapping.Filer.Values).Distinct().ToList();
        if (names.SelectMany(name => patterns.Select(pattern => Mapping.PeriodIn(name, pattern))).OfType<string>().FirstOrDefault() is { } period) return period;
        if (names.Contains(Manifest))
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(example, Manifest)));
            if (manifest.RootElement.TryGetProperty("period", out var told) && told.GetString() is { } month) return month;
        }
        throw new ConformanceException($"Ingen fil i exempel heter som mappningens filer säger ({string.Join(", ", patterns)}). Byt namn på filen, eller ändra filer i mappningen.");
    }
}
