using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kunskapsstyrning.Kernel.Charts;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Xunit;

namespace Kunskapsstyrning.Kernel.Tests.Charts;

public sealed partial class ChartTests
{
    private static readonly Region N = Region.Norra[0], V = Region.Norra[1];

    private static readonly FlowChart Chart = new()
    {
        Title = "Var går pengarna?",
        Source = "regionernas leveranser",
        Steps = ("Hemregion", "Utförare", "Vårdnivå"),
        From = [new("norrbotten", "Norrbotten", N), new("vasterbotten", "Västerbotten", V)],
        Through = [new("norrbotten", "Norrbotten", N), new("vasterbotten", "Västerbotten", V), new("annan", "Andra <regioner>")],
        To = [new("regional", "Sjukvårdsregional"), new("county", "Länssjukvård"), new("primary", "Primärvård")],
        Flows =
        [
            new("norrbotten", "vasterbotten", "regional", 30_000_000),
            new("norrbotten", "vasterbotten", "county", 5_000_000),
            new("norrbotten", "annan", "regional", 100),
            new("vasterbotten", "norrbotten", "county", 1_000_000),
        ],
    };

    [Fact]
    public void The_table_behind_a_flow_adds_up_in_both_directions()
    {
        var table = Chart.Table;
        var rows = table.Rows.ToList();
        Assert.Equal(3, rows.Count);
        for (var column = 2; column < table.Columns.Count; column++)
            Assert.Equal((long)table.Sum!.Cells[column].Value.OrZero(), rows.Sum(r => (long)r.Cells[column].Value.OrZero()));
        Assert.All(rows.Append(table.Sum!), r => Assert.Equal((long)r.Cells[^1].Value!, r.Cells.Skip(2).SkipLast(1).Sum(c => (long)c.Value.OrZero())));
        Assert.Equal(36_000_100L, table.Sum!.Cells[^1].Value);
    }

    [Fact]
    public void Bands_fill_their_bars_on_both_sides()
    {
        var svg = XDocument.Parse(Chart.Draw().Wide.ToFile());
        var bars = svg.Descendants().Where(e => e.Name.LocalName == "rect" && (string?)e.Attribute("width") == "14").ToList();
        Assert.Equal(2 + 3 + 2, bars.Count); // what is zero is not drawn
        var bands = svg.Descendants().Where(e => e.Name.LocalName == "path" && ((string)e.Attribute("d")!).Contains('v', StringComparison.Ordinal) && ((string)e.Attribute("d")!).StartsWith("M219", StringComparison.Ordinal));
        var high = bands.Sum(b => double.Parse(BandHeight().Match((string)b.Attribute("d")!).Groups[1].Value, CultureInfo.InvariantCulture));
        var barsHigh = bars.Where(b => (string?)b.Attribute("x") == "205").Sum(b => (double)b.Attribute("height")!);
        Assert.Equal(barsHigh, high, tolerance: 0.5);
    }

    [Fact]
    public void A_drawing_has_a_name_no_style_and_no_text_under_12_px()
    {
        foreach (var svg in new[] { Chart.Draw().Wide, Chart.Draw().Small })
        {
            var html = svg.ToHtml("d", "data-fit=\"wide\"", Chart.Title, Chart.Description);
            Assert.Contains("role=\"img\"", html, StringComparison.Ordinal);
            Assert.Contains("<title id=\"d-t\">Var går pengarna?</title>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
            Assert.All(FontSize().Matches(html), m => Assert.True(double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture) >= 12));
            Assert.Contains("Andra &lt;regioner&gt;", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Shares_are_told_beside_their_reference_in_drawing_table_and_words()
    {
        ReferenceChart chart = new()
        {
            Title = "Hur stor del?",
            Source = "leveranser",
            ReferenceName = "riktmärke",
            Panels = [new("Regional", 10, 15, [new("Norrbotten", 12.25m, N), new("Alla", 40)]), new("Nationell", 5, 5, [new("Norrbotten", null, N), new("Alla", 2.5m)])],
        };

        Assert.Equal("Regional, riktmärke 10–15\u00A0%: Norrbotten 12,3\u00A0%, Alla 40,0\u00A0%. Nationell, riktmärke 5\u00A0%: Norrbotten .., Alla 2,5\u00A0%.", chart.Description);
        Assert.Equal([12.25m, "10–15\u00A0%", null, "5\u00A0%"], chart.Table.Rows.First().Cells.Skip(1).Select(c => c.Value));
        foreach (var svg in new[] { chart.Draw().Wide, chart.Draw().Small })
        {
            var drawn = XDocument.Parse(svg.ToFile()).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
            Assert.Equal(["12,3\u00A0%", "40,0\u00A0%", "..", "2,5\u00A0%"], drawn.Where(t => t == ".." || (t.EndsWith('%') && char.IsDigit(t[0]))));
        }
    }

    [Fact]
    public void The_file_stands_alone() => Assert.DoesNotContain("var(", Chart.Draw().Wide.ToFile(), StringComparison.Ordinal);

    [Fact]
    public void The_description_names_the_largest() =>
        Assert.Equal("Flödesdiagram i tre steg. Av 360\u00A0tkr går 350\u00A0tkr till Västerbotten. Störst i sista steget är Sjukvårdsregional med 300\u00A0tkr. Alla värden finns i tabellen.", Chart.Description);

    [Fact]
    public void No_money_is_drawn_as_nothing_and_said()
    {
        var empty = Chart with { Flows = [] };
        Assert.Contains("Inga belopp", empty.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", empty.Draw().Wide.ToFile() + empty.Draw().Small.ToFile(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_balance_says_more_and_fewer()
    {
        var chart = new BalanceChart
        {
            Title = "Platser",
            Source = "SCB",
            ZeroLabel = "0 = befolkningsandelen",
            Bars = [new(N, -6.4m), new(V, 14m)],
            Behind = Sampled(),
        };
        Assert.Equal("Liggande staplar runt noll. Norrbotten 6,4 färre, Västerbotten 14,0 fler.", chart.Description);
        Assert.Contains("+14,0", XDocument.Parse(chart.Draw().Wide.ToFile()).Descendants().Select(e => e.Value));
    }

    [Fact]
    public void A_waterfall_goes_from_level_to_level_and_tells_each_change_with_arrow_and_sign()
    {
        var chart = new WaterfallChart
        {
            Title = "Varför?", Source = "prov", Unit = MoneyUnit.Tkr,
            Steps = [new("I dag", 10_000_000, IsLevel: true), new("Bort", -4_000_000), new("Till", 1_000_000), new("Efter", 7_000_000, IsLevel: true)],
        };
        Assert.Equal("Liggande trappa. I dag 100,0\u00A0tkr, Bort \u221240,0\u00A0tkr, Till +10,0\u00A0tkr, Efter 70,0\u00A0tkr.", chart.Description);
        foreach (var svg in new[] { chart.Draw().Wide, chart.Draw().Small })
        {
            var bars = XDocument.Parse(svg.ToFile()).Descendants().Where(e => e.Name.LocalName == "rect" && e.Attribute("x") is not null).Select(e => (X: (double)e.Attribute("x")!, W: (double)e.Attribute("width")!)).ToList();
            Assert.Equal(bars[0].X + bars[0].W, bars[1].X + bars[1].W, tolerance: 0.2); // the change hangs from where the level ended
            Assert.Equal(bars[1].X, bars[2].X, tolerance: 0.2);
            Assert.Equal(bars[3].X + bars[3].W, bars[2].X + bars[2].W, tolerance: 0.2);
            Assert.Contains("▼ \u221240,0", svg.ToFile(), StringComparison.Ordinal);
        }
        Assert.Equal([100m, -40m, 10m, 70m], chart.Figures.Series.Single().Values);
        Assert.DoesNotContain("NaN", (chart with { Steps = [new("I dag", 0, IsLevel: true)] }).Draw().Wide.ToFile(), StringComparison.Ordinal);
    }

    private static Table Sampled() => new() { Title = "Platser", Columns = [new("region", "Region", ColumnKind.Region)], Rows = [] };

    [GeneratedRegex("v([0-9.]+)C")]
    private static partial Regex BandHeight();

    [GeneratedRegex("font-size=\"([0-9.]+)\"")]
    private static partial Regex FontSize();
}

file static class Values
{
    internal static object OrZero(this object? value) => value ?? 0L;
}
