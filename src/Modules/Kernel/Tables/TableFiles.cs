using System.Globalization;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>A page whose table can be fetched at the page's own address plus <c>.xlsx</c>, <c>.csv</c> or <c>.json</c>, with the same query.</summary>
public interface ITablePage
{
    /// <summary>The table as the page's handler has made it: filtered, sorted and allowed.</summary>
    Table Table { get; }

    /// <summary>The page's other tables: <c>?tabell=</c> and the table's <see cref="Table.Slug"/> asks for the file of one of them.</summary>
    IReadOnlyList<Table> MoreTables => [];
}

/// <summary>A page whose chart can be fetched at the page's own address plus <c>.svg</c>.</summary>
public interface IChartPage
{
    /// <summary>The chart as the page's handler has made it.</summary>
    Chart Chart { get; }
}

/// <summary>A page whose document can be fetched at the page's own address plus <c>.docx</c>.</summary>
public interface IDocumentPage
{
    /// <summary>The document as the page's handler has made it.</summary>
    Document Document { get; }
}

/// <summary>Gives each page the addresses of its files: nothing more than <see cref="ITablePage"/>, <see cref="IChartPage"/> or <see cref="IDocumentPage"/> is asked of the page.</summary>
public static class TableFiles
{
    private const string RouteKey = "format";
    private const string TableKey = "tabell";

    /// <summary>Adds the addresses and what answers on them.</summary>
    public static IMvcBuilder AddTableFiles(this IMvcBuilder mvc)
    {
        mvc.AddRazorPagesOptions(o => o.Conventions.Add(new FormatRoutes()));
        return mvc.AddMvcOptions(o => o.Filters.Add<FormatFilter>());
    }

    /// <summary>The address of a file form of the page that is being shown.</summary>
    /// <param name="request">For the page.</param>
    /// <param name="format"><c>xlsx</c>, <c>csv</c>, <c>json</c> or <c>svg</c>.</param>
    /// <param name="other">One of the page's other tables; null for its own.</param>
    internal static string Address(HttpRequest request, string format, Table? other = null)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        query.Remove("handler"); // a file is only read
        if (other is null) query.Remove(TableKey);
        else query[TableKey] = other.Slug;
        return QueryHelpers.AddQueryString($"{request.PathBase}{request.Path}.{format}", query);
    }

    /// <summary>The page that is being shown, from any of its parts; null when it has no table.</summary>
    internal static ITablePage? PageOf(HttpContext http) => http.Items[typeof(ITablePage)] as ITablePage;

    /// <summary>Each page's address once more with a format after it. Left alone: the start page and addresses that end in an optional part.</summary>
    private sealed class FormatRoutes : IPageRouteModelConvention
    {
        public void Apply(PageRouteModel model)
        {
            foreach (var selector in model.Selectors.ToList())
            {
                if (selector.AttributeRouteModel?.Template is not { Length: > 0 } template || template.EndsWith("?}", StringComparison.Ordinal) || template.Contains("{*", StringComparison.Ordinal)) continue;
                model.Selectors.Add(new SelectorModel(selector)
                {
                    AttributeRouteModel = new(selector.AttributeRouteModel)
                    {
                        Template = template + ".{" + RouteKey + ":regex(^(xlsx|csv|json|svg|docx)$)}",
                        SuppressLinkGeneration = true,
                    },
                });
            }
        }
    }

    /// <summary>Turns the page's answer into the file that was asked for; 404 when the page has none. Tells the page's parts whose they are.</summary>
    private sealed class FormatFilter(TimeProvider clock) : IResultFilter
    {
        public void OnResultExecuting(ResultExecutingContext context)
        {
            if (context.Controller is ITablePage shown) context.HttpContext.Items[typeof(ITablePage)] = shown;
            if (context.Result is not PageResult || context.RouteData.Values[RouteKey] is not string format) return;
            var path = context.HttpContext.Request.Path.Value!;
            var address = path[..^(format.Length + 1)];
            var name = address[(address.LastIndexOf('/') + 1)..];
            context.Result = (format, context.Controller) switch
            {
                ("svg", IChartPage chart) => new ChartResult(chart.Chart),
                ("docx", IDocumentPage page) => new DocumentResult(page.Document),
                ("xlsx" or "csv" or "json", ITablePage page) when Asked(page, context.HttpContext.Request.Query[TableKey]) is { } table =>
                    new TableResult(table, format, table == page.Table ? name : table.Slug, About(context.HttpContext, address)),
                _ => new NotFoundResult(),
            };
        }

        private static Table? Asked(ITablePage page, string? slug) => string.IsNullOrEmpty(slug) ? page.Table : page.MoreTables.FirstOrDefault(t => t.Slug == slug);

        public void OnResultExecuted(ResultExecutedContext context)
        {
        }

        private FileFacts About(HttpContext http, string address) => new(
            http.RequestServices.GetService<ICurrentUser>()?.Name ?? "",
            clock.GetUtcNow(),
            $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{address}{http.Request.QueryString}");
    }
}

/// <summary>What a file tells of itself.</summary>
/// <param name="MadeBy">The user's name as in the audit log.</param>
/// <param name="Made">When.</param>
/// <param name="Address">The page that shows the same.</param>
public sealed record FileFacts(string MadeBy, DateTimeOffset Made, string Address);

/// <summary>Answers with a table as a file.</summary>
/// <param name="table">The table.</param>
/// <param name="format"><c>xlsx</c>, <c>csv</c> or <c>json</c>.</param>
/// <param name="name">File name without its ending.</param>
/// <param name="facts">What the file tells of itself.</param>
public sealed class TableResult(Table table, string format, string name, FileFacts facts) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var ct = context.HttpContext.RequestAborted;
        response.Headers.CacheControl = "no-store";
        response.ContentType = format switch
        {
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "csv" => "text/csv; charset=utf-8",
            _ => "application/json; charset=utf-8",
        };
        if (format != "json")
        {
            var day = SwedishFormat.Date(SwedishFormat.Day(facts.Made)).Replace("-", "", StringComparison.Ordinal);
            response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"{SwedishText.Slug(name)}-{day}.{format}\"");
        }
        await (format switch
        {
            "xlsx" => TableXlsx.Write(table, facts, response.Body, ct),
            "csv" => TableCsv.Write(table, response.Body, ct),
            _ => TableJson.Write(table, response.Body, ct),
        });
    }
}
