using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Scenarier;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>A scenario's answer, from the database to low, mid and high, beside DuckDB's one scan of the same contacts in its own memory.</summary>
internal static class WhatIf
{
    private static readonly Assumptions Asked = new(
        new(2027, 1, 1), [new(CareKey.OfLevel(2), "25-65016", ["24-64001"], null, 7_000, null, 6_000, Move.Whole, 85_000), new(CareKey.OfService("NRF-019"), "", [Places.Home], null, 5_000, null, 6_000, Move.Whole, 0)], 2_000);

    public static async Task Run(Deliveries data, string delivery, int rounds)
    {
        if (DuckDb.Script("duckdb-scan.mjs") is not { } script)
        {
            Console.WriteLine("DuckDB is not installed: W1 is left out.");
            return;
        }
        await using var host = await data.NewHost(Engine.Sqlite, delivery);
        Deliveries.Import(host, "norrbotten", delivery);
        var file = DuckDb.WithoutBrokenQuotes(Directory.GetFiles(delivery, "*.csv").Single(), Path.Combine(data.Folder, "scan.csv"), out _);
        var contacts = await Answer(host.ConnectionString); // also warms up
        var said = Measured.Run(new ProcessStartInfo("node", [script, file, rounds.ToString(CultureInfo.InvariantCulture)])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<double> cpu = [], wall = [];
        foreach (var scan in said.Select(line => line.Split(' ')))
        {
            using var self = Process.GetCurrentProcess();
            var (before, watch) = (self.TotalProcessorTime, Stopwatch.StartNew());
            Report.MustEqual("an answer twice", contacts, await Answer(host.ConnectionString));
            var took = watch.Elapsed;
            self.Refresh();
            Cost ours = new(took, self.TotalProcessorTime - before), theirs = new(Seconds(scan[2]), Seconds(scan[1]));
            var rows = long.Parse(scan[0], CultureInfo.InvariantCulture);
            Report.Line("a scenario's answer", ours, rows);
            Report.Line("DuckDB, one scan", theirs, rows);
            cpu.Add(ours.Cpu / theirs.Cpu);
            wall.Add(ours.Wall / theirs.Wall);
        }
        Report.Result("W1", Report.Median(cpu));
        Report.Result("W1.wall", Report.Median(wall));
    }

    /// <summary>As the page does it: cells and reference files from the database, three results.</summary>
    /// <returns>How many contacts the scenario touches.</returns>
    private static async Task<long> Answer(string connectionString)
    {
        await using NivastruktureringDb db = new(new DbContextOptionsBuilder<NivastruktureringDb>().UseSqlite(connectionString).Options);
        var basis = await new ScenarioBases(db, new(db, Shelf)).Latest(default) ?? throw new InvalidOperationException("Nothing was read in.");
        var answer = ScenarioAnswer.Of(basis, Asked);
        return answer.Mid.Flows.Count == 0 ? throw new InvalidOperationException("The scenario moves nothing.") : answer.Mid.TouchedContacts;
    }

    /// <summary>Holds the reference files between answers, as a host does.</summary>
    private static readonly ReferenceShelf Shelf = new();

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
