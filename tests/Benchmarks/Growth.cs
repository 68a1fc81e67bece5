using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>What five times as many rows cost, in time and in memory.</summary>
internal static class Growth
{
    private const int Times = 5;

    public static async Task Run(Deliveries data, int rows, string delivery)
    {
        foreach (var engine in Databases.HasPostgres ? new[] { Engine.Postgres, Engine.Sqlite } : [Engine.Sqlite])
        {
            var (one, five) = (await Import(data, engine, delivery), await Import(data, engine, data.Make("norrbotten", Times * rows)));
            Report.Line($"{engine}: {rows} rows", one, rows);
            Report.Line($"{engine}: {Times * rows} rows", five, Times * rows);
            Report.Result($"G5.{engine}.MiB", five.PeakBytes / 1048576.0);
            Report.Result($"G5.{engine}.own", five.OwnBytes / 1048576.0);
            Report.Result($"G5.{engine}.limit", (five.PeakBytes - 32.0 * Times * rows) / (128 << 20));
            Report.Result($"G5.{engine}.own.limit", (five.OwnBytes - 32.0 * Times * rows) / (128 << 20));
            Report.Result($"G6.{engine}", five.Wall / one.Wall);
        }
    }

    private static async Task<Cost> Import(Deliveries data, Engine engine, string delivery)
    {
        await using var host = await data.NewHost(engine, delivery);
        return Deliveries.Import(host, "norrbotten", delivery);
    }
}
