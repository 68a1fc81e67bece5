using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Kunskapsstyrning.Host;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>The data, made by <c>kst demo write</c> in the regions' real layouts, and hosts to read it into.</summary>
internal sealed class Deliveries : IDisposable
{
    /// <summary>The months that a made-up delivery may be of lie here; the last is used.</summary>
    private const string Period = "2026-10";

    private readonly Dictionary<(string, int), string> _made = [];
    private readonly Dictionary<Engine, TestDatabase> _bases = [];

    /// <summary>Everything that the benchmark writes but databases lies here.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("kst-bench-").FullName;

    /// <summary>Makes a month's delivery of about so many contacts.</summary>
    /// <returns>The delivery's folder.</returns>
    public string Make(string region, int rows)
    {
        if (_made.TryGetValue((region, rows), out var known)) return known;
        var folder = Path.Combine(Folder, $"{region}-{rows}");
        var perScale = region switch { "vasterbotten" => 2830, "jamtland-harjedalen" => 1500, _ => 2000 }; // contacts in a month at scale 1
        var scale = Math.Max(0.01, rows * 1.0 / perScale).ToString("0.00", CultureInfo.InvariantCulture);
        Measured.Run(Kst(null, "demo", "write", folder, "--region", region, "--months", "1", "--scale", scale));
        return _made[(region, rows)] = Path.Combine(folder, "leveranser", region, Period);
    }

    /// <summary>The same delivery as one zip.</summary>
    public static string Zip(string delivery)
    {
        var zip = delivery + ".zip";
        if (!File.Exists(zip)) ZipFile.CreateFromDirectory(delivery, zip, CompressionLevel.Fastest, includeBaseDirectory: false);
        return zip;
    }

    /// <summary>A fresh host with reference files, agreements and prices but no contact.</summary>
    public async Task<TestDatabase> NewHost(Engine engine, string delivery)
    {
        if (!_bases.TryGetValue(engine, out var known))
        {
            _bases[engine] = known = await Databases.CreateAsync(engine);
            var set = Path.GetFullPath(Path.Combine(delivery, "../../.."));
            Measured.Run(Kst(known, "import", "reference", Path.Combine(set, "gemensamt")), 0);
            Measured.Run(Kst(known, "import", "agreements", Path.Combine(set, "avtal")), 0);
        }
        return await Databases.CopyAsync(known);
    }

    /// <summary>Reads a delivery in, or only checks it, as its region's IT department does.</summary>
    public static Cost Import(TestDatabase host, string region, string path, params string[] more) =>
        Measured.Run(Kst(host, ["import", "contacts", path, "--region", region, .. more]), ExitCodes.Partial);

    /// <summary>The published program, as a region runs it, on a host.</summary>
    public static ProcessStartInfo Kst(TestDatabase? host, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [RepoRoot.PathOf("artifacts", "benchmark", "kst", "kst.dll"), .. arguments]);
        start.Environment["KST__Host__Role"] = nameof(HostRole.Demo);
        start.Environment["KST__Adapters__ProgramFolder"] = RepoRoot.PathOf("artifacts", "adapters");
        if (host is null) return start;
        start.Environment["KST__Data__Folder"] = host.DataFolder;
        start.Environment["KST__Database__Provider"] = host.Engine.ToString();
        start.Environment["KST__Database__ConnectionString"] = host.ConnectionString;
        return start;
    }

    public void Dispose()
    {
        foreach (var database in _bases.Values) database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(Folder, recursive: true);
    }
}
