using System.Globalization;
using System.IO.Compression;
using System.Text;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>
/// Writes a table as an Excel workbook, row by row and so with the same little memory for any length: real numbers and days, frozen head,
/// filter, widths, landscape A4, and a last sheet "Om filen".
/// </summary>
/// <remarks>The sheet is plain XML in a zip archive: a text is always a text cell, so that nothing becomes a formula.</remarks>
public static class TableXlsx
{
    private const int MostRows = 1_048_576;
    private const int LongestText = 32_767;
    private static readonly DateOnly Epoch = new(1899, 12, 30);

    /// <summary>The whole workbook; the stream need not be seekable and is left open.</summary>
    /// <exception cref="DomainException">The table has more rows than a sheet can hold.</exception>
    public static async Task Write(Table table, FileFacts facts, Stream output, CancellationToken ct)
    {
        var columns = table.Columns.Index().Where(c => c.Item.Kind != ColumnKind.Bar).ToArray();
        var styles = new XlsxStyles(columns.Select(c => c.Item));
        var name = SheetName(table.Title);

        await using var sink = new AsyncOutput(output);
        var zip = await ZipArchive.CreateAsync(sink, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await using (zip)
        {
            var rows = 0;
            await Entry(zip, facts.Made, "xl/worksheets/sheet1.xml", async writer => rows = await Data(writer, table, columns, ct), ct);
            await Entry(zip, facts.Made, "xl/worksheets/sheet2.xml", writer => writer.WriteAsync(About(table, facts)), ct);
            await Entry(zip, facts.Made, "xl/styles.xml", writer => writer.WriteAsync(styles.Xml), ct);
            await Entry(zip, facts.Made, "xl/workbook.xml", writer => writer.WriteAsync(XlsxParts.Workbook(name, columns.Length, rows)), ct);
            await Entry(zip, facts.Made, "xl/_rels/workbook.xml.rels", writer => writer.WriteAsync(XlsxParts.WorkbookRelations), ct);
            await Entry(zip, facts.Made, "docProps/core.xml", writer => writer.WriteAsync(XlsxParts.Core(table.Title, facts.Made)), ct);
            await Entry(zip, facts.Made, "_rels/.rels", writer => writer.WriteAsync(XlsxParts.Relations), ct);
            await Entry(zip, facts.Made, "[Content_Types].xml", writer => writer.WriteAsync(XlsxParts.ContentTypes), ct);
        }
        await sink.FlushAsync(ct);
    }

    /// <summary>Writes the data sheet.</summary>
    /// <returns>How many rows the filter spans, the head included, the sum not.</returns>
    private static async Task<int> Data(StreamWriter writer, Table table, (int Index, Column Column)[] columns, CancellationToken ct)
    {
        var xml = new StringBuilder(XlsxParts.SheetStart);
        xml.Append("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\" tabSelected=\"1\">")
            .Append("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>");
        foreach (var (position, (_, column)) in columns.Index())
        {
            xml.Append(CultureInfo.InvariantCulture, $"<col min=\"{position + 1}\" max=\"{position + 1}\" width=\"{Width(column, position == 0)}\" customWidth=\"1\"");
            xml.Append(column.FileOnly ? " hidden=\"1\"/>" : "/>");
        }
        xml.Append("</cols><sheetData><row r=\"1\">");
        foreach (var (position, (_, column)) in columns.Index()) Text(xml, position, 1, column.Heading, XlsxStyles.Head);
        xml.Append("</row>");

        var number = 1;
        foreach (var row in table.Rows)
        {
            RowXml(xml, row, ++number, bold: row.Level == RowLevel.Sum);
            if (xml.Length < 16 * 1024) continue;
            await writer.WriteAsync(xml, ct);
            xml.Clear();
        }
        var filtered = number;
        if (table.Sum is { } sum) RowXml(xml, sum, ++number, bold: true);
        xml.Append("</sheetData><autoFilter ref=\"A1:").Append(Letter(columns.Length - 1)).Append(filtered).Append("\"/>")
            .Append("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>")
            .Append("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>")
            .Append("<headerFooter><oddFooter>&amp;A&amp;RSida &amp;P av &amp;N</oddFooter></headerFooter></worksheet>");
        await writer.WriteAsync(xml, ct);
        return filtered;

        void RowXml(StringBuilder xml, Row row, int number, bool bold)
        {
            if (number > MostRows) throw new DomainException("table.too-long", "Tabellen har fler rader än Excel kan visa. Välj ett smalare urval eller hämta CSV.");
            var level = row.Level switch { RowLevel.Sub => 1, RowLevel.Sub2 => 2, _ => 0 };
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{number}\"");
            if (level > 0) xml.Append(CultureInfo.InvariantCulture, $" outlineLevel=\"{level}\"");
            xml.Append('>');
            foreach (var (position, (index, column)) in columns.Index())
            {
                var cell = row.Cells[index];
                var style = position == 0 && level > 0 ? XlsxStyles.Indented(level) : XlsxStyles.Of(position, bold);
                if (cell.Number(column) is { } figure) Figure(xml, position, number, figure, style);
                else if (cell is { Display: null, Value: DateOnly day }) Figure(xml, position, number, day.DayNumber - Epoch.DayNumber, style);
                else Text(xml, position, number, cell.Text(column), position == 0 && level > 0 ? style : bold ? XlsxStyles.BoldText : 0);
            }
            xml.Append("</row>");
        }
    }

    private static string About(Table table, FileFacts facts)
    {
        var xml = new StringBuilder(XlsxParts.SheetStart);
        xml.Append("<cols><col min=\"1\" max=\"1\" width=\"24\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"90\" customWidth=\"1\"/></cols><sheetData>");
        var number = 0;
        Line("Innehåll", table.Title);
        Line("Källa", table.Source ?? "Kunskapsstyrning");
        Line("Hämtad av", facts.MadeBy);
        Line("Hämtad", SwedishFormat.Instant(facts.Made));
        Line("Sidan", facts.Address);
        foreach (var (name, value) in table.Facts) Line(name, value);
        foreach (var note in table.Notes) Line("Anmärkning", note);
        foreach (var column in table.Columns.Where(c => c.Meaning is not null)) Line(column.Heading, column.Meaning!);
        Line("Tecken", ".. betyder att uppgift saknas, – att det inte är aktuellt.");
        return xml.Append("</sheetData><pageSetup paperSize=\"9\" orientation=\"landscape\"/></worksheet>").ToString();

        void Line(string name, string value)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{++number}\">");
            Text(xml, 0, number, name, XlsxStyles.BoldText);
            Text(xml, 1, number, value, XlsxStyles.Wrapped);
            xml.Append("</row>");
        }
    }

    private static void Figure(StringBuilder xml, int position, int row, decimal value, int style) =>
        xml.Append("<c r=\"").Append(Letter(position)).Append(row).Append("\" s=\"").Append(style).Append("\"><v>")
            .Append(value.ToString("0.#############################", CultureInfo.InvariantCulture)).Append("</v></c>");

    private static void Text(StringBuilder xml, int position, int row, string text, int style)
    {
        if (text.Length == 0) return;
        xml.Append("<c r=\"").Append(Letter(position)).Append(row).Append("\" s=\"").Append(style).Append("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        XlsxParts.Escape(xml, text.Length > LongestText ? text.AsSpan(0, LongestText) : text);
        xml.Append("</t></is></c>");
    }

    private static int Width(Column column, bool first) => Math.Max(column.Kind switch
    {
        ColumnKind.Text when first => 40,
        ColumnKind.Text => 24,
        ColumnKind.Region or ColumnKind.State => 22,
        ColumnKind.Money => 16,
        _ => 12,
    }, Math.Min(column.Heading.Length + 4, 40));

    /// <summary>At most 31 characters without those that Excel forbids in a sheet's name.</summary>
    private static string SheetName(string title)
    {
        var name = new string([.. title.Where(c => c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'') && !char.IsControl(c))]).Trim();
        return name.Length == 0 ? "Tabell" : name.Length > 31 ? name[..30].TrimEnd() + "…" : name;
    }

    internal static string Letter(int position) => position < 26
        ? ((char)('A' + position)).ToString()
        : Letter((position / 26) - 1) + (char)('A' + (position % 26));

    private static async Task Entry(ZipArchive zip, DateTimeOffset made, string path, Func<StreamWriter, Task> write, CancellationToken ct)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = made; // not the clock's: the same facts give the same bytes
        await using var stream = await entry.OpenAsync(ct);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 32 * 1024);
        await write(writer);
    }
}
