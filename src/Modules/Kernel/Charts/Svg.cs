using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>
/// A drawing. Colours are the theme's custom properties, so that it follows light, dark and print; as a file it carries the light theme's values.
/// No style attributes: the page's content security policy allows none.
/// </summary>
/// <param name="width">In units of the view box; at that width text is drawn at its size in px.</param>
/// <param name="height">In the same units.</param>
internal sealed class Svg(double width, double height)
{
    internal const string Neutral = "var(--ds-color-neutral-border-strong)";
    internal const string Band = "var(--kst-sum)";
    internal const string BandLine = "var(--kst-line-strong)";
    internal const string Ground = "var(--kst-card)";

    private static readonly Dictionary<string, string> Light = new(StringComparer.Ordinal)
    {
        ["var(--kst-norrbotten)"] = "#12436d",
        ["var(--kst-vasterbotten)"] = "#28a197",
        ["var(--kst-jamtland-harjedalen)"] = "#801650",
        ["var(--kst-vasternorrland)"] = "#f46a25",
        [Neutral] = "#5c574d",
        [Band] = "#ece9e1",
        [BandLine] = "#8a8477",
        [Ground] = "#fff",
    };

    /// <summary>Widest drawing that fits beside another.</summary>
    private const double Half = 600;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _marks = new();
    private readonly StringBuilder _patterns = new();

    /// <summary>True for a drawing that may stand beside another: it then changes to the small one below 640 px, else below 1 024 px.</summary>
    internal bool IsHalf => width <= Half;

    /// <summary>The region's colour; a neutral one for what is no region of ours.</summary>
    internal static string Colour(Region? region) => region is null ? Neutral : $"var(--kst-{region.Key})";

    internal void Rect(double x, double y, double w, double h, string fill) =>
        Mark($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(w, 1):0.#}\" height=\"{Math.Max(h, 1):0.#}\" fill=\"{fill}\"/>");

    internal void Line(double x, double y, double length) => Mark($"<path d=\"M{x:0.#} {y:0.#}v{length:0.#}\" stroke=\"currentColor\" stroke-width=\"1.5\"/>");

    /// <summary>A band of even height between two columns.</summary>
    internal void Flow(double x1, double y1, double x2, double y2, double h, string fill, string line)
    {
        var middle = (x1 + x2) / 2;
        Mark($"<path d=\"M{x1:0.#} {y1:0.#}C{middle:0.#} {y1:0.#} {middle:0.#} {y2:0.#} {x2:0.#} {y2:0.#}v{h:0.#}C{middle:0.#} {y2 + h:0.#} {middle:0.#} {y1 + h:0.#} {x1:0.#} {y1 + h:0.#}z\" fill=\"{fill}\" stroke=\"{line}\" stroke-width=\".8\"/>");
    }

    /// <summary>A text. A halo keeps it legible on a band.</summary>
    internal void Text(double x, double y, string text, double size = 15, string anchor = "start", bool bold = false, bool muted = false, bool halo = false)
    {
        Mark($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\"");
        if (anchor != "start") Mark($" text-anchor=\"{anchor}\"");
        if (bold) _marks.Append(" font-weight=\"600\"");
        if (muted) _marks.Append(" class=\"muted\"");
        if (halo) Mark($" paint-order=\"stroke\" stroke=\"{Ground}\" stroke-width=\"4\" stroke-linejoin=\"round\"");
        _marks.Append('>').Append(Encoder.Encode(text)).Append("</text>");
    }

    /// <summary>The region's shape: circle, square, triangle, diamond; nothing for what is no region of ours.</summary>
    internal void Shape(Region? region, double x, double y, double r)
    {
        var fill = Colour(region);
        switch (region?.Key)
        {
            case "norrbotten": Mark($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{r:0.#}\" fill=\"{fill}\"/>"); break;
            case "vasterbotten": Mark($"<path d=\"M{x - r:0.#} {y - r:0.#}h{2 * r:0.#}v{2 * r:0.#}h{-2 * r:0.#}z\" fill=\"{fill}\"/>"); break;
            case "jamtland-harjedalen": Mark($"<path d=\"M{x:0.#} {y - r:0.#}L{x + r:0.#} {y + r:0.#}H{x - r:0.#}z\" fill=\"{fill}\"/>"); break;
            case "vasternorrland": Mark($"<path d=\"M{x:0.#} {y - r - 1:0.#}L{x + r + 1:0.#} {y:0.#}L{x:0.#} {y + r + 1:0.#}L{x - r - 1:0.#} {y:0.#}z\" fill=\"{fill}\"/>"); break;
        }
    }

    /// <summary>The region's pattern (none, diagonal, dots, cross-hatch) as a fill.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="region">Null gives the neutral colour without pattern.</param>
    /// <param name="pale">True for a band, which is pale with a pattern in the region's colour; else solid with a white pattern.</param>
    internal string Pattern(string id, Region? region, bool pale)
    {
        if (region is null) return pale ? Band : Neutral;
        var name = $"{id}-{region.Key}";
        var (colour, size) = (Colour(region), pale ? 9 : 8);
        var line = pale ? colour : "#fff";
        var opacity = pale ? " opacity=\".8\"" : "";
        _patterns.Append(CultureInfo.InvariantCulture, $"<pattern id=\"{name}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\"><rect width=\"{size}\" height=\"{size}\" fill=\"{colour}\"{(pale ? " opacity=\".3\"" : "")}/>");
        _patterns.Append(region.Key switch
        {
            "vasterbotten" => string.Create(CultureInfo.InvariantCulture, $"<path d=\"M-2 2 2-2M0 {size} {size} 0M{size - 2} {size + 2} {size + 2} {size - 2}\" stroke=\"{line}\" stroke-width=\"1.4\"{opacity}/>"),
            "jamtland-harjedalen" => string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{size / 2}\" cy=\"{size / 2}\" r=\"1.4\" fill=\"{line}\"/>"),
            "vasternorrland" => string.Create(CultureInfo.InvariantCulture, $"<path d=\"M0 0 {size} {size}M{size} 0 0 {size}\" stroke=\"{line}\" stroke-width=\"{(pale ? .9 : 1.2)}\"{opacity}/>"),
            _ => "",
        });
        _patterns.Append("</pattern>");
        return $"url(#{name})";
    }

    /// <summary>The drawing for a page.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="fit">Attributes that say at which widths it is shown.</param>
    /// <param name="title">The drawing's name for screen readers.</param>
    /// <param name="description">What it looks like and its main figures.</param>
    internal string ToHtml(string id, string fit, string title, string description) =>
        string.Create(CultureInfo.InvariantCulture, $"<svg {fit} role=\"img\" viewBox=\"0 0 {width:0.#} {height:0.#}\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{Encoder.Encode(title)}</title><desc id=\"{id}-d\">{Encoder.Encode(description)}</desc><defs>{_patterns}</defs>{_marks}</svg>");

    /// <summary>The drawing as a file of its own, in the light theme's colours.</summary>
    internal string ToFile()
    {
        var svg = string.Create(CultureInfo.InvariantCulture, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0.#}\" height=\"{height:0.#}\" viewBox=\"0 0 {width:0.#} {height:0.#}\" font-family=\"Source Sans 3, Segoe UI, sans-serif\"><style>text{{fill:#23211d}}.muted{{fill:#5a554b}}</style><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><defs>{_patterns}</defs>{_marks}</svg>");
        foreach (var (name, value) in Light) svg = svg.Replace(name, value, StringComparison.Ordinal);
        return svg;
    }

    private void Mark(FormattableString markup) => _marks.Append(FormattableString.Invariant(markup));
}
