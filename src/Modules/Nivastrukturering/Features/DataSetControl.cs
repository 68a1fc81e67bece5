using System.Text.Json;
using System.Text.Json.Serialization;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary><c>kontroll.json</c>: what makes a folder a data set (docs/formats/EXPECTED.md).</summary>
/// <param name="Kontrolldatum">The set's today.</param>
/// <param name="Ankomst">Deliveries in order of arrival: <c>region/folder</c>.</param>
/// <param name="Pseudonymnyckel">Key of the pseudonyms, for the demonstration; null = the host's own.</param>
internal sealed record DataSetControl(DateOnly Kontrolldatum, IReadOnlyList<string> Ankomst, string? Pseudonymnyckel = null)
{
    private const string FileName = "kontroll.json";

    /// <summary>Reads it.</summary>
    /// <param name="folder">The set's.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <exception cref="DomainException">The file is missing or can't be read: the folder is no data set.</exception>
    internal static async Task<DataSetControl> Read(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new DomainException("data-set.control", $"{folder} är ingen datamängd: {FileName} saknas.");
        await using var file = File.OpenRead(path);
        try
        {
            if (await JsonSerializer.DeserializeAsync(file, DataSetControlJson.Default.DataSetControl, ct) is { } control) return control;
        }
        catch (JsonException)
        {
        }
        throw new DomainException("data-set.control", $"{folder} är ingen datamängd: {FileName} går inte att läsa. Den ska ha kontrolldatum (ÅÅÅÅ-MM-DD) och ankomst.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DataSetControl))]
internal sealed partial class DataSetControlJson : JsonSerializerContext;
