using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>A dry import, which parses, checks, classifies and makes pseudonyms but stores nothing, beside DuckDB's typed load of the same file.</summary>
internal static class DuckDb
{
    public static async Task Run(Deliveries data, string delivery, int rounds)
    {
        if (Script("duckdb.mjs") is not { } script)
        {
            Console.WriteLine("DuckDB is not installed: G3 is left out.");
            return;
        }
        var file = WithoutBrokenQuotes(Directory.GetFiles(delivery, "*.csv").Single(), Path.Combine(data.Folder, "duckdb.csv"), out var lines);
        await using var host = await data.NewHost(Engine.Sqlite, delivery);
        List<double> cpu = [];
        for (var round = 1; round <= rounds; round++)
        {
            var ours = Deliveries.Import(host, "norrbotten", delivery, "--dry-run");
            var said = Measured.Run(new ProcessStartInfo("node", [script, file])).Output.Split(' ');
            var rows = long.Parse(said[0], CultureInfo.InvariantCulture);
            if (rows < 0.98 * lines) throw new InvalidOperationException($"DuckDB read {rows} of {lines} rows.");
            Cost theirs = new(Seconds(said[2]), Seconds(said[1]));
            Report.Line("dry import", ours, rows);
            Report.Line("DuckDB, typed load", theirs, rows);
            cpu.Add(ours.Cpu / theirs.Cpu);
        }
        Report.Result("G3", Report.Median(cpu));
    }

    /// <summary>A script of ours beside DuckDB's modules, where Node looks for them; null when they are not installed.</summary>
    internal static string? Script(string name)
    {
        var modules = RepoRoot.PathOf("artifacts", "tools", "node_modules");
        if (!Directory.Exists(Path.Combine(modules, "@duckdb", "node-api"))) return null;
        var script = Path.Combine(Path.GetDirectoryName(modules)!, name);
        File.Copy(Path.Combine(AppContext.BaseDirectory, name), script, overwrite: true);
        return script;
    }

    /// <summary>A quote that is not closed takes DuckDB past all that follows it; ours puts the row in quarantine and goes on.</summary>
    internal static string WithoutBrokenQuotes(string file, string copy, out long lines)
    {
        lines = 0;
        using StreamWriter to = new(copy);
        foreach (var line in File.ReadLines(file).Where(line => !line.Contains('"') && !line.Contains('\0')))
        {
            to.WriteLine(line);
            lines++;
        }
        return copy;
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
