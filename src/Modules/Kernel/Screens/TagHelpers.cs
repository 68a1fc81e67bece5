using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary><c>&lt;kst-state model="row.State" /&gt;</c> or <c>&lt;kst-state mark="Fel" word="Försenad" /&gt;</c>: word, shape, colour.</summary>
[HtmlTargetElement("kst-state", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StateTagHelper : TagHelper
{
    /// <summary>The status; or else <see cref="Mark"/> and <see cref="Word"/>.</summary>
    [HtmlAttributeName("model")]
    public State? Model { get; set; }

    /// <summary>The shape.</summary>
    public StateMark Mark { get; set; }

    /// <summary>The word.</summary>
    public string Word { get; set; } = "";

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Render(Model ?? new State(Mark, Word)));
    }

    internal static IHtmlContent Render(State state) => new HtmlContentBuilder()
        .AppendHtml($"<span class=\"kst-state\" data-state=\"{state.Mark.ToString().ToLowerInvariant()}\">").Append(state.Word).AppendHtml("</span>");
}

/// <summary><c>&lt;kst-region model="region" /&gt;</c>: the region's colour and shape before its name, or before the text inside.</summary>
[HtmlTargetElement("kst-region", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RegionTagHelper : TagHelper
{
    /// <summary>The region.</summary>
    [HtmlAttributeName("model")]
    public required Region Model { get; set; }

    /// <inheritdoc/>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await output.GetChildContentAsync();
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kst-region");
        output.Attributes.SetAttribute("data-region", Model.Key);
        if (text.IsEmptyOrWhiteSpace) output.Content.SetContent(Model.Name);
    }
}

/// <summary><c>&lt;kst-abbr term="RPO" /&gt;</c>: an abbreviation at its first use on a page, with its meaning and a link to the glossary.</summary>
[HtmlTargetElement("kst-abbr", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class AbbrTagHelper : TagHelper
{
    /// <summary>The abbreviation as in the glossary; an unknown one is an error.</summary>
    public required string Term { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var entry = Glossary.Of(Term);
        output.TagName = "a";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "kst-abbr");
        output.Attributes.SetAttribute("href", "/ordlista#" + entry.Slug);
        output.Content.AppendHtml("<abbr title=\"").Append(entry.Term).AppendHtml("\">").Append(Term).AppendHtml("</abbr>");
    }
}

/// <summary><c>&lt;kst-empty&gt;…&lt;/kst-empty&gt;</c>: what would be here, and the first thing to do. Never only "Inga data".</summary>
[HtmlTargetElement("kst-empty")]
public sealed class EmptyTagHelper : TagHelper
{
    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "kst-empty");
    }
}

/// <summary>
/// <c>&lt;kst-errors /&gt;</c>: the faults of the form, first on the page, each a link to its field (whose id is the field's name).
/// Nothing when there are none.
/// </summary>
[HtmlTargetElement("kst-errors", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorsTagHelper : TagHelper
{
    /// <summary>The page that the form stands on.</summary>
    [ViewContext, HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    /// <inheritdoc/>
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var faults = ViewContext.ViewData.ModelState.Where(e => e.Value?.ValidationState == ModelValidationState.Invalid)
            .SelectMany(e => e.Value!.Errors.Select(error => (e.Key, error.ErrorMessage))).ToList();
        if (faults.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "ds-error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("autofocus", "autofocus");
        output.Content.AppendHtml("<h2>").Append($"Det finns {faults.Count} fel på sidan").AppendHtml("</h2><ul class=\"ds-list\">");
        foreach (var (field, message) in faults)
        {
            if (field.Length == 0) output.Content.AppendHtml("<li>").Append(message).AppendHtml("</li>");
            else
            {
                output.Content.AppendHtml("<li><a class=\"ds-link\" href=\"#").Append(TagBuilder.CreateSanitizedId(field, "_")).AppendHtml("\">")
                    .Append(message).AppendHtml("</a></li>");
            }
        }
        output.Content.AppendHtml("</ul>");
    }
}
