using System.Globalization;
using System.Text;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;

namespace Kunskapsstyrning.Host.Demo;

/// <summary>The demonstration's reference files, which are built into the program, and what the generator needs of them. All but the kommuner, hospitals and Västerbotten's LPO list is invented.</summary>
internal sealed class DemoReference
{
    private const string Prefix = "demo/";

    private DemoReference()
    {
        var assembly = typeof(DemoReference).Assembly;
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var resource = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            files[name[Prefix.Length..]] = bytes;
        }
        Cases = [.. Rows(files, "vardfall.csv").Select(CareCase.Parse)];
        Flows = [.. Rows(files, "floden.csv").Select(CareFlow.Parse)];
        files.Remove("vardfall.csv");
        files.Remove("floden.csv");
        Files = files;
        Mappings = files.Where(f => f.Key.StartsWith("mappning/", StringComparison.Ordinal))
            .Select(f => Mapping.Parse(new MemoryStream(f.Value, writable: false))).ToDictionary(m => m.Regionkod);
        Kommuner = [.. Rows(files, "gemensamt/kommuner.csv").Select(r => new DemoKommun(r[0], r[1], Whole(r[2])))];
        MvoNames = Rows(files, "gemensamt/mvo.csv").ToDictionary(r => r[0], r => r[1]);
        DrgWeights = Rows(files, "gemensamt/drgvikter.csv").ToDictionary(r => r[0], r => Whole(r[1].Replace(",", "", StringComparison.Ordinal)));
        Units = [.. Rows(files, "gemensamt/enhetsregister.csv").GroupBy(r => r[2]).SelectMany(region => region.Select(DemoUnit.Parse))];
        using var catalogue = JsonDocument.Parse(files["gemensamt/katalog.json"]);
        Levels = catalogue.RootElement.GetProperty("tjanster").EnumerateArray()
            .ToDictionary(t => t.GetProperty("kod").GetString()!, t => t.GetProperty("niva").GetInt32());
    }

    /// <summary>The one there is; read at first use.</summary>
    public static DemoReference Instance { get; } = new();

    /// <summary>By path in a data set (formats/EXPECTED.md), ordinal order: <c>gemensamt/</c>, <c>avtal/</c>, <c>lpo/&lt;region&gt;/</c>, <c>mappning/</c>.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>The layouts in use, by region code.</summary>
    public IReadOnlyDictionary<string, Mapping> Mappings { get; }

    /// <summary>The four regions' kommuner.</summary>
    public IReadOnlyList<DemoKommun> Kommuner { get; }

    /// <summary>The unit register.</summary>
    public IReadOnlyList<DemoUnit> Units { get; }

    /// <summary>What an MVO is called.</summary>
    public IReadOnlyDictionary<string, string> MvoNames { get; }

    /// <summary>Weights in whole ten-thousandths.</summary>
    public IReadOnlyDictionary<string, int> DrgWeights { get; }

    /// <summary>Level 1–4 by service.</summary>
    public IReadOnlyDictionary<string, int> Levels { get; }

    /// <summary>What care looks like.</summary>
    public IReadOnlyList<CareCase> Cases { get; }

    /// <summary>How many contacts a year, by who performs and who lives where.</summary>
    public IReadOnlyList<CareFlow> Flows { get; }

    /// <summary>A whole number, as the tables have them.</summary>
    public static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows(SortedDictionary<string, byte[]> files, string path) =>
        Encoding.UTF8.GetString(files[path]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(';'));
}

/// <summary>A kommun of the four regions.</summary>
/// <param name="Code">Four digits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Population">Inhabitants.</param>
internal sealed record DemoKommun(string Code, string Name, int Population);

/// <summary>A row of the unit register, with what the regions' own layouts call it.</summary>
/// <param name="HsaId">HSA-id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Region">Region code.</param>
/// <param name="Hospital">Sjukhuskod, or empty.</param>
/// <param name="Mvo">Three digits.</param>
/// <param name="IsPrimary">Primary care.</param>
/// <param name="LocalCode">Västerbotten's own code.</param>
internal sealed record DemoUnit(string HsaId, string Name, string Region, string Hospital, string Mvo, bool IsPrimary, string LocalCode)
{
    /// <summary>Reads a row of the register.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="index">Its place among the region's rows.</param>
    public static DemoUnit Parse(string[] cells, int index) => new(cells[0], cells[1], cells[2], cells[3], cells[5], cells[6] == "J",
        string.Create(CultureInfo.InvariantCulture, $"{(cells[3].Length > 0 ? cells[3] : cells[2] + "HC")}{"ABC"[index % 3]}{index:D3}"));
}
