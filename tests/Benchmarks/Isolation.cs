using Kunskapsstyrning.Host;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>An import into SQLite with the adapter in a process of its own, beside the same import with it in the host.</summary>
internal static class Isolation
{
    public static async Task Run(Deliveries data, string delivery, long rows, int rounds)
    {
        List<double> wall = [], cpu = [];
        for (var round = 1; round <= rounds; round++)
        {
            var (inHost, its) = await Import("InProcess");
            var (alone, same) = await Import("Process");
            Report.MustEqual("adapter in a process of its own", same, its);
            Report.Line("SQLite: adapter in the host", inHost, rows);
            Report.Line("SQLite: adapter in a process", alone, rows);
            wall.Add(alone.Wall / inHost.Wall);
            cpu.Add(alone.Cpu / inHost.Cpu);
        }
        Report.Result("isolation", Report.Median(wall));
        Report.Result("isolation.cpu", Report.Median(cpu));

        async Task<(Cost Cost, string Totals)> Import(string isolation)
        {
            await using var host = await data.NewHost(Engine.Sqlite, delivery);
            var start = Deliveries.Kst(host, "import", "contacts", delivery, "--region", "norrbotten");
            start.Environment["KST__Adapters__Isolation"] = isolation;
            var cost = Measured.Run(start, ExitCodes.Partial);
            return (cost, SqliteImport.TotalsOf(host));
        }
    }
}
