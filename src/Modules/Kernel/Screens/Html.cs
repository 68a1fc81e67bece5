using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>Writes markup: what is ours raw, everything else encoded.</summary>
internal readonly struct Html(TextWriter writer, HtmlEncoder encoder)
{
    /// <summary>Markup of our own; never anything that came from outside.</summary>
    internal Html Raw(string markup)
    {
        writer.Write(markup);
        return this;
    }

    internal Html Text(string text)
    {
        encoder.Encode(writer, text);
        return this;
    }

    internal Html Number(int number)
    {
        writer.Write(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    internal Html Content(IHtmlContent content)
    {
        content.WriteTo(writer, encoder);
        return this;
    }
}
