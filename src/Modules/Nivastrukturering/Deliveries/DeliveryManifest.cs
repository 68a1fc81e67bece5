using System.Globalization;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Nivastrukturering.Deliveries;

/// <summary>What <c>leverans.json</c> says.</summary>
/// <param name="Region">Adapter key.</param>
/// <param name="Period"><c>YYYY-MM</c>, checked.</param>
/// <param name="Lopnummer">Rises with each delivery of the same region, slag and period.</param>
/// <param name="Skapad">The day it was made, as written.</param>
/// <param name="Files">The files it lists, in its own order.</param>
internal sealed record DeliveryManifest(string Region, string Period, int Lopnummer, DateOnly Skapad, IReadOnlyList<ListedFile> Files)
{
    /// <summary>The manifest's name in a delivery.</summary>
    public const string FileName = "leverans.json";

    /// <summary>The only slag there is.</summary>
    public const string Slag = "vardkontakter";

    private const int MaxBytes = 1 << 20;
    private static readonly string[] Instants = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    /// <summary>Reads the manifest; members it does not know are ignored.</summary>
    /// <exception cref="DeliveryRejectedException">KST-209: not a JSON object, a field missing or of the wrong type, another slag, or no real month.</exception>
    public static DeliveryManifest Parse(Stream json)
    {
        try
        {
            using var limited = new MemoryStream();
            var buffer = new byte[16 * 1024];
            for (int read; (read = json.Read(buffer)) > 0;)
            {
                limited.Write(buffer, 0, read);
                if (limited.Length > MaxBytes) throw Rejected("leverans.json är större än 1 MB.");
            }
            limited.Position = 0;
            using var document = JsonDocument.Parse(limited);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: an escaped half of a surrogate pair
        {
            throw Rejected("leverans.json är inte giltig JSON.");
        }
    }

    /// <summary>True for <c>YYYY-MM</c> with a real month of the years 1900–2099.</summary>
    public static bool IsMonth(string text) => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1900 and <= 2099;

    private static DeliveryManifest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Rejected("leverans.json ska vara ett objekt.");
        var region = Text(root, "region");
        if (Text(root, "slag") is var slag && slag != Slag) throw Rejected($"Slaget ska vara {Slag}.");
        var period = Text(root, "period");
        if (!IsMonth(period)) throw Rejected("Perioden ska skrivas ÅÅÅÅ-MM.");
        var lopnummer = Member(root, "lopnummer", JsonValueKind.Number).TryGetInt32(out var number) ? number : throw Wrong("lopnummer");
        var created = Text(root, "skapad");
        if (!DateTime.TryParseExact(created, Instants, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) throw Wrong("skapad");
        var skapad = DateOnly.ParseExact(created.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture);

        var files = new List<ListedFile>();
        foreach (var file in Member(root, "filer", JsonValueKind.Array).EnumerateArray())
        {
            if (file.ValueKind != JsonValueKind.Object) throw Wrong("filer");
            var bytes = Member(file, "bytes", JsonValueKind.Number).TryGetInt64(out var size) ? size : throw Wrong("bytes");
            files.Add(new(Text(file, "namn"), Text(file, "sha256").ToLowerInvariant(), bytes));
        }
        return new(region, period, lopnummer, skapad, files);
    }

    private static string Text(JsonElement parent, string name) => Member(parent, name, JsonValueKind.String).GetString()!;

    private static JsonElement Member(JsonElement parent, string name, JsonValueKind kind) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : throw Wrong(name);

    private static DeliveryRejectedException Wrong(string name) => Rejected($"Fältet {name} saknas eller har fel typ.");

    private static DeliveryRejectedException Rejected(string detail) => new("KST-209", FileName, detail);
}

/// <summary>A file that the manifest lists.</summary>
/// <param name="Name">Bare name.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Bytes">The size.</param>
internal sealed record ListedFile(string Name, string Sha256, long Bytes);
