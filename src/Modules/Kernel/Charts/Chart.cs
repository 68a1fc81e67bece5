using System.Text;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Mvc;

namespace Kunskapsstyrning.Kernel.Charts;

/// <summary>A chart: figures with a sentence that says what they show. The same object becomes the drawing, and the table behind it.</summary>
public abstract record Chart
{
    /// <summary>The question it answers: "Var går pengarna?".</summary>
    public required string Title { get; init; }

    /// <summary>What it shows, in bold: a whole sentence with the figure. Empty when the page's first sentence says it.</summary>
    public string Finding { get; init; } = "";

    /// <summary>How it is read, or what more there is to see: whole sentences, or empty.</summary>
    public string Reading { get; init; } = "";

    /// <summary>Where the figures come from and when they were fetched, without the word "Källa".</summary>
    public required string Source { get; init; }

    /// <summary>What was left out, in whole sentences.</summary>
    public string Note { get; init; } = "";

    /// <summary>The same figures as a table.</summary>
    public abstract Table Table { get; }

    /// <summary>What the drawing looks like and its main figures, for those who cannot see it.</summary>
    public abstract string Description { get; }

    /// <summary>The drawings: one that fits a wide screen and one for a small, neither with text under 12 px.</summary>
    internal abstract (Svg Wide, Svg Small) Draw();

    /// <summary>The figures for a chart of Office's own in a Word file.</summary>
    internal abstract ChartFigures Figures { get; }

    /// <summary>The chart's id on the page.</summary>
    internal string Id => "d-" + SwedishText.Slug(Title);
}

/// <summary>Answers with the chart's wide drawing as a file.</summary>
internal sealed class ChartResult(Chart chart) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "image/svg+xml; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{SwedishText.Slug(chart.Title)}.svg\"";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(chart.Draw().Wide.ToFile()), context.HttpContext.RequestAborted);
    }
}
