using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Wordprocessing;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Kunskapsstyrning.Dialogues.Data;
using Kunskapsstyrning.Implementation.Data;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Structure.Data;
using Kunskapsstyrning.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace Kunskapsstyrning.Reporting.Tests;

/// <summary>The file of 2024, with and without the example data.</summary>
public class WordReportTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);

    [Theory, OnEachDatabase(true), OnEachDatabase(false)]
    public async Task The_file_is_valid_and_says_the_same_twice(Engine engine, bool examples)
    {
        await using var host = await Start(engine, examples);
        var first = await File(host);
        Assert.Equal(first, await File(host));
        using var word = Open(first);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(word).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
    }

    [Theory, OnEachDatabase]
    public async Task The_contents_list_is_filled_and_equals_the_headings(Engine engine)
    {
        await using var host = await Start(engine);
        using var word = Open(await File(host));
        var paragraphs = word.MainDocumentPart!.Document.Descendants<Paragraph>().ToList();
        var headings = paragraphs.Where(p => StyleOf(p) is "Heading1" or "Heading2").ToList();
        var entries = paragraphs.Where(p => StyleOf(p) is "TOC1" or "TOC2").ToList();
        Assert.Equal(12, headings.Count(h => StyleOf(h) == "Heading1"));
        Assert.Equal(headings.Select(h => (StyleOf(h)[^1], h.InnerText)), entries.Select(e => (StyleOf(e)[^1], string.Concat(e.Descendants<Hyperlink>().Select(l => l.InnerText)))));
        Assert.Equal(headings.Select(h => h.GetFirstChild<BookmarkStart>()!.Name!.Value), entries.Select(e => e.GetFirstChild<Hyperlink>()!.Anchor!.Value));
        Assert.Contains(" TOC \\o \"1-2\"", string.Concat(word.MainDocumentPart.Document.Descendants<FieldCode>().Select(c => c.Text)), StringComparison.Ordinal);
        Assert.Null(word.MainDocumentPart.DocumentSettingsPart!.Settings.GetFirstChild<UpdateFieldsOnOpen>()); // it would ask the reader at every opening
    }

    [Theory, OnEachDatabase]
    public async Task Every_table_has_a_repeated_head_whole_rows_a_caption_and_an_alternative_text(Engine engine)
    {
        await using var host = await Start(engine);
        using var word = Open(await File(host));
        var body = word.MainDocumentPart!.Document.Body!;
        var tables = body.Elements<Table>().ToList();
        Assert.True(tables.Count >= 6);
        foreach (var (i, table) in tables.Index())
        {
            var rows = table.Elements<TableRow>().ToList();
            Assert.True(rows.Count > 1);
            Assert.NotNull(rows[0].TableRowProperties!.GetFirstChild<TableHeader>());
            Assert.All(rows, row => Assert.NotNull(row.TableRowProperties!.GetFirstChild<CantSplit>()));
            Assert.NotEmpty(table.GetFirstChild<TableProperties>()!.GetFirstChild<TableDescription>()!.Val!.Value!);
            Assert.StartsWith($"Tabell {i + 1}. ", table.PreviousSibling<Paragraph>()!.InnerText, StringComparison.Ordinal);
            Assert.Equal(rows[0].Elements<TableCell>().Count(), table.GetFirstChild<TableGrid>()!.Elements<GridColumn>().Count());
            var width = table.GetFirstChild<TableGrid>()!.Elements<GridColumn>().Sum(c => int.Parse(c.Width!.Value!, null));
            Assert.True(width <= WordWidth(table), $"table {i + 1} is {width} wide");
        }
    }

    [Theory, OnEachDatabase]
    public async Task Every_chart_is_native_with_alternative_text_and_a_workbook_of_the_same_figures(Engine engine)
    {
        await using var host = await Start(engine);
        using var word = Open(await File(host));
        var drawings = word.MainDocumentPart!.Document.Descendants<Drawing>().ToList();
        Assert.NotEmpty(drawings);
        foreach (var drawing in drawings)
        {
            Assert.NotEmpty(drawing.Descendants<DocProperties>().Single().Description!.Value!);
            var part = (ChartPart)word.MainDocumentPart.GetPartById(drawing.Descendants<C.ChartReference>().Single().Id!.Value!);
            Assert.NotEmpty(part.ChartSpace.Descendants<C.BarChartSeries>());
            using var book = SpreadsheetDocument.Open(part.EmbeddedPackagePart!.GetStream(), isEditable: false);
            var cells = book.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>()).Where(c => c.CellValue is not null).Select(c => c.CellValue!.Text).ToList();
            Assert.Equal(part.ChartSpace.Descendants<C.NumberingCache>().SelectMany(n => n.Elements<C.NumericPoint>()).Select(p => p.NumericValue!.Text).Order(StringComparer.Ordinal), cells.Order(StringComparer.Ordinal));
        }
    }

    [Theory, OnEachDatabase]
    public async Task No_section_is_empty(Engine engine)
    {
        await using var host = await Start(engine);
        foreach (var year in new[] { 2024, 2026 })
        {
            using var word = Open(await File(host, year));
            var body = word.MainDocumentPart!.Document.Body!.Elements().ToList();
            foreach (var heading in body.OfType<Paragraph>().Where(p => StyleOf(p) == "Heading1"))
            {
                var next = heading.ElementsAfter().First();
                Assert.True(next is Table || (next is Paragraph p && StyleOf(p) != "Heading1" && p.InnerText.Length > 0), heading.InnerText);
            }
        }
    }

    [Theory, OnEachDatabase]
    public async Task The_file_is_swedish_and_carries_title_number_and_day(Engine engine)
    {
        await using var host = await Start(engine, examples: false);
        await Make(host, 2024, "NRF 010/25");
        using var word = Open(await File(host));
        Assert.Equal("sv-SE", word.MainDocumentPart!.StyleDefinitionsPart!.Styles!.DocDefaults!.Descendants<Languages>().Single().Val!.Value);
        Assert.Equal("RPO- och RSG-rapporter 2024", word.PackageProperties.Title);
        Assert.Equal("FD-rapport, dnr NRF 010/25", word.PackageProperties.Subject);
        Assert.Equal("sv-SE", word.PackageProperties.Language);
        Assert.Contains("NRF 010/25", word.MainDocumentPart.HeaderParts.Single().Header.InnerText, StringComparison.Ordinal);
        Assert.Equal(" PAGE | NUMPAGES ", string.Join('|', word.MainDocumentPart.FooterParts.Single().Footer.Descendants<SimpleField>().Select(f => f.Instruction!.Value)));
        var front = word.MainDocumentPart.Document.Body!.Elements<Paragraph>().Take(4).Select(p => p.InnerText);
        Assert.Equal(["2026-11-22", "Dnr NRF 010/25", "RPO- och RSG-rapporter 2024", "FD-rapport"], front);
    }

    [Theory, OnEachDatabase]
    public async Task The_sentences_say_what_the_data_says(Engine engine)
    {
        await using var host = await Start(engine, examples: false);
        var before = await Text(host);
        Assert.Contains("Uppföljningsdialoger har hållits med 26 av 27 RPO (hösten 2024). Ett RPO, Sällsynta sjukdomar, har inte haft någon dialog.", before, StringComparison.Ordinal);
        Assert.Contains("Uppföljningsdialoger har hållits med sex av sju RSG (hösten 2024, fjärde omgången).", before, StringComparison.Ordinal);
        Assert.Contains("Den 31\u00A0december\u00A02024 fanns 27 RPO och sju RSG i sjukvårdsregionen.", before, StringComparison.Ordinal);
        Assert.Contains("Västerbotten hade 14 platser mer än befolkningsandelen, Norrbotten sju färre.", before, StringComparison.Ordinal);
        Assert.Contains("var 0 av 19 vårdförlopp införda i alla fyra regioner", before, StringComparison.Ordinal);

        var round = await host.ReadAsync<DialoguesDb, Guid>(async db => (await db.Rounds.SingleAsync(r => r.Year == 2024 && r.Kind == Dialogues.GroupKind.Rpo)).Id);
        await Change(host, async scope =>
        {
            foreach (var group in await scope.GetRequiredService<DialoguesDb>().Groups.Where(g => g.RoundId == round && (g.Name == "RPO Akutvård" || g.Name == "RPO Tandvård och käkkirurgi")).ToListAsync())
                group.State = Dialogues.GroupState.NotHeld;
        });
        await Change(host, async scope =>
        {
            var db = scope.GetRequiredService<ImplementationDb>();
            var (way, step) = ((await db.Vardforlopp.SingleAsync(v => v.Slug == "sepsis")).Id, (await db.Steps.SingleAsync(s => s.Name == "Infört")).Id);
            db.AddRange(Region.Norra.Select(r => new Implementation.RegionState
            {
                Id = Guid.CreateVersion7(), Owner = Owner.Of(r.Code), VardforloppId = way, StepId = step, Since = new(2024, 9, 1), Source = "Regionen", Period = new(new DateOnly(2024, 9, 1)),
            }));
        });
        await Change(host, async scope =>
        {
            var db = scope.GetRequiredService<StructureDb>();
            var group = await db.Groups.FirstAsync(g => g.Kind == Structure.GroupKind.Rsg);
            group.Period = new(group.Period.From, new DateOnly(2024, 6, 30));
        });

        var after = await Text(host);
        Assert.Contains("har hållits med 24 av 27 RPO (hösten 2024). Tre RPO har inte haft någon dialog: Akutvård, Sällsynta sjukdomar och Tandvård och käkkirurgi.", after, StringComparison.Ordinal);
        Assert.Contains("Den 31\u00A0december\u00A02024 var 1 av 19 vårdförlopp införda i alla fyra regioner.", after, StringComparison.Ordinal);
        Assert.Contains("fanns 27 RPO och sex RSG", after, StringComparison.Ordinal);
        Assert.DoesNotContain("26 av 27 RPO", after, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task A_year_without_a_round_has_no_report(Engine engine)
    {
        await using var host = await Start(engine);
        var no = await Assert.ThrowsAsync<DomainException>(() => File(host, 2019));
        Assert.Equal("report.no-round", no.Code);
        Assert.Contains("Det finns ingen dialogomgång för 2019", no.Message, StringComparison.Ordinal);
    }

    private static Task<TestHost> Start(Engine engine, bool examples = true) =>
        TestHost.StartAsync(engine, new Dictionary<string, string?> { ["Demo"] = examples ? "true" : "false" }, clock: new Noon(Today));

    private static async Task<byte[]> File(TestHost host, int year = 2024) => await host.InScopeAsync(async scope =>
        await WordFile.Make((await scope.GetRequiredService<ReportBuilder>().Of(year, default)).Document, default));

    private static Task Make(TestHost host, int year, string number) => host.InScopeAsync(async scope =>
    {
        await scope.GetRequiredService<Reports>().Make(Guid.CreateVersion7(), year, number, default);
        return true;
    });

    private static Task Change(TestHost host, Func<IServiceProvider, Task> change) => host.InScopeAsync(scope => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Ändrat av ett test", async () =>
    {
        await change(scope);
        return true;
    }));

    private static async Task<string> Text(TestHost host)
    {
        using var word = Open(await File(host));
        return string.Join('\n', word.MainDocumentPart!.Document.Descendants<Paragraph>().Select(p => p.InnerText));
    }

    private static WordprocessingDocument Open(byte[] file) => WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);

    private static string StyleOf(Paragraph paragraph) => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? "";

    /// <summary>The width of the text on the page that the table lies on.</summary>
    private static int WordWidth(Table table)
    {
        var page = table.ElementsAfter().Select(e => e as SectionProperties ?? e.Descendants<SectionProperties>().FirstOrDefault()).OfType<SectionProperties>().First();
        var (size, margin) = (page.GetFirstChild<PageSize>()!, page.GetFirstChild<PageMargin>()!);
        return (int)(size.Width!.Value - margin.Left!.Value - margin.Right!.Value);
    }
}

/// <summary>A clock that stands still at noon.</summary>
internal sealed class Noon(DateOnly day) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(11, 0)), TimeSpan.Zero);
}
