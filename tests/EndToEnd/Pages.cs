using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>The Razor Pages of a host, from its routing table.</summary>
internal static class Pages
{
    /// <summary>Addresses of the pages that need nothing in their path, in ordinal order.</summary>
    internal static IReadOnlyList<string> WithoutParameters(IServiceProvider services) => [.. services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Where(endpoint => endpoint.RoutePattern.Parameters.All(parameter => parameter.IsOptional || parameter.Default is not null))
        .Select(endpoint => "/" + string.Join('/', endpoint.RoutePattern.PathSegments
            .Where(segment => segment.IsSimple && segment.Parts[0].IsLiteral)
            .Select(segment => ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)segment.Parts[0]).Content)))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)];
}
