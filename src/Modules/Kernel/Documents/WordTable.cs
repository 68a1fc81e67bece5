using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Kunskapsstyrning.Kernel.Tables;
using Column = Kunskapsstyrning.Kernel.Tables.Column;

namespace Kunskapsstyrning.Kernel.Documents;

/// <summary>A table as Word's own: a head that is repeated on each page, rows that are not split, columns as wide as their longest word needs.</summary>
internal sealed class WordTable
{
    /// <summary>Twentieths of a point: about a bold letter of the cells' 8 points, and the cell's margins.</summary>
    private const int Letter = 92, Padding = 150;

    /// <summary>Fewer may be as broad: "Rad" is wider than three common letters.</summary>
    private const int FewestLetters = 4;

    /// <summary>A text of more letters may as well wrap.</summary>
    private const int MostLetters = 42;

    /// <summary>A table of at most this many rows is not broken over pages.</summary>
    private const int MostTogether = 14;

    private readonly Tables.Table _table;
    private readonly (int Index, Column Column)[] _columns;
    private readonly List<(Tables.Row Row, bool IsSum)> _rows;
    private readonly int[] _least, _wish;

    internal WordTable(Tables.Table table)
    {
        _table = table;
        _columns = [.. table.Columns.Index().Where(c => c.Item is { FileOnly: false, Kind: not ColumnKind.Bar })];
        _rows = [.. table.Rows.Select(r => (r, false))];
        if (table.Sum is { } sum) _rows.Add((sum, true));
        _least = [.. _columns.Select(c => Texts(c).Max(LongestWord))];
        _wish = [.. _columns.Select(c => Texts(c).Max(t => (Math.Min(t.Split('\n').Max(line => line.Length), MostLetters) * Letter) + Padding))];
    }

    /// <summary>True when the columns' longest words do not fit beside each other on an upright page.</summary>
    internal bool NeedsTurnedPage => _least.Sum() > WordBody.UprightWidth;

    internal DocumentFormat.OpenXml.Wordprocessing.Table Make(int width)
    {
        var widths = Widths(width);
        var table = new DocumentFormat.OpenXml.Wordprocessing.Table(
            new TableProperties(
                new TableStyle { Val = "KstTable" },
                new TableWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableLook { Val = "0420", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = false, NoVerticalBand = true },
                new TableCaption { Val = _table.Title },
                new TableDescription { Val = $"{_rows.Count} rader. Kolumner: {string.Join(", ", _columns.Select(c => c.Column.Heading))}." }),
            new TableGrid(widths.Select(w => new GridColumn { Width = Number(w) })),
            Head(widths));
        table.Append(_rows.Select(r => BodyRow(r.Row, r.IsSum, widths)));
        var kept = table.Elements<TableRow>().TakeLast(_rows.Count > MostTogether ? 1 : _rows.Count + 1); // the last row stays with the source under it
        foreach (var paragraph in kept.SelectMany(r => r.Descendants<Paragraph>())) paragraph.ParagraphProperties!.KeepNext = new();
        return table;
    }

    private TableRow Head(int[] widths) => new(
        _columns.Index().Select(c => CellOf(c.Item.Column.Heading, "CellHead", widths[c.Index], c.Item.Column.IsNumeric))
            .Prepend<OpenXmlElement>(new TableRowProperties(new CantSplit(), new TableHeader())));

    private TableRow BodyRow(Tables.Row row, bool isSum, int[] widths)
    {
        var bold = isSum || row.Level == RowLevel.Sum;
        var cells = _columns.Index().Select(c =>
        {
            var (index, column) = c.Item;
            var cell = row.Cells[index];
            var made = CellOf(TextOf(cell, column), "CellText", widths[c.Index], column.IsNumeric, bold);
            if (c.Index == 0 && row.Level is RowLevel.Sub or RowLevel.Sub2)
                made.GetFirstChild<Paragraph>()!.ParagraphProperties!.Indentation = new() { Left = Number(row.Level == RowLevel.Sub ? 140 : 280) };
            if (Shade(cell, isSum) is { } shade) made.TableCellProperties!.Shading = shade;
            return made;
        });
        return new(cells.Prepend<OpenXmlElement>(new TableRowProperties(new CantSplit())));
    }

    private static TableCell CellOf(string text, string style, int width, bool right, bool bold = false)
    {
        var words = WordBody.Words(text);
        if (bold) words.RunProperties = new(new Bold());
        var paragraph = WordBody.Styled(style, words);
        if (right) paragraph.ParagraphProperties!.Justification = new() { Val = JustificationValues.Right };
        return new(new TableCellProperties(new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa }), paragraph);
    }

    /// <summary>The grounds of a matrix, pale enough to read on, and of a sum. A cell's word says the same.</summary>
    private static Shading? Shade(Tables.Cell cell, bool isSum) => cell.Ground switch
    {
        CellGround.Missing => new() { Val = ShadingPatternValues.ThinDiagonalStripe, Color = "D8D2C4", Fill = "FFFFFF" },
        CellGround.Unmapped => new() { Val = ShadingPatternValues.Percent10, Color = "8A8477", Fill = "FFFFFF" },
        _ => isSum ? new() { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "ECE9E1" } : null,
    };

    private static string TextOf(Tables.Cell cell, Column column) => cell.Note is { } note ? $"{cell.Text(column)}\n{note}" : cell.Text(column);

    private IEnumerable<string> Texts((int Index, Column Column) column) => _rows.Select(r => TextOf(r.Row.Cells[column.Index], column.Column)).Prepend(column.Column.Heading);

    private static int LongestWord(string text) => (text.Split(' ', '\n', '-').Max(w => Math.Max(w.Length, FewestLetters)) * Letter) + Padding;

    /// <summary>Every column its longest word, and what is left by how much more it could use.</summary>
    private int[] Widths(int width)
    {
        var spare = width - _least.Sum();
        var wanted = _wish.Zip(_least, (wish, least) => Math.Max(0, wish - least)).ToArray();
        long all = wanted.Sum();
        var widths = _least.Select((least, i) => spare < 0 ? least * width / _least.Sum() : all == 0 ? least + (spare / _least.Length) : least + (int)(spare * (long)wanted[i] / all)).ToArray();
        widths[0] += width - widths.Sum();
        return widths;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
