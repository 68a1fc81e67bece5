using System.Globalization;
using System.Text.Encodings.Web;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Kunskapsstyrning.Kernel.Tables;

/// <summary>Draws a table as HTML: roles and labels that keep it a table when the screen is too narrow and its rows become cards.</summary>
/// <param name="table">What is drawn.</param>
/// <param name="request">The page's address, which the sort links keep; null for a table that cannot be sorted.</param>
/// <param name="hideCaption">True when a heading beside the table already says its title.</param>
/// <param name="detail">Stands under the open row, over all columns.</param>
internal sealed class TableHtml(Table table, HttpRequest? request = null, bool hideCaption = false, IHtmlContent? detail = null) : IHtmlContent
{
    private const int LongestCode = 16;

    private readonly Column[] _columns = [.. table.Columns.Where(c => !c.FileOnly)];
    private readonly int[] _indexes = [.. table.Columns.Index().Where(c => !c.Item.FileOnly).Select(c => c.Index)];

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var html = new Html(writer, encoder);
        var id = table.Id;
        html.Raw("<div class=\"kst-scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"").Text(id).Raw("\">");
        html.Raw("<table role=\"table\" class=\"ds-table kst-table").Raw(table.Matrix ? " kst-matrix" : "").Raw("\" aria-labelledby=\"").Text(id).Raw("\">");
        html.Raw("<caption id=\"").Text(id).Raw("\"").Raw(hideCaption ? " class=\"ds-sr-only\">" : ">").Text(table.Title).Raw("</caption>\n");
        Head(html);
        html.Raw("<tbody role=\"rowgroup\">\n");
        var any = false;
        foreach (var row in table.Rows)
        {
            any = true;
            BodyRow(html, row);
        }
        if (!any) html.Raw("<tr role=\"row\"><td role=\"cell\" colspan=\"").Number(_columns.Length).Raw("\">").Text(table.EmptyText).Raw("</td></tr>\n");
        html.Raw("</tbody>");
        if (table.Sum is { } sum)
        {
            html.Raw("<tfoot role=\"rowgroup\"><tr role=\"row\">");
            Cells(html, sum);
            html.Raw("</tr></tfoot>");
        }
        html.Raw("</table></div>");
        Foot(html);
    }

    private void Head(Html html)
    {
        html.Raw("<thead role=\"rowgroup\"><tr role=\"row\">");
        foreach (var column in _columns)
        {
            var current = table.Sorting is { } now && now.Column == column.Name ? now : null;
            html.Raw("<th role=\"columnheader\" scope=\"col\"").Raw(column.IsNumeric ? " class=\"n\"" : "");
            if (current is not null) html.Raw(current.Descending ? " aria-sort=\"descending\"" : " aria-sort=\"ascending\"");
            html.Raw(">");
            if (column.Kind == ColumnKind.Bar) html.Raw("<span class=\"ds-sr-only\">").Text(column.Title).Raw("</span>");
            else if (request is not null && column.Sortable) html.Raw("<a class=\"kst-sort\" href=\"").Text(SortLink(column, current)).Raw("\">").Text(column.Heading).Raw("</a>");
            else if (column.Region is { } region) RegionMark(html, region, column.Heading);
            else if (column.Meaning is { } meaning) html.Raw("<abbr title=\"").Text(meaning).Raw("\">").Text(column.Heading).Raw("</abbr>");
            else html.Text(column.Heading);
            html.Raw("</th>");
        }
        html.Raw("</tr></thead>");
    }

    private string SortLink(Column column, Sorting? current)
    {
        var descending = current is null ? column.IsNumeric || column.Kind == ColumnKind.Date : !current.Descending;
        var query = QueryHelpers.ParseQuery(request!.QueryString.Value);
        query["sort"] = new StringValues(new Sorting(column.Name, descending).ToString());
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, query);
    }

    private void BodyRow(Html html, Row row)
    {
        var level = row.Level switch { RowLevel.Sum => "sum", RowLevel.Sub => "sub", RowLevel.Sub2 => "sub2", _ => "" };
        var css = row.Open ? (level + " open").TrimStart() : level;
        html.Raw("<tr role=\"row\"");
        if (row.Id is { } id) html.Raw(" id=\"").Text(id).Raw("\"");
        if (css.Length > 0) html.Raw(" class=\"").Raw(css).Raw("\"");
        html.Raw(">");
        Cells(html, row);
        html.Raw("</tr>\n");
        if (!row.Open || detail is null) return;
        html.Raw("<tr role=\"row\" class=\"detail\"><td role=\"cell\" colspan=\"").Number(_columns.Length).Raw("\">").Content(detail).Raw("</td></tr>\n");
    }

    private void Cells(Html html, Row row)
    {
        if (row.Cells.Count != table.Columns.Count)
            throw new InvalidOperationException($"Table {table.Title}: a row has {row.Cells.Count} cells for {table.Columns.Count} columns.");

        for (var i = 0; i < _columns.Length; i++)
        {
            var (column, cell) = (_columns[i], row.Cells[_indexes[i]]);
            if (i == 0) html.Raw(IsCode(cell) ? "<th role=\"rowheader\" scope=\"row\" class=\"d\">" : "<th role=\"rowheader\" scope=\"row\">");
            else
            {
                var css = (column.IsNumeric ? "n" : column.Kind == ColumnKind.Date || IsCode(cell) ? "d" : "") + (cell is { Value: null, IsMissing: false, Display: null } ? " na" : "");
                html.Raw("<td role=\"cell\" data-label=\"").Text(column.Heading).Raw("\"");
                if (css.Length > 0) html.Raw(" class=\"").Raw(css.TrimStart()).Raw("\"");
                html.Raw(">");
            }

            if (i == 0 && row.Pick is { } pick) Pick(html, pick);
            if (i == 0 && row.Toggle is { } toggle)
            {
                html.Raw("<a class=\"kst-toggle\" role=\"button\" aria-expanded=\"").Raw(toggle.Expanded ? "true" : "false").Raw("\" href=\"").Text(toggle.Link).Raw("\">");
                Value(html, column, cell);
                html.Raw("</a>");
                Note(html, cell);
            }
            else if (table.Matrix && i > 0) MatrixCell(html, column, cell);
            else LinkedValue(html, column, cell);
            html.Raw(i == 0 ? "</th>" : "</td>");
        }
    }

    /// <summary>True for a word such as <c>FKT-11</c>, <c>NRF-003.2</c> or <c>2026-03</c>, which is not broken at its hyphen.</summary>
    private static bool IsCode(Cell cell) =>
        cell is { Value: string { Length: <= LongestCode } text, Display: null, Note: null } && text.Contains('-') && !text.Contains(' ') && text.AsSpan().ContainsAnyInRange('0', '9');

    private static void Pick(Html html, RowPick pick) =>
        html.Raw("<input class=\"ds-input\" type=\"checkbox\" name=\"").Text(pick.Name).Raw("\" value=\"").Text(pick.Value).Raw("\" aria-label=\"").Text(pick.Label).Raw("\"").Raw(pick.Checked ? " checked> " : "> ");

    private static void MatrixCell(Html html, Column column, Cell cell)
    {
        html.Raw(cell.Link is null ? "<div class=\"cell\"" : "<a class=\"cell\"");
        if (cell.Link is { } link) html.Raw(" href=\"").Text(link).Raw("\"");
        if (cell.Ground != CellGround.Plain) html.Raw(cell.Ground == CellGround.Missing ? " data-state=\"saknas\"" : " data-state=\"ej\"");
        if (cell.Current) html.Raw(" aria-current=\"true\"");
        html.Raw("><span>");
        Value(html, column, cell);
        html.Raw("</span>");
        Note(html, cell);
        html.Raw(cell.Link is null ? "</div>" : "</a>");
    }

    private static void LinkedValue(Html html, Column column, Cell cell)
    {
        if (cell.Link is { } link) html.Raw("<a class=\"ds-link\" href=\"").Text(link).Raw("\">");
        Value(html, column, cell);
        if (cell.Link is not null) html.Raw("</a>");
        Note(html, cell);
    }

    private static void Note(Html html, Cell cell)
    {
        if (cell.Note is { } note) html.Raw(" <small>").Text(note).Raw("</small>");
    }

    private static void Value(Html html, Column column, Cell cell)
    {
        switch (cell.Value)
        {
            case null when cell.Display is null:
                html.Raw("<span aria-hidden=\"true\">").Text(cell.Text(column)).Raw("</span><span class=\"ds-sr-only\">")
                    .Raw(cell.IsMissing ? "uppgift saknas" : "ej aktuellt").Raw("</span>");
                break;
            case Region region:
                RegionMark(html, region, cell.Text(column));
                break;
            case State state:
                html.Content(StateTagHelper.Render(state));
                break;
            case decimal or long when column.Kind == ColumnKind.Bar:
                var part = Math.Clamp(Convert.ToDecimal(cell.Value, CultureInfo.InvariantCulture), 0, 100);
                html.Raw("<svg class=\"kst-bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"")
                    .Raw(part.ToString("0.#", CultureInfo.InvariantCulture)).Raw("\" height=\"1\"/></svg>");
                break;
            default:
                html.Text(cell.Text(column));
                break;
        }
    }

    private static void RegionMark(Html html, Region region, string text) =>
        html.Raw("<span class=\"kst-region\" data-region=\"").Text(region.Key).Raw("\">").Text(text).Raw("</span>");

    private void Foot(Html html)
    {
        if (table.Source is null && table.Notes.Count == 0) return;
        var sentences = table.Notes.ToList();
        if (table.Source is { } source) sentences.Insert(0, $"Källa: {source}.");
        html.Raw("<p class=\"kst-source\"><span>").Text(string.Join(' ', sentences)).Raw("</span></p>");
    }
}
