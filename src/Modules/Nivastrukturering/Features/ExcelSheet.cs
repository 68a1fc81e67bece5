using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>A cell of a workbook: its text, and what Excel has made a number or a day of.</summary>
/// <param name="Text">As stored.</param>
/// <param name="Number">Null for a text.</param>
/// <param name="IsDay">True when the number is shown as a day.</param>
internal readonly record struct ExcelCell(string Text, decimal? Number, bool IsDay)
{
    private static readonly DateOnly Epoch = new(1899, 12, 30);

    /// <summary>The number as a day.</summary>
    public DateOnly Day => Epoch.AddDays((int)Number!.Value);
}

/// <summary>A row of a workbook.</summary>
/// <param name="Number">1-based, as Excel shows it.</param>
/// <param name="Cells">By the letters of the column; empty cells may be missing.</param>
internal sealed record ExcelRow(int Number, IReadOnlyDictionary<string, ExcelCell> Cells);

/// <summary>Reads the first sheet of an uploaded workbook.</summary>
internal static class ExcelSheet
{
    /// <summary>Bytes of an upload.</summary>
    public const int MostBytes = 10 << 20;

    private const int MostCharacters = 50 << 20; // of one unpacked part: a file made to swell stops here
    private const int FirstDateFormat = 14;
    private const int LastDateFormat = 22;

    /// <summary>The rows, the head first. Throws whatever a damaged file makes the library throw.</summary>
    /// <param name="content">The workbook, in memory.</param>
    /// <param name="mostRows">One more than these are read at most.</param>
    public static IReadOnlyList<ExcelRow> Read(Stream content, int mostRows)
    {
        using var document = SpreadsheetDocument.Open(content, isEditable: false, new OpenSettings { MaxCharactersInPart = MostCharacters });
        var book = document.WorkbookPart!;
        var sheet = book.Workbook.Sheets!.Elements<Sheet>().First();
        var texts = book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(s => s.InnerText).ToArray() ?? [];
        var dates = DateStyles(book);
        List<ExcelRow> rows = [];
        foreach (var row in ((WorksheetPart)book.GetPartById(sheet.Id!)).Worksheet.Descendants<Row>().Take(mostRows + 1))
        {
            var cells = row.Elements<Cell>().Where(c => c.CellReference is not null).ToDictionary(c => c.CellReference!.Value!.TrimEnd("0123456789".ToCharArray()), c => Of(c, texts, dates));
            rows.Add(new((int)(row.RowIndex?.Value ?? (uint)rows.Count + 1), cells));
        }
        return rows;
    }

    private static ExcelCell Of(Cell cell, string[] texts, HashSet<uint> dates)
    {
        if (cell.DataType?.Value == CellValues.InlineString) return new(cell.InlineString?.InnerText ?? "", null, false);
        var value = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value == CellValues.SharedString) return new(texts[int.Parse(value, CultureInfo.InvariantCulture)], null, false);
        var isNumber = (cell.DataType is null || cell.DataType.Value == CellValues.Number) && value.Length > 0;
        return isNumber && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new(value, number, dates.Contains(cell.StyleIndex?.Value ?? 0))
            : new(value, null, false);
    }

    /// <summary>The cell formats that show a day.</summary>
    private static HashSet<uint> DateStyles(WorkbookPart book)
    {
        var sheet = book.WorkbookStylesPart?.Stylesheet;
        var own = sheet?.NumberingFormats?.Elements<NumberingFormat>().Where(f => f.FormatCode?.Value?.Contains('y', StringComparison.OrdinalIgnoreCase) == true).Select(f => f.NumberFormatId!.Value).ToHashSet() ?? [];
        return sheet?.CellFormats?.Elements<CellFormat>().Index().Where(f => f.Item.NumberFormatId?.Value is { } id && (id is >= FirstDateFormat and <= LastDateFormat || own.Contains(id)))
            .Select(f => (uint)f.Index).ToHashSet() ?? [];
    }
}
