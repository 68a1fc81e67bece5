using System.Globalization;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Reads the workbook of <see cref="CorrectionPicture.SheetOf"/> back: columns by their heads, in any order; what Excel made a number or a day becomes the region's text again.</summary>
internal static class CorrectionSheet
{
    /// <summary>The edits of the first sheet.</summary>
    /// <param name="content">The workbook, in memory.</param>
    /// <param name="desk">Names the columns.</param>
    /// <exception cref="DomainException"><c>replay.sheet</c>: it cannot be read, has no key column or too many rows.</exception>
    public static IReadOnlyList<RowEdit> Read(Stream content, ReplayDesk desk)
    {
        try
        {
            return Edits(ExcelSheet.Read(content, ReplayBatch.MostRows + 1), desk);
        }
        catch (Exception e) when (e is not DomainException)
        {
            throw Refused("Filen går inte att läsa. Spara den som Excel-arbetsbok (.xlsx) och försök igen.");
        }
    }

    private static List<RowEdit> Edits(IReadOnlyList<ExcelRow> rows, ReplayDesk desk)
    {
        if (rows.Count == 0) throw Refused("Filen är tom. Hämta den på nytt härifrån.");
        if (rows.Count > ReplayBatch.MostRows + 1) throw Refused("Filen har för många rader. Rätta högst 5 000 rader åt gången.");

        var names = new Dictionary<string, Field>(Names.Comparer);
        foreach (var field in desk.Form.Fields) names.TryAdd(desk.ColumnOf(field), field);
        var head = rows[0].Cells.ToDictionary(c => c.Key, c => c.Value.Text);
        var keyColumn = head.Where(h => Names.Same(h.Value, CorrectionPicture.Key)).Select(h => h.Key).FirstOrDefault("");
        if (keyColumn.Length == 0) throw Refused("Kolumnen Nyckel saknas. Hämta filen på nytt härifrån och ändra bara i regionens kolumner.");
        var columns = head.Where(h => names.ContainsKey(h.Value)).ToDictionary(h => h.Key, h => names[h.Value]);

        var edits = new List<RowEdit>();
        foreach (var row in rows.Skip(1))
        {
            if (!row.Cells.TryGetValue(keyColumn, out var key) || !long.TryParse(key.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            edits.Add(new(id, columns.ToDictionary(c => c.Value, c => row.Cells.TryGetValue(c.Key, out var cell) ? Typed(cell, c.Value, desk) : "")));
        }
        return edits;
    }

    private static string Typed(ExcelCell cell, Field field, ReplayDesk desk)
    {
        if (cell.Number is not { } number) return cell.Text;
        if (field is Field.InDatum or Field.UtDatum && cell.IsDay) return desk.Form.DateText(cell.Day);
        return field switch
        {
            Field.Hemkommun => number.ToString("0000", CultureInfo.InvariantCulture),
            Field.Mvo => number.ToString("000", CultureInfo.InvariantCulture),
            Field.Drg or Field.DrgVikt or Field.Kpp => number.ToString("0.####", CultureInfo.InvariantCulture).Replace(".", desk.Form.DecimalSign, StringComparison.Ordinal),
            _ => number.ToString("0.####", CultureInfo.InvariantCulture),
        };
    }

    private static DomainException Refused(string message) => new("replay.sheet", message);
}
