using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Field = Kunskapsstyrning.Adapters.Sdk.Field;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Reads the workbook of <see cref="CorrectionPicture.SheetOf"/> back: columns by their heads, in any order; what Excel made a number or a day becomes the region's text again.</summary>
internal static class CorrectionSheet
{
    /// <summary>Bytes of an upload.</summary>
    public const int MostBytes = 10 << 20;

    private const int MostCharacters = 50 << 20; // of one unpacked part: a file made to swell stops here
    private const int FirstDateFormat = 14;
    private const int LastDateFormat = 22;
    private static readonly DateOnly Epoch = new(1899, 12, 30);

    /// <summary>The edits of the first sheet.</summary>
    /// <param name="content">The workbook, in memory.</param>
    /// <param name="desk">Names the columns.</param>
    /// <exception cref="DomainException"><c>replay.sheet</c>: it cannot be read, has no key column or too many rows.</exception>
    public static IReadOnlyList<RowEdit> Read(Stream content, ReplayDesk desk)
    {
        try
        {
            using var document = SpreadsheetDocument.Open(content, isEditable: false, new OpenSettings { MaxCharactersInPart = MostCharacters });
            return Edits(document.WorkbookPart!, desk);
        }
        catch (Exception e) when (e is not DomainException)
        {
            throw Refused("Filen går inte att läsa. Spara den som Excel-arbetsbok (.xlsx) och försök igen.");
        }
    }

    private static List<RowEdit> Edits(WorkbookPart book, ReplayDesk desk)
    {
        var sheet = book.Workbook.Sheets!.Elements<Sheet>().First();
        var rows = ((WorksheetPart)book.GetPartById(sheet.Id!)).Worksheet.Descendants<Row>().ToList();
        if (rows.Count == 0) throw Refused("Filen är tom. Hämta den på nytt härifrån.");
        if (rows.Count > ReplayBatch.MostRows + 1) throw Refused("Filen har för många rader. Rätta högst 5 000 rader åt gången.");

        var texts = book.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(s => s.InnerText).ToArray() ?? [];
        var dates = DateStyles(book);
        var names = new Dictionary<string, Field>(Names.Comparer);
        foreach (var field in desk.Form.Fields) names.TryAdd(desk.ColumnOf(field), field);
        var head = Cells(rows[0]).ToDictionary(c => c.Column, c => Text(c.Cell, texts));
        var keyColumn = head.Where(h => Names.Same(h.Value, CorrectionPicture.Key)).Select(h => h.Key).FirstOrDefault("");
        if (keyColumn.Length == 0) throw Refused("Kolumnen Nyckel saknas. Hämta filen på nytt härifrån och ändra bara i regionens kolumner.");
        var columns = head.Where(h => names.ContainsKey(h.Value)).ToDictionary(h => h.Key, h => names[h.Value]);

        var edits = new List<RowEdit>();
        foreach (var row in rows.Skip(1))
        {
            var cells = Cells(row).ToDictionary(c => c.Column, c => c.Cell);
            if (!cells.TryGetValue(keyColumn, out var key) || !long.TryParse(Text(key, texts), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            edits.Add(new(id, columns.ToDictionary(c => c.Value, c => cells.TryGetValue(c.Key, out var cell) ? Typed(cell, c.Value, texts, dates, desk) : "")));
        }
        return edits;
    }

    private static IEnumerable<(string Column, Cell Cell)> Cells(Row row) =>
        row.Elements<Cell>().Where(c => c.CellReference is not null).Select(c => (c.CellReference!.Value!.TrimEnd("0123456789".ToCharArray()), c));

    private static string Text(Cell cell, string[] texts)
    {
        if (cell.DataType?.Value == CellValues.InlineString) return cell.InlineString?.InnerText ?? "";
        var value = cell.CellValue?.Text ?? "";
        return cell.DataType?.Value == CellValues.SharedString ? texts[int.Parse(value, CultureInfo.InvariantCulture)] : value;
    }

    private static string Typed(Cell cell, Field field, string[] texts, HashSet<uint> dates, ReplayDesk desk)
    {
        var text = Text(cell, texts);
        var isNumber = (cell.DataType is null || cell.DataType.Value == CellValues.Number) && text.Length > 0;
        if (!isNumber || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return text;
        if (field is Field.InDatum or Field.UtDatum && dates.Contains(cell.StyleIndex?.Value ?? 0)) return desk.Form.DateText(Epoch.AddDays((int)number));
        return field switch
        {
            Field.Hemkommun => number.ToString("0000", CultureInfo.InvariantCulture),
            Field.Mvo => number.ToString("000", CultureInfo.InvariantCulture),
            Field.Drg or Field.DrgVikt or Field.Kpp => number.ToString("0.####", CultureInfo.InvariantCulture).Replace(".", desk.Form.DecimalSign, StringComparison.Ordinal),
            _ => number.ToString("0.####", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The cell formats that show a day.</summary>
    private static HashSet<uint> DateStyles(WorkbookPart book)
    {
        var sheet = book.WorkbookStylesPart?.Stylesheet;
        var own = sheet?.NumberingFormats?.Elements<NumberingFormat>().Where(f => f.FormatCode?.Value?.Contains('y', StringComparison.OrdinalIgnoreCase) == true).Select(f => f.NumberFormatId!.Value).ToHashSet() ?? [];
        return sheet?.CellFormats?.Elements<CellFormat>().Index().Where(f => f.Item.NumberFormatId?.Value is { } id && (id is >= FirstDateFormat and <= LastDateFormat || own.Contains(id)))
            .Select(f => (uint)f.Index).ToHashSet() ?? [];
    }

    private static DomainException Refused(string message) => new("replay.sheet", message);
}
