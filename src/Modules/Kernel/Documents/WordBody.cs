using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Kernel.Documents;

/// <summary>Puts a document's body together: front page, contents, sections, and a turned page for what is too wide for an upright one.</summary>
/// <param name="main">Takes the charts.</param>
/// <param name="made">The document's time.</param>
internal sealed class WordBody(MainDocumentPart main, DateTimeOffset made)
{
    internal const string HeaderId = "rIdHeader", FooterId = "rIdFooter";

    /// <summary>Twentieths of a point: the sides of A4, the margin, and the width of the text on an upright and a turned page.</summary>
    private const int Short = 11906, Long = 16838, Margin = 1418;

    internal const int UprightWidth = Short - (2 * Margin), TurnedWidth = Long - (2 * Margin);

    private readonly Body _body = new();
    private int _headings, _tables, _charts;
    private bool _cover = true, _breakNext;

    public async Task<Body> Of(Document document, CancellationToken ct)
    {
        Front(document);
        if (!document.IsLetter) Contents(document);
        foreach (var section in document.Sections) await Section(section, ct);
        _body.Append(PageOf(turned: false));
        return _body;
    }

    /// <summary>A paragraph in a style.</summary>
    internal static Paragraph Styled(string style, params OpenXmlElement[] runs) => new(runs.Prepend(new ParagraphProperties(new ParagraphStyleId { Val = style })));

    /// <summary>A text in which each line feed is a new line.</summary>
    internal static Run Words(string text)
    {
        var run = new Run();
        foreach (var (i, line) in text.Split('\n').Index())
        {
            if (i > 0) run.Append(new Break());
            run.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }
        return run;
    }

    private void Front(Document document)
    {
        _body.Append(Styled("FrontMatter", Words(SwedishFormat.Date(document.Dated))));
        if (!document.IsLetter || document.RegistryNumber.Length > 0) _body.Append(Styled("FrontMatter", Words(document.RegistryNumber.Length > 0 ? $"Dnr {document.RegistryNumber}" : "Dnr saknas")));
        _body.Append(Styled("Title", Words(document.Title)));
        _body.Append(Styled("Subtitle", Words(document.Kind)));
        if (document.Notice.Length > 0) _body.Append(Styled("Notice", Words(document.Notice)));
        _body.Append(Styled("FrontHeading", Words(document.Sender)));
        foreach (var (heading, lines) in document.Address)
        {
            _body.Append(Styled("FrontHeading", Words(heading)));
            _body.Append(Styled("FrontMatter", Words(lines)));
        }
    }

    /// <summary>A contents field with its entries in place, so that nothing has to be updated before it is read. Page numbers come when the reader updates the field.</summary>
    private void Contents(Document document)
    {
        var entries = document.Sections.SelectMany(s => s.Blocks.OfType<SubheadingBlock>().Select(b => (Level: 2, b.Text)).Prepend((Level: 1, Text: s.Title))).ToList();
        var content = new SdtContentBlock(Styled("TOCHeading", Words("Innehåll")));
        foreach (var (i, (level, text)) in entries.Index())
        {
            var entry = Styled($"TOC{level}");
            if (i == 0) entry.Append(Mark(FieldCharValues.Begin), Instruction(" TOC \\o \"1-2\" \\h \\z \\u "), Mark(FieldCharValues.Separate));
            entry.Append(new Hyperlink(Words(text)) { Anchor = BookmarkOf(i + 1), History = true });
            if (i == entries.Count - 1) entry.Append(Mark(FieldCharValues.End));
            content.Append(entry);
        }
        _body.Append(new SdtBlock(new SdtProperties(new SdtContentDocPartObject(new DocPartGallery { Val = "Table of Contents" }, new DocPartUnique())), content));
    }

    private async Task Section(DocumentSection section, CancellationToken ct)
    {
        var heading = Heading(1, section.Title);
        if (section.OwnPage) heading.ParagraphProperties!.PageBreakBefore = new();
        foreach (var block in section.Blocks)
        {
            switch (block)
            {
                case SubheadingBlock sub: Heading(2, sub.Text); break;
                case TextBlock text: _body.Append(Styled("Normal", Words(text.Text))); break;
                case FindingBlock finding: _body.Append(Styled("Finding", Words(finding.Text))); break;
                case ListBlock list: _body.Append(list.Items.Select(item => Styled("ListBullet", Words(item)))); break;
                case TableBlock table: Table(table.Table); break;
                case ChartBlock chart: await Chart(chart.Chart, ct); break;
                default: throw new InvalidOperationException($"Word has no form for {block.GetType().Name}.");
            }
        }
        if (section.OwnPage) _breakNext = true;
    }

    private Paragraph Heading(int level, string text)
    {
        var id = (++_headings).ToString(CultureInfo.InvariantCulture);
        var heading = Styled($"Heading{level}", new BookmarkStart { Id = id, Name = BookmarkOf(_headings) }, Words(text), new BookmarkEnd { Id = id });
        if (_breakNext && level == 1) heading.ParagraphProperties!.PageBreakBefore = new();
        _breakNext = _breakNext && level != 1;
        _body.Append(heading);
        return heading;
    }

    private void Table(Tables.Table table)
    {
        var word = new WordTable(table);
        if (word.NeedsTurnedPage) EndPage(turned: false);
        _body.Append(Caption("Tabell", ++_tables, table.Title));
        _body.Append(word.Make(word.NeedsTurnedPage ? TurnedWidth : UprightWidth));
        var notes = table.Notes.ToList();
        if (table.Source is { } source) notes.Insert(0, $"Källa: {source}.");
        _body.Append(Styled("Source", Words(string.Join(' ', notes)))); // also parts the table from one that follows
        if (word.NeedsTurnedPage) EndPage(turned: true);
    }

    private async Task Chart(Charts.Chart chart, CancellationToken ct)
    {
        if (chart.Reading.Length > 0) _body.Append(Styled("Normal", Words(chart.Reading)));
        _body.Append(Caption("Diagram", ++_charts, chart.Title));
        var picture = Styled("Normal", new Run(await WordChart.Add(main, chart, _charts, made, ct)));
        picture.ParagraphProperties!.KeepNext = new();
        _body.Append(picture);
        _body.Append(Styled("Source", Words($"Källa: {chart.Source}. {chart.Note}".TrimEnd())));
    }

    private static Paragraph Caption(string kind, int number, string text) => Styled(
        "Caption", Words(kind + " "), new SimpleField(Words(number.ToString(CultureInfo.InvariantCulture))) { Instruction = $" SEQ {kind} \\* ARABIC " }, Words(". " + text));

    /// <summary>Ends the pages so far, which all lie the same way. The last paragraph carries the break: an empty one could make a page of its own.</summary>
    private void EndPage(bool turned)
    {
        if (_body.LastChild is not Paragraph { ParagraphProperties.SectionProperties: null } last)
        {
            last = Styled("Source");
            _body.Append(last);
        }
        last.ParagraphProperties!.SectionProperties = PageOf(turned);
    }

    private SectionProperties PageOf(bool turned)
    {
        var page = new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = HeaderId },
            new FooterReference { Type = HeaderFooterValues.Default, Id = FooterId },
            turned ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape } : new PageSize { Width = Short, Height = Long },
            new PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 709, Footer = 709, Gutter = 0 });
        if (_cover) page.Append(new TitlePage());
        _cover = false;
        return page;
    }

    private static string BookmarkOf(int heading) => string.Create(CultureInfo.InvariantCulture, $"_Toc{heading:000000}");

    private static Run Mark(FieldCharValues type) => new(new FieldChar { FieldCharType = type });

    private static Run Instruction(string code) => new(new FieldCode(code) { Space = SpaceProcessingModeValues.Preserve });
}
