using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Scenarier;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>A scenario's answer, low, mid and high, beside DuckDB's one scan of the same contacts in its own memory: as a person asks again and again, and with nothing held.</summary>
internal static class WhatIf
{
    private const int Answers = 10;
    private const int WarmUp = 60;

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
        Shelf<ScenarioBasis> held = new();
        var contacts = await Answer(host.ConnectionString, held);
        for (var i = 0; i < WarmUp; i++) await Answer(host.ConnectionString, new()); // until it is compiled as the published program is
        var said = Measured.Run(new ProcessStartInfo("node", [script, file, rounds.ToString(CultureInfo.InvariantCulture)])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        List<double> cpu = [], wall = [], first = [];
        foreach (var scan in said.Select(line => line.Split(' ')))
        {
            var theirs = new Cost(Seconds(scan[2]), Seconds(scan[1]));
            var (unheld, ours) = (await Cost(new()), await Cost(held));
            var rows = long.Parse(scan[0], CultureInfo.InvariantCulture);
            Report.Line("a scenario's first answer", unheld, rows);
            Report.Line("a scenario's answer", ours, rows);
            Report.Line("DuckDB, one scan", theirs, rows);
            cpu.Add(ours.Cpu / theirs.Cpu);
            wall.Add(ours.Wall / theirs.Wall);
            first.Add(unheld.Cpu / theirs.Cpu);
        }
        Report.Result("W1", Report.Median(cpu));
        Report.Result("W1.wall", Report.Median(wall));
        Report.Result("W1.first", Report.Median(first));

        async Task<Cost> Cost(Shelf<ScenarioBasis> shelf) // a mean of ten: one is too short for the clock of CPU time
        {
            using var self = Process.GetCurrentProcess();
            var (before, watch) = (self.TotalProcessorTime, Stopwatch.StartNew());
            for (var i = 0; i < Answers; i++)
            {
                Report.MustEqual("an answer twice", contacts, await Answer(host.ConnectionString, shelf));
                if (shelf != held) shelf = new();
            }
            var took = watch.Elapsed;
            self.Refresh();
            return new(took / Answers, (self.TotalProcessorTime - before) / Answers);
        }
    }

    /// <summary>As the page does it: the basis, held or from the database, and three results.</summary>
    /// <returns>How many contacts the scenario touches.</returns>
    private static async Task<long> Answer(string connectionString, Shelf<ScenarioBasis> held)
    {
        await using NivastruktureringDb db = new(new DbContextOptionsBuilder<NivastruktureringDb>().UseSqlite(connectionString).Options);
        var basis = await new ScenarioBases(db, new(db, Reference), held).Latest(default) ?? throw new InvalidOperationException("Nothing was read in.");
        var answer = ScenarioAnswer.Of(basis, Asked);
        return answer.Mid.Flows.Count == 0 ? throw new InvalidOperationException("The scenario moves nothing.") : answer.Mid.TouchedContacts;
    }

    /// <summary>Holds the reference files between answers, as a host does.</summary>
    private static readonly Shelf<ReferenceSet> Reference = new();

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
