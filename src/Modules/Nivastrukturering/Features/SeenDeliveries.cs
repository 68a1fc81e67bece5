using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The deliveries that the user may see: those who run the host and NRF's administrator all, an economist the own region's.</summary>
internal sealed class SeenDeliveries(NivastruktureringDb db, ICurrentUser user)
{
    private static readonly string[] WithoutRegion = [Roles.NrfAdministrator, Roles.OperationsAdmin];

    /// <summary>Whose deliveries the user sees.</summary>
    public IReadOnlyList<Region> Regions => SeesAll ? Region.Sweden : [.. Region.Sweden.Where(r => r.Code == user.Region)];

    /// <summary>Untracked.</summary>
    public IQueryable<Delivery> Deliveries
    {
        get
        {
            if (SeesAll) return db.Deliveries.AsNoTracking();
            if (user.Region is not { } region) return db.Deliveries.AsNoTracking().Where(d => false);
            var own = Owner.Of(region);
            return db.Deliveries.AsNoTracking().Where(d => d.Owner == own);
        }
    }

    private bool SeesAll => WithoutRegion.Any(user.Roles.Contains);
}

/// <summary>A page of a long table.</summary>
/// <param name="Number">1-based, within <paramref name="Pages"/>.</param>
/// <param name="Pages">At least 1.</param>
/// <param name="Rows">How many rows there are in all.</param>
internal sealed record Paging(int Number, int Pages, int Rows)
{
    /// <summary>Rows on a page.</summary>
    public const int RowsPerPage = 50;

    public int Skip => (Number - 1) * RowsPerPage;

    public int From => Rows == 0 ? 0 : Skip + 1;

    public int To => Math.Min(Rows, Skip + RowsPerPage);

    /// <summary>The page asked for, or the nearest that there is.</summary>
    public static Paging Of(int rows, int? asked)
    {
        var pages = Math.Max(1, (rows + RowsPerPage - 1) / RowsPerPage);
        return new(Math.Clamp(asked ?? 1, 1, pages), pages, rows);
    }
}

/// <summary>Addresses of other pages of the same table.</summary>
internal static class PagingLinks
{
    /// <summary>The page's own address with every filter, on another page.</summary>
    public static string SamePage(this IUrlHelper url, int number)
    {
        var request = url.ActionContext.HttpContext.Request;
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        query["sida"] = number.ToString(CultureInfo.InvariantCulture);
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }
}
