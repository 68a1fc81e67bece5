using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>A Razor Page that is seen with GET.</summary>
/// <param name="Template">As it is routed: <c>/dialoger/{ar:int}/{typ}</c>.</param>
/// <param name="Path">Its address; null when it needs something in its path.</param>
/// <param name="Roles">Who may see it; null when anyone may.</param>
internal sealed record SitePage(string Template, string? Path, IReadOnlyCollection<string>? Roles)
{
    private readonly Regex _address = new("^" + Regex.Replace(Regex.Escape(Template), @"\\{[^}]*?(?<int>:int)?}", m => m.Groups["int"].Success ? "[0-9]+" : "[^/]+") + "$");

    /// <summary>The pages of a host, from its routing table, in ordinal order.</summary>
    internal static IReadOnlyList<SitePage> Of(IServiceProvider services) => [.. services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Where(endpoint => endpoint.RoutePattern.Parameters.All(parameter => parameter.Name != "format"))
        .Select(endpoint => new SitePage("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), Address(endpoint.RoutePattern), RolesOf(endpoint)))
        .DistinctBy(page => page.Path ?? page.Template)
        .OrderBy(page => page.Template, StringComparer.Ordinal)];

    /// <summary>The page that answers at a path, the one with fewest parameters when several might; null for none.</summary>
    internal static SitePage? At(IEnumerable<SitePage> pages, string path) => pages
        .Where(page => page.Path == path || (page.Path is null && page._address.IsMatch(path)))
        .MinBy(page => page.Template.Count(c => c == '{'));

    private static string? Address(RoutePattern pattern) => pattern.Parameters.All(parameter => parameter.IsOptional || parameter.Default is not null)
        ? "/" + string.Join('/', pattern.PathSegments.Select(segment => segment.Parts[0]).OfType<RoutePatternLiteralPart>().Select(part => part.Content))
        : null;

    private static List<string>? RolesOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        ? null
        : [.. endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>()
            .Select(data => Permissions.Table.GetValueOrDefault(data.Policy ?? "", []))
            .Aggregate(Kernel.Roles.All.AsEnumerable(), (all, some) => all.Intersect(some))];
}
