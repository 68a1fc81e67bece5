using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>
/// <c>&lt;kst-table model="Model.Table"&gt;detail of the open row&lt;/kst-table&gt;</c>: bar with copy and files, table, source line.
/// </summary>
[HtmlTargetElement("kst-table", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TableTagHelper : TagHelper
{
    /// <summary>The table.</summary>
    [HtmlAttributeName("model")]
    public required Table Model { get; set; }

    /// <summary>A heading (h2) over the table; the caption is then for screen readers only.</summary>
    public string? Heading { get; set; }

    /// <summary>True to keep the caption for screen readers only, when the page's own heading says it.</summary>
    public bool HideCaption { get; set; }

    /// <summary>False to leave out the bar: the page has placed <c>kst-table-links</c> in its own.</summary>
    public bool Bar { get; set; } = true;

    /// <summary>False for a table whose order is its meaning.</summary>
    public bool Sortable { get; set; } = true;

    /// <summary>The page around the table.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        output.TagName = null;
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Bar) output.PreContent.SetHtmlContent(BarOf());
        output.Content.SetHtmlContent(new TableHtml(
            Model, Sortable ? ViewContext.HttpContext.Request : null, HideCaption || Heading is not null, content.IsEmptyOrWhiteSpace ? null : content));
    }

    private HtmlContentBuilder BarOf()
    {
        var bar = new HtmlContentBuilder();
        bar.AppendHtml("<div class=\"kst-tablebar\">");
        if (Heading is not null) bar.AppendHtml("<h2>").Append(Heading).AppendHtml("</h2>");
        return (HtmlContentBuilder)bar.AppendHtml(TableLinks.Render(Model, ViewContext)).AppendHtml("</div>");
    }
}

/// <summary><c>&lt;kst-table-links model="Model.Table" /&gt;</c>: "Kopiera tabellen", "Excel", "CSV", for a bar of the page's own.</summary>
[HtmlTargetElement("kst-table-links", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TableLinks : TagHelper
{
    /// <summary>The table.</summary>
    [HtmlAttributeName("model")]
    public required Table Model { get; set; }

    /// <summary>The id of the form that made the table, on a page that answers a post: the files are then asked for by sending the form again.</summary>
    public string? Form { get; set; }

    /// <summary>The page around the links.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Render(Model, ViewContext, Form));
    }

    /// <summary>The copy button is shown by script only; files are offered when the page can make them: the table is one of an <see cref="ITablePage"/>.</summary>
    internal static IHtmlContent Render(Table table, ViewContext view, string? form = null)
    {
        var links = new HtmlContentBuilder();
        links.AppendHtml("<div class=\"kst-row kst-noprint\" data-files=\"").Append(table.Id).AppendHtml("\"><button class=\"kst-linkbutton\" type=\"button\" hidden data-copy=\"").Append(table.Id)
            .AppendHtml("\">Kopiera tabellen</button>");
        if (TableFiles.PageOf(view.HttpContext) is { } page && page.MoreTables.Prepend(page.Table).Any(t => t.Slug == table.Slug))
        {
            var other = page.Table.Slug == table.Slug ? null : table;
            foreach (var (format, word) in new[] { ("xlsx", "Excel"), ("csv", "CSV") })
            {
                var address = TableFiles.Address(view.HttpContext.Request, format, other);
                if (form is null) links.AppendHtml("<a class=\"ds-link\" href=\"").Append(address).AppendHtml("\">").Append(word).AppendHtml("</a>");
                else links.AppendHtml("<button class=\"kst-linkbutton\" form=\"").Append(form).AppendHtml("\" formaction=\"").Append(address).AppendHtml("\">").Append(word).AppendHtml("</button>");
            }
        }
        return links.AppendHtml("</div>");
    }
}
