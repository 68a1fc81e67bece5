using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Kunskapsstyrning.Nivastrukturering.Features;

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

/// <summary>Addresses of the page that is shown, with something else in its query.</summary>
internal static class SamePageLinks
{
    /// <summary>The page's own address with every filter, on another page of its table.</summary>
    public static string SamePage(this IUrlHelper url, int number) => url.ActionContext.HttpContext.Request.With(("sida", number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The page's own address with other values in its query; null takes one out.</summary>
    public static string With(this HttpRequest request, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        foreach (var (name, value) in changes)
        {
            if (value is null) query.Remove(name);
            else query[name] = value;
        }
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }
}
