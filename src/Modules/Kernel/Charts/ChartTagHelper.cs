using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary><c>&lt;kst-chart model="Model.Chart" /&gt;</c>: panel with heading, sentence, drawing, source line with files, and the table behind it.</summary>
[HtmlTargetElement("kst-chart", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ChartTagHelper : TagHelper
{
    /// <summary>The chart.</summary>
    [HtmlAttributeName("model")]
    public required Chart Model { get; set; }

    /// <summary>The id of a table on the page that holds the same figures: the chart then leads there instead of repeating it.</summary>
    public string? TableBelow { get; set; }

    /// <summary>The page around the chart.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var id = Model.Id;
        output.TagName = "section";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kst-panel");
        output.Attributes.SetAttribute("aria-labelledby", id);
        var html = output.Content;
        html.AppendHtml("<h2 id=\"").Append(id).AppendHtml("\">").Append(Model.Title).AppendHtml("</h2><figure class=\"kst-figure\">");
        if (Model.Finding.Length + Model.Reading.Length > 0)
        {
            html.AppendHtml("<figcaption>");
            if (Model.Finding.Length > 0) html.AppendHtml("<strong>").Append(Model.Finding).AppendHtml("</strong> ");
            html.Append(Model.Reading).AppendHtml("</figcaption>");
        }
        var (wide, small) = Model.Draw();
        var (wideFit, smallFit) = wide.IsHalf ? ("class=\"kst-wide kst-half\"", "class=\"kst-narrow kst-half\"") : ("data-fit=\"wide\"", "data-fit=\"small\"");
        html.AppendHtml(wide.ToHtml(id + "-w", wideFit, Model.Title, Model.Description));
        html.AppendHtml(small.ToHtml(id + "-s", smallFit, Model.Title, Model.Description));
        html.AppendHtml("<p class=\"kst-source\"><span>Källa: ").Append(Model.Source).AppendHtml(".");
        if (Model.Note.Length > 0) html.Append(" " + Model.Note);
        html.AppendHtml("</span>").AppendHtml(Downloads()).AppendHtml("</p>");
        html.AppendHtml("<details><summary class=\"kst-summary\">Visa som tabell</summary>");
        if (TableBelow is null) html.AppendHtml(TableLinks.Render(Model.Table, ViewContext)).AppendHtml(new TableHtml(Model.Table with { Source = null }, hideCaption: true));
        else html.AppendHtml("<p class=\"kst-note\">Tabellen längre ned har samma värden.</p><p><a class=\"ds-link\" href=\"#").Append(TableBelow).AppendHtml("\">Till tabellen</a></p>");
        html.AppendHtml("</details></figure>");
    }

    private HtmlContentBuilder Downloads()
    {
        var links = new HtmlContentBuilder();
        var request = ViewContext.HttpContext.Request;
        if (ViewContext.ViewData.Model is not IChartPage page || !ReferenceEquals(page.Chart, Model)) return links;

        List<(string Format, string Word)> files = [("svg", "bild")];
        if (page is ITablePage) files = [("xlsx", "Excel"), .. files, ("csv", "CSV")];
        links.AppendHtml("<span class=\"kst-noprint\">Ladda ned: ");
        foreach (var (i, (format, word)) in files.Index())
        {
            if (i > 0) links.AppendHtml(", ");
            links.AppendHtml("<a class=\"ds-link\" href=\"").Append(TableFiles.Address(request, format)).AppendHtml("\">").Append(word).AppendHtml("</a>");
        }
        links.AppendHtml("</span>");
        return links;
    }
}
