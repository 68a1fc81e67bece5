using System.Globalization;
using DocumentFormat.OpenXml.Spreadsheet;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Field = Kunskapsstyrning.Adapters.Sdk.Field;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Reads the workbook of <see cref="CorrectionPicture.SheetOf"/> back: columns by their heads, in any order; what Excel made a number or a day becomes the region's text again.</summary>
internal static class CorrectionSheet
{
    /// <summary>Bytes of an upload.</summary>
    public const int MostBytes = UploadedSheet.MostBytes;

    private const string Refused = "replay.sheet";

    /// <summary>The edits of the first sheet.</summary>
    /// <param name="content">The workbook, in memory.</param>
    /// <param name="desk">Names the columns.</param>
    /// <exception cref="DomainException"><c>replay.sheet</c>: it cannot be read, has no key column or too many rows.</exception>
    public static IReadOnlyList<RowEdit> Read(Stream content, ReplayDesk desk) => UploadedSheet.Read(content, Refused, sheet => Edits(sheet, desk));

    private static List<RowEdit> Edits(UploadedSheet sheet, ReplayDesk desk)
    {
        if (sheet.Rows.Count == 0) throw new DomainException(Refused, "Filen är tom. Hämta den på nytt härifrån.");
        if (sheet.Rows.Count > ReplayBatch.MostRows + 1) throw new DomainException(Refused, "Filen har för många rader. Rätta högst 5 000 rader åt gången.");

        var names = new Dictionary<string, Field>(Names.Comparer);
        foreach (var field in desk.Form.Fields) names.TryAdd(desk.ColumnOf(field), field);
        var head = UploadedSheet.Cells(sheet.Rows[0]).ToDictionary(c => c.Column, c => sheet.Text(c.Cell));
        var keyColumn = head.Where(h => Names.Same(h.Value, CorrectionPicture.Key)).Select(h => h.Key).FirstOrDefault("");
        if (keyColumn.Length == 0) throw new DomainException(Refused, "Kolumnen Nyckel saknas. Hämta filen på nytt härifrån och ändra bara i regionens kolumner.");
        var columns = head.Where(h => names.ContainsKey(h.Value)).ToDictionary(h => h.Key, h => names[h.Value]);

        var edits = new List<RowEdit>();
        foreach (var row in sheet.Rows.Skip(1))
        {
            var cells = UploadedSheet.Cells(row).ToDictionary(c => c.Column, c => c.Cell);
            if (!cells.TryGetValue(keyColumn, out var key) || !long.TryParse(sheet.Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            edits.Add(new(id, columns.ToDictionary(c => c.Value, c => cells.TryGetValue(c.Key, out var cell) ? Typed(sheet, cell, c.Value, desk) : "")));
        }
        return edits;
    }

    private static string Typed(UploadedSheet sheet, Cell cell, Field field, ReplayDesk desk)
    {
        if (sheet.Number(cell) is not { } number) return sheet.Text(cell);
        if (field is Field.InDatum or Field.UtDatum && sheet.Day(cell) is { } day) return desk.Form.DateText(day);
        return field switch
        {
            Field.Hemkommun => number.ToString("0000", CultureInfo.InvariantCulture),
            Field.Mvo => number.ToString("000", CultureInfo.InvariantCulture),
            Field.Drg or Field.DrgVikt or Field.Kpp => number.ToString("0.####", CultureInfo.InvariantCulture).Replace(".", desk.Form.DecimalSign, StringComparison.Ordinal),
            _ => number.ToString("0.####", CultureInfo.InvariantCulture),
        };
    }
}
