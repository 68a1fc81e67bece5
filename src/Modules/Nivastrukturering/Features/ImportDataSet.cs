using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Kunskapsstyrning.Structure.Contracts;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Loads a whole data set (formats/EXPECTED.md): reference files, agreements, local structures, deliveries in order of arrival.</summary>
public interface IDataSetImport
{
    /// <summary>Loads the set. Each part is atomic and safe to run again; a part that is refused ends the work, a delivery that is rejected does not.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="dryRun">True: check, read and count; write nothing. Deliveries are then judged each by itself.</param>
    /// <param name="progress">What is being done, in Swedish.</param>
    /// <param name="ct">Cancels between parts and inside a delivery.</param>
    /// <exception cref="DomainException">The folder is no data set, or a part is refused.</exception>
    Task<DataSetOutcome> Import(string folder, bool dryRun, IProgress<string>? progress, CancellationToken ct);
}

/// <summary>What came of a data set.</summary>
/// <param name="ReferenceFiles">New versions of reference files.</param>
/// <param name="Deliveries">In order of arrival: the key of the set, and how it ended.</param>
public sealed record DataSetOutcome(int ReferenceFiles, IReadOnlyList<(string Key, DeliveryResult Result)> Deliveries);

/// <inheritdoc/>
internal sealed class ImportDataSet(
    IReferenceImport references, ILocalNameImport localNames, IStructureImport structures, IDeliveryImport deliveries, HostSettings host) : IDataSetImport
{
    private const string LocalNames = "lpo-mappning.csv";

    public async Task<DataSetOutcome> Import(string folder, bool dryRun, IProgress<string>? progress, CancellationToken ct)
    {
        var control = await ReadControl(folder, ct);
        var day = control.Kontrolldatum;

        progress?.Report("Läser referensfiler.");
        var names = Path.Combine(folder, "gemensamt", LocalNames);
        if (File.Exists(names))
        {
            await using var content = File.OpenRead(names);
            await localNames.Import(content, LocalNames, day, dryRun, ct);
        }
        var loaded = 0;
        foreach (var path in FilesIn(folder, "gemensamt").Concat(FilesIn(folder, "avtal")).Where(path => references.Knows(Path.GetFileName(path))))
        {
            await using var content = File.OpenRead(path);
            if (await references.Import(content, Path.GetFileName(path), dryRun, ct)) loaded++;
        }

        foreach (var region in Region.Norra)
        {
            foreach (var path in FilesIn(folder, Path.Combine("lpo", region.Key)))
            {
                progress?.Report($"Läser LPO-struktur för {region.Name}.");
                await using var content = File.OpenRead(path);
                await structures.Import(region, content, Path.GetFileName(path), day, dryRun, ct);
            }
        }

        var mappings = FilesIn(folder, "mappning").Select(ReadMapping).ToLookup(m => m.Region);
        var results = new List<(string, DeliveryResult)>();
        foreach (var key in control.Ankomst)
        {
            progress?.Report($"Läser leveransen {key}.");
            var options = new DeliveryOptions(key)
            {
                Sender = Region.Find(key.Split('/')[0]), DryRun = dryRun, Arrival = day, Mappings = region => [.. mappings[region]],
                PseudonymKey = host.Role == HostRole.Demo && control.Pseudonymnyckel is { } secret ? Encoding.UTF8.GetBytes(secret) : null,
            };
            results.Add((key, await deliveries.Import(() => DeliverySource.OfPath(Path.Combine(folder, "leveranser", key)), options, null, ct)));
        }
        return new(loaded, results);
    }

    private static async Task<Control> ReadControl(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, "kontroll.json");
        if (!File.Exists(path)) throw new DomainException("data-set.control", $"{folder} är ingen datamängd: kontroll.json saknas.");
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync(file, ControlJson.Default.Control, ct) ?? throw new JsonException("kontroll.json är tom.");
    }

    private static IEnumerable<string> FilesIn(string folder, string sub)
    {
        var path = Path.Combine(folder, sub);
        return Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : [];
    }

    private static Mapping ReadMapping(string path)
    {
        using var file = File.OpenRead(path);
        return Mapping.Parse(file);
    }
}

/// <summary><c>kontroll.json</c>.</summary>
internal sealed record Control(DateOnly Kontrolldatum, string? Pseudonymnyckel, IReadOnlyList<string> Ankomst);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Control))]
internal sealed partial class ControlJson : JsonSerializerContext;
