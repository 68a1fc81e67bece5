using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>Region Norrbotten's host and NRF's: two databases, two data folders, each other's thumbprints pinned.</summary>
internal sealed class SyncPair : IAsyncDisposable
{
    private SyncPair(Kst region, Kst nrf) => (Region, Nrf) = (region, nrf);

    public Kst Region { get; }

    public Kst Nrf { get; }

    /// <summary>Makes the two on empty databases: certificates at first start, thumbprints exchanged, databases migrated.</summary>
    /// <param name="region">The region's engine.</param>
    /// <param name="nrf">NRF's engine.</param>
    public static async Task<SyncPair> MakeAsync(Engine region, Engine nrf)
    {
        SyncPair pair = new(await Kst.OnEmptyAsync(region), await Kst.OnEmptyAsync(nrf));
        pair.Region.Settings["KST__Host__Role"] = "Region";
        pair.Region.Settings["KST__Host__Region"] = "norrbotten";
        pair.Nrf.Settings["KST__Host__Role"] = "Federation";
        var thumbprints = await Task.WhenAll(ThumbprintAsync(pair.Region), ThumbprintAsync(pair.Nrf));
        var (regionPort, nrfPort) = (FreePort(), FreePort());
        Know(pair.Region, regionPort, "NRF", nrfPort, thumbprints[1], "NRF");
        Know(pair.Nrf, nrfPort, "Norrbotten", regionPort, thumbprints[0], "25");
        await Task.WhenAll(pair.Region.RunAsync("migrate"), pair.Nrf.RunAsync("migrate"));
        return pair;
    }

    /// <summary>What the host holds of synced data and how far it has come, one line a row; the same for two hosts that hold the same.</summary>
    public static async Task<IReadOnlyList<string>> StateAsync(Kst host)
    {
        await using DbConnection connection = host.Engine == Engine.Postgres ? new NpgsqlConnection(host.ConnectionString) : new SqliteConnection(host.ConnectionString);
        await connection.OpenAsync();
        List<string> lines = [];
        foreach (var table in new[] { "structure.group", "structure.group_area", "structure.mirror", "structure.local_name", "nivastrukturering.reference_file", "sync.checkpoint", "sync.received" })
        {
            await using var command = connection.CreateCommand();
            var parts = table.Split('.');
            command.CommandText = $"SELECT * FROM {(host.Engine == Engine.Postgres ? $"{parts[0]}.\"{parts[1]}\"" : $"{parts[0]}_{parts[1]}")}";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                lines.Add($"{table}: {string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}={Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal))}");
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Region.DisposeAsync();
        await Nrf.DisposeAsync();
    }

    private static async Task<string> ThumbprintAsync(Kst host)
    {
        var ended = await host.RunAsync("sync", "status", "--output", "json");
        using var json = JsonDocument.Parse(ended.Output);
        return json.RootElement.GetProperty("thumbprint").GetString()!;
    }

    private static void Know(Kst host, int port, string peer, int peerPort, string thumbprint, string owner)
    {
        host.Settings["KST__Sync__Urls"] = $"https://127.0.0.1:{port}";
        host.Settings["KST__Sync__IntervalMinutes"] = "0"; // the tests say when
        host.Settings["KST__Sync__Peers__0__Name"] = peer;
        host.Settings["KST__Sync__Peers__0__Url"] = $"https://127.0.0.1:{peerPort}";
        host.Settings["KST__Sync__Peers__0__Thumbprint"] = thumbprint;
        host.Settings["KST__Sync__Peers__0__Owner"] = owner;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
