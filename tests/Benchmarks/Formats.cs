using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.Benchmarks;

/// <summary>The four regions' layouts, plain and zipped: rows a second and memory beside 128 MiB and 32 bytes a contact.</summary>
internal static class Formats
{
    public static async Task Run(Deliveries data, int rows)
    {
        var engine = Databases.HasPostgres ? Engine.Postgres : Engine.Sqlite;
        foreach (var region in Region.Norra.Select(r => r.Key))
        {
            var plain = data.Make(region, rows);
            foreach (var path in new[] { plain, Deliveries.Zip(plain) })
            {
                await using var host = await data.NewHost(engine, plain);
                var cost = Deliveries.Import(host, region, path);
                Report.Line(region + (path == plain ? "" : ", zipped"), cost, rows);
                var name = $"memory.{region}.{(path == plain ? "plain" : "zip")}";
                Report.Result(name, cost.PeakBytes / ((128 << 20) + (32.0 * rows)));
                Report.Result(name + ".own", cost.OwnBytes / ((128 << 20) + (32.0 * rows)));
            }
        }
    }
}
