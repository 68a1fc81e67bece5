using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Kunskapsstyrning.Sync.Tests;

/// <summary>Another host's feed, over mutual TLS, in which anything can be written: also what a host of ours never would.</summary>
internal sealed class FakePeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private FakePeer(WebApplication app, X509Certificate2 certificate) => (_app, _certificate) = (app, certificate);

    public List<FeedItem> Feed { get; } = [];

    public Guid Epoch { get; set; } = Guid.CreateVersion7();

    /// <summary>Largest number of entries in an answer.</summary>
    public int PageSize { get; set; } = 100;

    public static async Task<FakePeer> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls("https://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureHttpsDefaults(h =>
        {
            h.ServerCertificate = certificate;
            h.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            h.ClientCertificateValidation = (_, _, _) => true;
        }));
        var app = builder.Build();
        FakePeer peer = new(app, certificate);
        app.MapGet("/api/v1/sync/feed", (long after) => Results.Ok(new FeedPage(
            peer.Epoch, peer.Feed.Count, after == 0 ? FeedItem.FirstHash : peer.Feed.ElementAtOrDefault((int)after - 1)?.Hash, [.. peer.Feed.Skip((int)after).Take(peer.PageSize)])));
        await app.StartAsync();
        return peer;
    }

    /// <summary>How a host knows this peer.</summary>
    public Dictionary<string, string?> Settings(string owner) => new()
    {
        ["Sync:Urls"] = "https://127.0.0.1:0",
        ["Sync:IntervalMinutes"] = "0",
        ["Sync:Peers:0:Name"] = "Granne",
        ["Sync:Peers:0:Url"] = _app.Urls.Single(),
        ["Sync:Peers:0:Thumbprint"] = Convert.ToHexStringLower(_certificate.GetCertHash(HashAlgorithmName.SHA256)),
        ["Sync:Peers:0:Owner"] = owner,
    };

    /// <summary>Writes an entry that follows on the last one.</summary>
    public FeedItem Add(string type, JsonObject row, string operation = "+", string? owner = null)
    {
        FeedItem item = new(Feed.Count + 1, Epoch, type, (string)row["id"]!, owner ?? (string)row["owner"]!, operation, row.ToJsonString(), "");
        item = item with { Hash = item.HashAfter(Feed.Count == 0 ? FeedItem.FirstHash : Feed[^1].Hash) };
        Feed.Add(item);
        return item;
    }

    /// <summary>An LPO as its feed carries it.</summary>
    public static JsonObject Lpo(string owner, string name, Guid? id = null, string? status = null) => new()
    {
        ["id"] = (id ?? Guid.CreateVersion7()).ToString(), ["owner"] = owner, ["level"] = "Local", ["kind"] = "Lpo", ["name"] = name, ["slug"] = "lpo-x", ["local_code"] = null, ["parent"] = null,
        ["status"] = status, ["valid_from"] = "2026-01-01", ["valid_to"] = null, ["from_precision"] = "Day", ["source"] = "test", ["version"] = 3,
    };

    /// <summary>A sub-area of a group as its feed carries it.</summary>
    public static JsonObject Area(string owner, Guid group, string name) => new()
    {
        ["id"] = Guid.CreateVersion7().ToString(), ["owner"] = owner, ["group_id"] = group.ToString(), ["position"] = 0, ["name"] = name,
    };

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}
