using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>A Razor Page that needs nothing in its path.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Roles">Who may see it; null when anyone may.</param>
internal sealed record SitePage(string Path, IReadOnlyCollection<string>? Roles)
{
    /// <summary>The pages of a host, from its routing table, in ordinal order.</summary>
    internal static IReadOnlyList<SitePage> Of(IServiceProvider services) => [.. services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Where(endpoint => endpoint.RoutePattern.Parameters.All(parameter => parameter.IsOptional || parameter.Default is not null))
        .Select(endpoint => new SitePage(Address(endpoint.RoutePattern), RolesOf(endpoint)))
        .DistinctBy(page => page.Path)
        .OrderBy(page => page.Path, StringComparer.Ordinal)];

    private static string Address(RoutePattern pattern) => "/" + string.Join('/', pattern.PathSegments
        .Select(segment => segment.Parts[0])
        .OfType<RoutePatternLiteralPart>()
        .Select(part => part.Content));

    private static List<string>? RolesOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        ? null
        : [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data => Permissions.Table.GetValueOrDefault(data.Policy ?? "", []))
            .Aggregate(Kernel.Roles.All.AsEnumerable(), (all, some) => all.Intersect(some))];
}
