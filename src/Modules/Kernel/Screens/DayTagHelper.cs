using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary><c>&lt;kst-day value="Model.Day" keep="visa,region" /&gt;</c>: the form that shows a page of dated facts as it was another day, in <c>?datum=</c>.</summary>
[HtmlTargetElement("kst-day", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DayTagHelper : TagHelper
{
    /// <summary>The day that is shown.</summary>
    public DateOnly Value { get; set; }

    /// <summary>The names in the page's query that stay with the new day, comma between.</summary>
    public string Keep { get; set; } = "sort";

    /// <summary>The page.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "form";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("method", "get");
        output.Attributes.SetAttribute("class", "kst-row");
        output.Content.AppendHtml("<label class=\"ds-label\" for=\"datum\">Visa per datum</label><input class=\"ds-input kst-date\" type=\"date\" id=\"datum\" name=\"datum\" value=\"")
            .Append(SwedishFormat.Date(Value)).AppendHtml("\" data-size=\"sm\">");
        foreach (var name in Keep.Split(','))
        {
            if (ViewContext.HttpContext.Request.Query[name].ToString() is { Length: > 0 } value)
                output.Content.AppendHtml("<input type=\"hidden\" name=\"").Append(name).AppendHtml("\" value=\"").Append(value).AppendHtml("\">");
        }
        output.Content.AppendHtml("<button class=\"ds-button\" data-variant=\"secondary\" data-size=\"sm\" type=\"submit\">Visa dagen</button>");
    }
}
