using System.Globalization;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Kunskapsstyrning.Kernel.Tables;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Tables;

public sealed class TableFilesTests
{
    [Fact]
    public async Task Csv_is_what_Swedish_Excel_opens()
    {
        var bytes = await File(s => TableCsv.Write(Sample.Table, s, default));
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("Hemregion;Vårdåtgärd;Kontakter;Belopp, tkr;Andel, %;Dag;Läge;Id", lines[0]);
        Assert.Equal("Västerbotten;\"'=HYPERLINK(\"\"x\"\")\";1234;1234,56789;12,5;2026-03-04;Klar;a1", lines[1]);
        Assert.Equal("Norrbotten;\"'  -5; <b>\";< 5;-0,5;-0,5;..;Försenad;a2", lines[2]);
        Assert.Equal("Sjukvårdsregionen;;1237;1234,06789;100;;;", lines[4]);
        Assert.Equal(6, lines.Length);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+46 90")]
    [InlineData("-5 till 5")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData(" \u00A0 =1")]
    [InlineData("＝1")]
    public void A_text_that_could_be_a_formula_is_guarded(string text) => Assert.Equal("'" + text, TableCsv.Guarded(text));

    [Theory]
    [InlineData("–")]
    [InlineData("..")]
    [InlineData("Höft- och knäprotes")]
    [InlineData("")]
    public void Other_texts_are_left_alone(string text) => Assert.Equal(text, TableCsv.Guarded(text));

    [Fact]
    public async Task The_workbook_is_valid_and_holds_real_numbers_and_days()
    {
        using var stream = new MemoryStream(await File(s => TableXlsx.Write(Sample.Table, Sample.Facts, s, default)));
        using var book = SpreadsheetDocument.Open(stream, isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(book).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));

        var sheets = book.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().ToList();
        Assert.Equal(["Köpt vård 2026 tkr", "Om filen"], sheets.Select(s => s.Name!.Value));
        var sheet = ((WorksheetPart)book.WorkbookPart.GetPartById(sheets[0].Id!)).Worksheet;
        var cells = sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToDictionary(c => c.CellReference!.Value!, StringComparer.Ordinal);
        Assert.Equal("1234.56789", cells["D2"].CellValue!.Text);
        Assert.Equal("46085", cells["F2"].CellValue!.Text); // 2026-03-04
        Assert.Equal("=HYPERLINK(\"x\")", cells["B2"].InlineString!.InnerText);
        Assert.Equal("< 5", cells["C3"].InlineString!.InnerText);
        Assert.Equal("Höftprotes", cells["B4"].InlineString!.InnerText);
        Assert.Equal("–", cells["D4"].InlineString!.InnerText);
        Assert.DoesNotContain(cells.Values, c => c.CellFormula is not null);
        Assert.Equal("A1:H4", sheet.GetFirstChild<AutoFilter>()!.Reference!.Value); // the sum is not filtered away
        Assert.Equal(PaneStateValues.Frozen, sheet.Descendants<Pane>().Single().State!.Value);
        Assert.Equal(OrientationValues.Landscape, sheet.GetFirstChild<PageSetup>()!.Orientation!.Value);
        Assert.True(sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Column>().Last().Hidden!.Value);

        var about = ((WorksheetPart)book.WorkbookPart.GetPartById(sheets[1].Id!)).Worksheet.InnerText;
        Assert.Contains("Ekonom, Västerbotten", about, StringComparison.Ordinal);
        Assert.Contains("2026-11-21\u00A014.05", about, StringComparison.Ordinal);
        Assert.Contains("https://kst.example/kostnader?ar=2026", about, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_table_is_written_without_being_held()
    {
        var rows = Enumerable.Range(0, 50_000).Select(i => new Kernel.Tables.Row(Region.Norra[i % 4], "text " + i.ToString(CultureInfo.InvariantCulture), i));
        var table = new Kernel.Tables.Table
        {
            Title = "Lång",
            Columns = [new("region", "Region", ColumnKind.Region), new("text", "Text"), new("number", "Tal", ColumnKind.Integer)],
            Rows = rows,
        };
        await using var counter = new Counter();
        await TableXlsx.Write(table, Sample.Facts, counter, default);
        Assert.True(counter.Written > 100_000);
        Assert.True(counter.Largest < 100_000, $"{counter.Largest} bytes at once");
    }

    [Fact]
    public async Task Json_has_English_keys_and_exact_values()
    {
        using var json = JsonDocument.Parse(await File(s => TableJson.Write(Sample.Table, s, default)));
        var rows = json.RootElement.GetProperty("rows");
        Assert.Equal(123_456_789, rows[0].GetProperty("amountOre").GetInt64());
        Assert.Equal("24", rows[0].GetProperty("region").GetString());
        Assert.Equal(12.5m, rows[0].GetProperty("share").GetDecimal());
        Assert.Equal("2026-03-04", rows[0].GetProperty("day").GetString());
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("contacts").ValueKind); // 1-4 is not told
        Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("contacts").ValueKind);
        Assert.Equal(123_406_789, json.RootElement.GetProperty("sum").GetProperty("amountOre").GetInt64());
    }

    private static async Task<byte[]> File(Func<Stream, Task> write)
    {
        await using var stream = new MemoryStream();
        await write(stream);
        return stream.ToArray();
    }

    /// <summary>A stream that cannot seek and refuses synchronous writes, like a response.</summary>
    private sealed class Counter : Stream
    {
        internal long Written { get; private set; }

        internal int Largest { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            Largest = Math.Max(Largest, buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous write.");
    }
}
