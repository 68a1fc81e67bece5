using System.Globalization;
using System.Text;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Features;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Reads a price list in Excel as the text of the agreed file: columns by their heads, in any order; a row keeps its number, so that an error names the row that Excel shows.</summary>
internal static class PriceSheet
{
    /// <summary>Rows of a list.</summary>
    public const int MostRows = 50_000;

    private const decimal Nearly = 0.000001m; // Excel keeps 4166,83 as 4166.8299999999999

    /// <summary>The file that the workbook means.</summary>
    /// <param name="content">The workbook, in memory.</param>
    /// <exception cref="DomainException"><c>price.sheet</c>: it cannot be read, or has too many rows.</exception>
    public static byte[] Read(Stream content)
    {
        IReadOnlyList<ExcelRow> rows;
        try
        {
            rows = ExcelSheet.Read(content, MostRows);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new DomainException("price.sheet", "Filen går inte att läsa. Spara den som Excel-arbetsbok (.xlsx) och försök igen.");
        }
        if (rows.Count > MostRows) throw new DomainException("price.sheet", $"Filen har för många rader. En prislista har högst {SwedishFormat.Integer(MostRows)}.");
        return Encoding.UTF8.GetBytes(Text(rows));
    }

    private static string Text(IReadOnlyList<ExcelRow> rows)
    {
        var text = new StringBuilder();
        List<(string Column, string Name)> columns = rows is [var head, ..] ? [.. head.Cells.Select(c => (c.Key, NameOf(c.Value.Text))).Where(c => PriceListFile.Columns.Contains(c.Item2))] : [];
        var line = 1;
        foreach (var (index, row) in rows.Index())
        {
            var values = index == 0 ? columns.Select(c => c.Name) : columns.Select(c => row.Cells.TryGetValue(c.Column, out var cell) ? Value(cell, c.Name) : "");
            var written = string.Join(';', values);
            if (written.AsSpan().Trim(';').IsEmpty) continue;
            for (; line < row.Number; line++) text.Append('\n');
            text.Append(written).Append('\n');
            line++;
        }
        return text.ToString();
    }

    /// <summary>A head as the file has it: <c>Giltig från</c> is <c>giltig_fran</c>, <c>Pris, kr</c> is <c>pris</c>.</summary>
    private static string NameOf(string head) => SwedishText.Slug(head) is var slug && slug == "pris-kr" ? "pris" : slug.Replace('-', '_');

    private static string Value(ExcelCell cell, string column)
    {
        if (cell.Number is not { } number) return cell.Text is SwedishFormat.NotApplicable or SwedishFormat.Missing ? "" : cell.Text.ReplaceLineEndings(" ");
        if (cell.IsDay) return SwedishFormat.Date(cell.Day);
        if (column != "pris") return number.ToString("0.####", CultureInfo.InvariantCulture);
        var ore = decimal.Round(number, 2, MidpointRounding.AwayFromZero);
        return (Math.Abs(number - ore) < Nearly ? ore.ToString("0.00", CultureInfo.InvariantCulture) : number.ToString(CultureInfo.InvariantCulture)).Replace('.', ',');
    }
}
