using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kunskapsstyrning.Sync.Features;

/// <summary><c>GET /api/v1/sync/feed?after=N</c>: what the host's feed has after an entry, for a peer.</summary>
internal static class ServeFeed
{
    private const int PageSize = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/feed", Handle).RequireAuthorization(Permissions.ReadFeed);

    private static async Task<Results<Ok<FeedPage>, BadRequest>> Handle(long after, IChangeFeed feed, CancellationToken ct)
    {
        if (after < 0) return TypedResults.BadRequest();
        Fault.Point("sync.asked");
        var page = await feed.After(after, PageSize, ct);
        Fault.Point("sync.answering");
        return TypedResults.Ok(page);
    }
}
