using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Kernel.Documents;

/// <summary>
/// Writes a document as a Word file: heading styles, a contents list that is filled in, numbered captions, native tables and charts, language sv-SE.
/// The same document gives the same bytes.
/// </summary>
public static class WordFile
{
    /// <summary>The media type of a Word file.</summary>
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>The whole file.</summary>
    public static async Task<byte[]> Make(Document document, CancellationToken ct)
    {
        var made = MadeOn(document);
        using var package = new MemoryStream();
        using (var word = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            var main = word.AddNewPart<MainDocumentPart>(WordType, "rId1");
            Feed(main.AddNewPart<StyleDefinitionsPart>("rIdStyles"), Resource("styles.xml"));
            Feed(main.AddNewPart<NumberingDefinitionsPart>("rIdNumbering"), Resource("numbering.xml"));
            Feed(main.AddNewPart<DocumentSettingsPart>("rIdSettings"), Resource("settings.xml"));
            main.AddNewPart<HeaderPart>(WordBody.HeaderId).Header = new Header(HeaderText(document));
            main.AddNewPart<FooterPart>(WordBody.FooterId).Footer = new Footer(PageOfPages());
            main.Document = new(await new WordBody(main, made).Of(document, ct));
            Feed(word.AddNewPart<CoreFilePropertiesPart>("rId2"), Core(document, made));
        }
        return await WithTimes(package.ToArray(), made, ct);
    }

    private const string WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

    private static DateTimeOffset MadeOn(Document document) => new(document.Dated.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    private static Paragraph HeaderText(Document document) =>
        new(new ParagraphProperties(new ParagraphStyleId { Val = "Header" }), new Run(new Text(string.Join(" · ", new[] { document.Sender, $"{document.Kind}: {document.Title}", document.RegistryNumber }.Where(t => t.Length > 0)))));

    private static Paragraph PageOfPages() => new(
        new ParagraphProperties(new ParagraphStyleId { Val = "Footer" }),
        Word("Sida "), new SimpleField(Word("1")) { Instruction = " PAGE " }, Word(" av "), new SimpleField(Word("1")) { Instruction = " NUMPAGES " });

    private static Run Word(string text) => new(new Text(text) { Space = SpaceProcessingModeValues.Preserve });

    private static byte[] Core(Document document, DateTimeOffset made)
    {
        var time = made.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" ")
            .Append("xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
        Property("dc:title", document.Title);
        Property("dc:subject", document.RegistryNumber.Length > 0 ? $"{document.Kind}, dnr {document.RegistryNumber}" : document.Kind);
        Property("dc:creator", document.Sender);
        Property("dc:language", SwedishFormat.Culture.Name);
        return Encoding.UTF8.GetBytes(xml
            .Append("<dcterms:created xsi:type=\"dcterms:W3CDTF\">").Append(time).Append("</dcterms:created>")
            .Append("<dcterms:modified xsi:type=\"dcterms:W3CDTF\">").Append(time).Append("</dcterms:modified></cp:coreProperties>").ToString());

        void Property(string name, string value)
        {
            xml.Append('<').Append(name).Append('>');
            Tables.XlsxParts.Escape(xml, value);
            xml.Append("</").Append(name).Append('>');
        }
    }

    /// <summary>The same archive with every entry's time set: the packaging library writes the clock's.</summary>
    private static async Task<byte[]> WithTimes(byte[] package, DateTimeOffset time, CancellationToken ct)
    {
        using var result = new MemoryStream();
        await using (var from = await ZipArchive.CreateAsync(new MemoryStream(package, writable: false), ZipArchiveMode.Read, leaveOpen: false, entryNameEncoding: null, ct))
        await using (var to = await ZipArchive.CreateAsync(result, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct))
        {
            foreach (var entry in from.Entries)
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = time;
                await using var source = await entry.OpenAsync(ct);
                await using var target = await copy.OpenAsync(ct);
                await source.CopyToAsync(target, ct);
            }
        }
        return result.ToArray();
    }

    internal static void Feed(OpenXmlPart part, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        part.FeedData(stream);
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(WordFile).Assembly.GetManifestResourceStream("word/" + name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
