using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Kunskapsstyrning.Kernel;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Kunskapsstyrning.Sync;

/// <summary>A peer cannot be reached, or one of the two does not know the other's certificate.</summary>
/// <param name="message">Swedish: what to do.</param>
/// <param name="cause">What the network said.</param>
internal sealed class PeerUnavailableException(string message, Exception cause) : Exception(message, cause);

/// <summary>Asks the peers for pages of their feeds: own certificate shown, theirs pinned, with a budget of time, retry and a breaker per peer.</summary>
internal sealed class PeerClient(HostCertificate certificate, TimeProvider clock) : IDisposable
{
    private const int LargestPage = 64 * 1024 * 1024;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(60), OneTry = TimeSpan.FromSeconds(20), Connect = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Peer, (HttpClient Http, ResiliencePipeline Pipeline)> _peers = new();

    /// <summary>What the peer's feed has after an entry.</summary>
    /// <exception cref="PeerUnavailableException">No answer within the budget, or no trust.</exception>
    public async Task<FeedPage> After(Peer peer, long after, CancellationToken ct)
    {
        var (http, pipeline) = _peers.GetOrAdd(peer, p => (Http(p), Pipeline()));
        try
        {
            return await pipeline.ExecuteAsync(async token => await http.GetFromJsonAsync<FeedPage>($"/api/v1/sync/feed?after={after}", token), ct) ?? throw new HttpRequestException("The answer was empty.");
        }
        catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException)
        {
            throw new PeerUnavailableException($"{peer.Name} visar ett annat certifikat än det som är inställt. Jämför tumavtrycket med det som kst sync status visar hos {peer.Name}.", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutRejectedException or BrokenCircuitException or System.Text.Json.JsonException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new PeerUnavailableException($"{peer.Name} nås inte på {peer.Url.Authority}. Kontrollera att värden är igång, att porten är öppen och att den har den här värdens tumavtryck.", failure);
        }
    }

    public void Dispose()
    {
        foreach (var (http, _) in _peers.Values) http.Dispose();
    }

    private HttpClient Http(Peer peer) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        ConnectTimeout = Connect,
        SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate.Certificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) => peer.Shows(shown as X509Certificate2, clock.GetUtcNow().UtcDateTime), // pinned: no chain, no name
        },
    })
    {
        BaseAddress = peer.Url, MaxResponseContentBufferSize = LargestPage, Timeout = Timeout.InfiniteTimeSpan,
    };

    private static ResiliencePipeline Pipeline() => new ResiliencePipelineBuilder()
        .AddTimeout(Budget)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>(MayPass).Handle<TimeoutRejectedException>(),
            MaxRetryAttempts = 3, BackoffType = DelayBackoffType.Exponential, UseJitter = true, Delay = TimeSpan.FromMilliseconds(200),
        })
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions { MinimumThroughput = 8, FailureRatio = 0.9, SamplingDuration = TimeSpan.FromMinutes(30), BreakDuration = TimeSpan.FromMinutes(1) })
        .AddTimeout(OneTry)
        .Build();

    private static bool MayPass(HttpRequestException failure) => failure.InnerException is not AuthenticationException && failure.StatusCode is null or >= System.Net.HttpStatusCode.InternalServerError;
}
