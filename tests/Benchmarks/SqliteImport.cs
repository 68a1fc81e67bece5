using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>Our import on SQLite beside <c>sqlite3 .import</c> of the clean rows, into a like table without index.</summary>
internal static class SqliteImport
{
    private const string Table = "nivastrukturering_contact";
    private const string Totals = "SELECT count(*) || ' contacts, ' || sum(amount_ore) || ' öre' FROM ";

    public static async Task Run(Deliveries data, string delivery, int rounds)
    {
        var clean = Path.Combine(data.Folder, "clean.csv");
        List<double> cpu = [], wall = [];
        for (var round = 1; round <= rounds; round++)
        {
            await using var host = await data.NewHost(Engine.Sqlite, delivery);
            var ours = Deliveries.Import(host, "norrbotten", delivery);
            var file = Path.Combine(host.DataFolder, "kst.db");
            var totals = Sqlite(file, Totals + Table).Output.Trim();
            if (round == 1) await File.WriteAllTextAsync(clean, Sqlite(file, ".mode csv", $"SELECT {Sqlite(file, $"SELECT group_concat(iif(type = 'BLOB', 'hex(' || name || ')', name)) FROM pragma_table_info('{Table}')").Output.Trim()} FROM {Table}").Output);

            var raw = Path.Combine(data.Folder, $"raw-{round}.db");
            Sqlite(raw, $"CREATE TABLE raw ({Sqlite(file, $"SELECT group_concat(name || ' ' || type) FROM pragma_table_info('{Table}')").Output.Trim()})");
            var theirs = Sqlite(raw, ".mode csv", $".import {clean} raw");
            Report.MustEqual("sqlite3 .import", totals, Sqlite(raw, Totals + "raw").Output.Trim());
            File.Delete(raw);

            var rows = long.Parse(totals.Split(' ')[0], CultureInfo.InvariantCulture);
            Report.Line("SQLite: our import", ours, rows);
            Report.Line("SQLite: .import of the clean rows", theirs, rows);
            cpu.Add(ours.Cpu / theirs.Cpu);
            wall.Add(ours.Wall / theirs.Wall);
        }
        Report.Result("G7", Report.Median(cpu));
        Report.Result("G7.wall", Report.Median(wall));
    }

    /// <summary>How many contacts a host holds, and their sum.</summary>
    public static string TotalsOf(TestDatabase host) => Sqlite(Path.Combine(host.DataFolder, "kst.db"), Totals + Table).Output.Trim();

    private static Cost Sqlite(string file, params string[] commands) => Measured.Run(new ProcessStartInfo("sqlite3", [file, .. commands]));
}
