using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>The routing table of the real host: nothing is open by mistake.</summary>
public sealed class EndpointTests
{
    /// <summary>What anyone may reach: signing in, what explains the site, being told of a fault or that there is no such page, saying that one lives, and answering by a personal link.</summary>
    private static readonly string[] _open =
    [
        "/logga-in", "/hjalp", "/ordlista", "/personuppgifter", "/tillganglighet", "/fel/{code:int}", "/health/live", "/health/ready",
        "/svara/{token}", "/svara/{token}/{avsnitt:int}", "/svara/{token}/kontrollera", "/svara/{token}/klart",
        "/{**path}", // answers 404 to what is no page
    ];

    [Fact]
    public async Task Every_endpoint_asks_for_a_permission_or_is_open_on_purpose()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.NotEmpty(endpoints);
        Assert.Empty(endpoints.SelectMany(Wrong));
    }

    [Fact]
    public void Planted_endpoints_without_a_permission_are_seen()
    {
        var planted = new[]
        {
            Endpoint("/open", new AllowAnonymousAttribute()),
            Endpoint("/bare"),
            Endpoint("/anyone", new AuthorizeAttribute()),
            Endpoint("/unknown", new AuthorizeAttribute("no.such")),
            Endpoint("/right", new AuthorizeAttribute(Permissions.ReadStructure)),
        };
        Assert.Equal(["open to all: /open", "no permission: /bare", "no permission: /anyone", "unknown permission no.such: /unknown"], planted.SelectMany(Wrong));
    }

    [Fact]
    public async Task Someone_signed_out_is_sent_to_the_sign_in_page_or_refused()
    {
        await using var host = await TestHost.StartAsync(Engine.Sqlite);
        using var client = host.NewClient(followRedirects: false);
        foreach (var path in SitePage.Of(host.Services).Where(page => page.Roles is not null).Select(page => page.Path).OfType<string>())
        {
            using var answer = await client.GetAsync(path);
            Assert.True((int)answer.StatusCode is 302 or 401 or 403, $"{path} answered {(int)answer.StatusCode}");
        }
    }

    private static IEnumerable<string> Wrong(Endpoint endpoint)
    {
        var path = "/" + ((RouteEndpoint)endpoint).RoutePattern.RawText?.TrimStart('/').Split(".{format:")[0]; // the same page as a file
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            if (!_open.Contains(path, StringComparer.Ordinal)) yield return $"open to all: {path}";
            yield break;
        }

        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).OfType<string>().ToList();
        if (policies.Count == 0) yield return $"no permission: {path}";
        foreach (var policy in policies.Where(policy => !Permissions.Table.ContainsKey(policy))) yield return $"unknown permission {policy}: {path}";
    }

    private static RouteEndpoint Endpoint(string path, params object[] metadata) =>
        new(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(path), 0, new EndpointMetadataCollection(metadata), path);
}
