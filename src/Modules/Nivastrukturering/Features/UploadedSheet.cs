using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The first sheet of an uploaded workbook. Lives as long as <see cref="Read"/>.</summary>
internal sealed class UploadedSheet
{
    /// <summary>Bytes of an upload.</summary>
    public const int MostBytes = 10 << 20;

    private const int MostCharacters = 50 << 20; // of one unpacked part: a file made to swell stops here
    private const int FirstDateFormat = 14;
    private const int LastDateFormat = 22;
    private static readonly DateOnly Epoch = new(1899, 12, 30);
    private readonly string[] _texts;
    private readonly HashSet<uint> _dates;

    private UploadedSheet(WorkbookPart book)
    {
        var sheet = book.Workbook.Sheets!.Elements<Sheet>().First();
        Rows = [.. ((WorksheetPart)book.GetPartById(sheet.Id!)).Worksheet.Descendants<Row>()];
        _texts = book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(s => s.InnerText).ToArray() ?? [];
        _dates = DateStyles(book);
    }

    /// <summary>In the order of the sheet, heads first.</summary>
    public IReadOnlyList<Row> Rows { get; }

    /// <summary>Reads the sheet.</summary>
    /// <param name="content">The workbook, in memory.</param>
    /// <param name="code">Of the exception.</param>
    /// <param name="read">Makes what is wanted of it.</param>
    /// <exception cref="DomainException">It is no workbook that can be read.</exception>
    public static T Read<T>(Stream content, string code, Func<UploadedSheet, T> read)
    {
        try
        {
            using var document = SpreadsheetDocument.Open(content, isEditable: false, new OpenSettings { MaxCharactersInPart = MostCharacters });
            return read(new(document.WorkbookPart!));
        }
        catch (Exception e) when (e is not DomainException)
        {
            throw new DomainException(code, "Filen går inte att läsa. Spara den som Excel-arbetsbok (.xlsx) och försök igen.");
        }
    }

    /// <summary>The cells of a row by the letters of their column.</summary>
    public static IEnumerable<(string Column, Cell Cell)> Cells(Row row) =>
        row.Elements<Cell>().Where(c => c.CellReference is not null).Select(c => (c.CellReference!.Value!.TrimEnd("0123456789".ToCharArray()), c));

    /// <summary>The cell's text; of a number as the file has it, with a point.</summary>
    public string Text(Cell cell)
    {
        if (cell.DataType?.Value == CellValues.InlineString) return cell.InlineString?.InnerText ?? "";
        var value = cell.CellValue?.Text ?? "";
        return cell.DataType?.Value == CellValues.SharedString ? _texts[int.Parse(value, CultureInfo.InvariantCulture)] : value;
    }

    /// <summary>The cell's number; null when it holds none.</summary>
    public decimal? Number(Cell cell) =>
        (cell.DataType is null || cell.DataType.Value == CellValues.Number) && decimal.TryParse(Text(cell), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The cell's day; null when it is not shown as one.</summary>
    public DateOnly? Day(Cell cell) => _dates.Contains(cell.StyleIndex?.Value ?? 0) && Number(cell) is { } number ? Epoch.AddDays((int)number) : null;

    /// <summary>The cell formats that show a day.</summary>
    private static HashSet<uint> DateStyles(WorkbookPart book)
    {
        var sheet = book.WorkbookStylesPart?.Stylesheet;
        var own = sheet?.NumberingFormats?.Elements<NumberingFormat>().Where(f => f.FormatCode?.Value?.Contains('y', StringComparison.OrdinalIgnoreCase) == true).Select(f => f.NumberFormatId!.Value).ToHashSet() ?? [];
        return sheet?.CellFormats?.Elements<CellFormat>().Index().Where(f => f.Item.NumberFormatId?.Value is { } id && (id is >= FirstDateFormat and <= LastDateFormat || own.Contains(id)))
            .Select(f => (uint)f.Index).ToHashSet() ?? [];
    }
}
