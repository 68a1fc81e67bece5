using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Drawing.Wordprocessing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Kernel.Documents;

/// <summary>A chart as Office's own, with the workbook behind it, so that it can be edited in Word. Regions keep their colour and pattern.</summary>
internal static class WordChart
{
    private static readonly XNamespace C = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>English metric units in a centimetre; a point in hundredths.</summary>
    private const long Centimetre = 360_000;

    private const string WorkbookId = "rId1", SheetName = "Diagram";

    /// <summary>Adds the chart's part and gives the drawing that shows it.</summary>
    /// <param name="main">The document's part.</param>
    /// <param name="chart">What is drawn.</param>
    /// <param name="number">The chart's number in the document, from 1.</param>
    /// <param name="made">The document's time.</param>
    /// <param name="ct">Cancels.</param>
    internal static async Task<Drawing> Add(MainDocumentPart main, Chart chart, int number, DateTimeOffset made, CancellationToken ct)
    {
        var figures = chart.Figures;
        var id = string.Create(CultureInfo.InvariantCulture, $"rIdChart{number}");
        var part = main.AddNewPart<ChartPart>(id);
        using var workbook = new MemoryStream();
        await TableXlsx.Write(figures.Sheet, new FileFacts("Kunskapsstyrning", made, chart.Title), workbook, ct);
        WordFile.Feed(part.AddNewPart<EmbeddedPackagePart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", WorkbookId), workbook.ToArray());
        WordFile.Feed(part, Encoding.UTF8.GetBytes(new XDeclaration("1.0", "UTF-8", "yes") + "\n" + Space(figures).ToString(SaveOptions.DisableFormatting)));

        var rows = figures.Categories.Count * (figures.Stacked ? 1 : figures.Series.Count);
        var (width, height) = (16 * Centimetre, (long)((2.2 + (0.85 * rows) + (figures.Stacked ? 1 : 0)) * Centimetre));
        return new(new Inline(
            new Extent { Cx = width, Cy = height },
            new DocProperties { Id = (uint)number, Name = $"Diagram {number}", Title = chart.Title, Description = chart.Description },
            new DocumentFormat.OpenXml.Drawing.Graphic(new DocumentFormat.OpenXml.Drawing.GraphicData(
                new DocumentFormat.OpenXml.Drawing.Charts.ChartReference { Id = id })
            { Uri = C.NamespaceName }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 });
    }

    private static XElement Space(ChartFigures figures) => new(
        C + "chartSpace", new XAttribute(XNamespace.Xmlns + "c", C), new XAttribute(XNamespace.Xmlns + "a", A), new XAttribute(XNamespace.Xmlns + "r", R),
        Val("date1904", 0), Val("lang", "sv-SE"), Val("roundedCorners", 0),
        new XElement(
            C + "chart",
            Val("autoTitleDeleted", 1),
            new XElement(C + "plotArea", new XElement(C + "layout"), Bars(figures), CategoryAxis(), ValueAxis(figures)),
            figures.Series.Count > 1 ? new XElement(C + "legend", Val("legendPos", "b"), Val("overlay", 0)) : null,
            Val("plotVisOnly", 1), Val("dispBlanksAs", "gap")),
        new XElement(C + "spPr", new XElement(A + "noFill"), new XElement(A + "ln", new XElement(A + "noFill"))),
        Letters(900),
        new XElement(C + "externalData", new XAttribute(R + "id", WorkbookId), Val("autoUpdate", 0)));

    private static XElement Bars(ChartFigures figures) => new(
        C + "barChart",
        Val("barDir", "bar"), Val("grouping", figures.Stacked ? "stacked" : "clustered"), Val("varyColors", 0),
        figures.Series.Index().Select(s => Series(figures, s.Index, s.Item)),
        Val("gapWidth", 60), figures.Stacked ? Val("overlap", 100) : null, Val("axId", 1), Val("axId", 2));

    private static XElement Series(ChartFigures figures, int index, ChartSeries series)
    {
        var column = TableXlsx.Letter(index + 1);
        var last = figures.Categories.Count + 1;
        return new(
            C + "ser",
            Val("idx", index), Val("order", index),
            new XElement(C + "tx", new XElement(
                C + "strRef", new XElement(C + "f", $"{SheetName}!${column}$1"), new XElement(C + "strCache", Val("ptCount", 1), Point(0, series.Name)))),
            Fill(series.Region), Val("invertIfNegative", 0),
            figures.Series.Count > 1 ? null : figures.Categories.Index().Where(c => c.Item.Region is not null).Select(c => new XElement(
                C + "dPt", Val("idx", c.Index), Val("invertIfNegative", 0), Val("bubble3D", 0), Fill(c.Item.Region))),
            Labels(figures, series),
            new XElement(C + "cat", new XElement(
                C + "strRef", new XElement(C + "f", string.Create(CultureInfo.InvariantCulture, $"{SheetName}!$A$2:$A${last}")),
                new XElement(C + "strCache", Val("ptCount", figures.Categories.Count), figures.Categories.Index().Select(c => Point(c.Index, c.Item.Name))))),
            new XElement(C + "val", new XElement(
                C + "numRef", new XElement(C + "f", string.Create(CultureInfo.InvariantCulture, $"{SheetName}!${column}$2:${column}${last}")),
                new XElement(
                    C + "numCache", new XElement(C + "formatCode", Format(figures)), Val("ptCount", series.Values.Count),
                    series.Values.Index().Select(v => Point(v.Index, v.Item.ToString("0.#############################", CultureInfo.InvariantCulture)))))));
    }

    /// <summary>The figure at each bar. In a stacked bar it stands inside, and only where there is room.</summary>
    private static XElement Labels(ChartFigures figures, ChartSeries series)
    {
        var longest = figures.Stacked ? figures.Categories.Index().Max(c => figures.Series.Sum(s => s.Values[c.Index])) : 0;
        return new(
            C + "dLbls",
            figures.Stacked ? series.Values.Index().Where(v => v.Item < longest / 9).Select(v => new XElement(C + "dLbl", Val("idx", v.Index), Val("delete", 1))) : null,
            new XElement(C + "numFmt", new XAttribute("formatCode", Format(figures)), new XAttribute("sourceLinked", 0)),
            figures.Stacked ? new XElement(C + "spPr", Solid("FFFFFF")) : null,
            figures.Stacked ? null : Letters(900, bold: true),
            figures.Stacked ? Val("dLblPos", "ctr") : Val("dLblPos", "outEnd"),
            Val("showLegendKey", 0), Val("showVal", 1), Val("showCatName", 0), Val("showSerName", 0), Val("showPercent", 0), Val("showBubbleSize", 0));
    }

    /// <summary>The first category at the top; its text beside the drawing, not at zero.</summary>
    private static XElement CategoryAxis() => new(
        C + "catAx",
        Val("axId", 1), new XElement(C + "scaling", Val("orientation", "maxMin")), Val("delete", 0), Val("axPos", "l"), Val("numFmt", null, new XAttribute("formatCode", "General"), new XAttribute("sourceLinked", 0)),
        Val("majorTickMark", "none"), Val("minorTickMark", "none"), Val("tickLblPos", "low"),
        new XElement(C + "spPr", new XElement(A + "ln", new XAttribute("w", 12700), Solid("23211D"))),
        Val("crossAx", 2), Val("crosses", "autoZero"), Val("auto", 1), Val("lblAlgn", "ctr"), Val("lblOffset", 100), Val("noMultiLvlLbl", 1));

    private static XElement ValueAxis(ChartFigures figures) => new(
        C + "valAx",
        Val("axId", 2), new XElement(C + "scaling", Val("orientation", "minMax")), Val("delete", 0), Val("axPos", "b"),
        new XElement(C + "majorGridlines", new XElement(C + "spPr", new XElement(A + "ln", new XAttribute("w", 6350), Solid("C9C4B8")))),
        new XElement(
            C + "title",
            new XElement(C + "tx", new XElement(C + "rich", new XElement(A + "bodyPr"), new XElement(A + "p", new XElement(A + "pPr", Properties(900, bold: false)), new XElement(A + "r", new XElement(A + "rPr", new XAttribute("lang", "sv-SE"), new XAttribute("sz", 900), new XAttribute("b", 0)), new XElement(A + "t", figures.Unit))))),
            Val("overlay", 0)),
        Val("numFmt", null, new XAttribute("formatCode", figures.Signed ? "+#,##0;\u2212#,##0;0" : "#,##0"), new XAttribute("sourceLinked", 0)),
        Val("majorTickMark", "none"), Val("minorTickMark", "none"), Val("tickLblPos", "nextTo"),
        Val("crossAx", 1), Val("crosses", "max"), Val("crossBetween", "between"));

    /// <summary>The regions' colours and patterns (UX.md 4.2): none, diagonal, dots, cross-hatch. Grey for what is no region of ours.</summary>
    private static XElement Fill(Region? region) => new(C + "spPr", region?.Key switch
    {
        "norrbotten" => Solid("12436D"),
        "vasterbotten" => Pattern("ltUpDiag", "28A197"),
        "jamtland-harjedalen" => Pattern("pct10", "801650"),
        "vasternorrland" => Pattern("openDmnd", "F46A25"),
        _ => Solid("5C574D"),
    });

    private static XElement Solid(string colour) => new(A + "solidFill", new XElement(A + "srgbClr", new XAttribute("val", colour)));

    private static XElement Pattern(string preset, string colour) => new(
        A + "pattFill", new XAttribute("prst", preset),
        new XElement(A + "fgClr", new XElement(A + "srgbClr", new XAttribute("val", "FFFFFF"))), new XElement(A + "bgClr", new XElement(A + "srgbClr", new XAttribute("val", colour))));

    /// <summary>Excel's own way of writing a format: Swedish Office shows <c># ##0</c>.</summary>
    private static string Format(ChartFigures figures)
    {
        var figure = "#,##0" + (figures.Decimals > 0 ? "." + new string('0', figures.Decimals) : "");
        return figures.Signed ? $"+{figure};\u2212{figure};{figure}" : figure;
    }

    private static XElement Letters(int size, bool bold = false) => new(
        C + "txPr", new XElement(A + "bodyPr"), new XElement(A + "lstStyle"), new XElement(A + "p", new XElement(A + "pPr", Properties(size, bold)), new XElement(A + "endParaRPr", new XAttribute("lang", "sv-SE"))));

    private static XElement Properties(int size, bool bold) => new(
        A + "defRPr", new XAttribute("sz", size), new XAttribute("b", bold ? 1 : 0), Solid("23211D"), new XElement(A + "latin", new XAttribute("typeface", "Arial")), new XElement(A + "cs", new XAttribute("typeface", "Arial")));

    private static XElement Point(int index, string value) => new(C + "pt", new XAttribute("idx", index), new XElement(C + "v", value));

    private static XElement Val(string name, object? value, params XAttribute[] attributes) => new(C + name, value is null ? attributes : new XAttribute("val", value));
}
