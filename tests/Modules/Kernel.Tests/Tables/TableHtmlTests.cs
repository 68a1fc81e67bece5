using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Tables;

public sealed partial class TableHtmlTests
{
    [Fact]
    public void Every_cell_has_a_role_and_a_label_so_that_cards_read_well()
    {
        var html = Draw(new(Sample.Table));
        Assert.Equal(3 * 7, BodyCell().Count(html) - 7); // the sum has seven too; first cells are row headings
        Assert.Equal(4, html.Split("<th role=\"rowheader\" scope=\"row\">").Length - 1);
        Assert.Equal(8, html.Split("role=\"columnheader\" scope=\"col\"").Length - 1);
        Assert.Contains("data-label=\"Belopp, tkr\" class=\"n\">1\u00A0235</td>", html, StringComparison.Ordinal);
        Assert.Contains("role=\"region\" aria-labelledby=\"t-kopt-vard-2026-tkr\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_is_not_broken_at_its_hyphen_and_a_text_is()
    {
        var html = Draw(new(new() { Title = "Regler", Columns = [new("rule", "Regel"), new("text", "Text")], Rows = [new Row("FKT-11", "NRF-003.2"), new Row("Nord-Syd", "som i FKT-11")] }));
        Assert.Contains("scope=\"row\" class=\"d\">FKT-11</th>", html, StringComparison.Ordinal);
        Assert.Contains("data-label=\"Text\" class=\"d\">NRF-003.2</td>", html, StringComparison.Ordinal);
        Assert.Contains("scope=\"row\">Nord-Syd</th>", html, StringComparison.Ordinal);
        Assert.Contains("data-label=\"Text\">som i FKT-11</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_outside_is_encoded() =>
        Assert.Contains("  -5; &lt;b&gt;", Draw(new(Sample.Table)), StringComparison.Ordinal);

    [Fact]
    public void Missing_and_not_applicable_are_told_to_screen_readers()
    {
        var html = Draw(new(Sample.Table));
        Assert.Contains("<span aria-hidden=\"true\">..</span><span class=\"ds-sr-only\">uppgift saknas</span>", html, StringComparison.Ordinal);
        Assert.Contains("class=\"n na\"><span aria-hidden=\"true\">–</span><span class=\"ds-sr-only\">ej aktuellt</span>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_files_carry_is_not_on_the_page() => Assert.DoesNotContain("a1", Draw(new(Sample.Table)), StringComparison.Ordinal);

    [Fact]
    public void Sort_links_keep_the_query_and_turn_the_order()
    {
        var http = new DefaultHttpContext();
        http.Request.Path = "/kostnader";
        http.Request.QueryString = new("?ar=2026&sort=-belopp");
        var html = Draw(new(Sample.Table.SortedBy("-belopp"), http.Request));
        Assert.Contains("href=\"/kostnader?ar=2026&amp;sort=belopp\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-sort=\"descending\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/kostnader?ar=2026&amp;sort=hemregion\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/kostnader?ar=2026&amp;sort=-dag\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_detail_stands_under_the_open_row_only()
    {
        var rows = Sample.Table.Rows.Select((r, i) => r with { Open = i == 1 }).ToList();
        var html = Draw(new(Sample.Table with { Rows = rows }, detail: new HtmlString("<p>detalj</p>")));
        Assert.Matches("class=\"open\">.*?</tr>\n<tr role=\"row\" class=\"detail\"><td role=\"cell\" colspan=\"8\"><p>detalj</p></td></tr>", html);
        Assert.Single(Regex.Matches(html, "detalj"));
    }

    [Fact]
    public void An_empty_table_says_what_to_do() =>
        Assert.Contains("Inga träffar. Rensa filter", Draw(new(Sample.Table with { Rows = [] })), StringComparison.Ordinal);

    [Fact]
    public void There_is_no_inline_style() => Assert.DoesNotContain("style=", Draw(new(Sample.Table)), StringComparison.Ordinal);

    [Fact]
    public void A_row_of_the_wrong_length_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => Draw(new(Sample.Table with { Rows = [new("ensam")] })));

    private static string Draw(TableHtml table)
    {
        using var writer = new StringWriter();
        table.WriteTo(writer, HtmlEncoder.Create(UnicodeRanges.All));
        return writer.ToString().Replace("&#xA0;", "\u00A0", StringComparison.Ordinal);
    }

    [GeneratedRegex("<td role=\"cell\" data-label=\"[^\"]+\"")]
    private static partial Regex BodyCell();
}
