using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        pair.Region.Settings["Host:Role"] = "Region";
        pair.Region.Settings["Host:Region"] = "norrbotten";
        pair.Nrf.Settings["Host:Role"] = "Federation";
        var (regionPort, nrfPort) = (FreePort(), FreePort());
        var (regionThumbprint, nrfThumbprint) = (await ThumbprintAsync(pair.Region), await ThumbprintAsync(pair.Nrf));
        await KnowAsync(pair.Region, regionPort, "NRF", nrfPort, nrfThumbprint, "NRF");
        await KnowAsync(pair.Nrf, nrfPort, "Norrbotten", regionPort, regionThumbprint, "25");
        await pair.Region.HereAsync("migrate");
        await pair.Nrf.HereAsync("migrate");
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

    /// <summary>Lets the host make its certificate, as <c>kst sync status</c> does before there is a database.</summary>
    private static async Task<string> ThumbprintAsync(Kst host)
    {
        await host.ConfigureAsync();
        await host.HereAsync("sync", "status");
        using var certificate = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Path.Combine(host.DataFolder, "keys", "sync.pem")));
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private static Task KnowAsync(Kst host, int port, string peer, int peerPort, string thumbprint, string owner)
    {
        host.Settings["Sync:Urls"] = $"https://127.0.0.1:{port}";
        host.Settings["Sync:IntervalMinutes"] = "0"; // the tests say when
        host.Settings["Sync:Peers:0:Name"] = peer;
        host.Settings["Sync:Peers:0:Url"] = $"https://127.0.0.1:{peerPort}";
        host.Settings["Sync:Peers:0:Thumbprint"] = thumbprint;
        host.Settings["Sync:Peers:0:Owner"] = owner;
        return host.ConfigureAsync();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
