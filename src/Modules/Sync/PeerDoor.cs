using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace Kunskapsstyrning.Sync;

/// <summary>
/// The host's TLS port is for other hosts alone: they show a pinned certificate in the handshake, reach the feed and nothing else,
/// and the feed is reached nowhere else.
/// </summary>
internal sealed class PeerDoor(SyncSettings settings, HostCertificate certificate, TimeProvider clock) : IStartupFilter, IConfigureOptions<KestrelServerOptions>
{
    private static readonly PathString Path = "/api/v1/sync";

    public void Configure(KestrelServerOptions options) => options.ConfigureHttpsDefaults(https =>
    {
        https.ServerCertificate = certificate.Certificate;
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.ClientCertificateValidation = (shown, _, _) => Find(shown) is not null; // pinned, so no chain is asked for
    });

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            var peer = Find(context.Features.Get<ITlsConnectionFeature>()?.ClientCertificate);
            if (peer is null == context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
            if (peer is not null) context.User = new(new ClaimsIdentity([new("name", peer.Name), new("role", Roles.Peer)], "peer", "name", "role"));
            return rest(context);
        });
        next(app);
    };

    private Peer? Find(X509Certificate2? shown) => settings.Peers.FirstOrDefault(p => p.Shows(shown, clock.GetUtcNow().UtcDateTime));
}
