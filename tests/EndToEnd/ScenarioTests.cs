using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Kunskapsstyrning.Kernel;
using Microsoft.Playwright;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>A process lead tries a what-if (journey J9).</summary>
[Collection(nameof(Demonstration))]
public sealed partial class ScenarioTests(Demonstration demonstration)
{
    private const int MostClicks = 12;

    [Fact]
    public async Task J9_a_treatment_is_moved_to_two_county_hospitals_saved_put_into_the_report_and_shared()
    {
        await using var window = await demonstration.SignInAsync(Roles.ProcessLead);
        var page = window.Page;
        await window.GoAsync("/kostnader/scenarier");
        var watch = Stopwatch.StartNew();
        var clicks = 0;

        await Click(page.GetByRole(AriaRole.Link, new() { Name = "Nytt scenario" }));
        await Choose("#vard", "NRF-031");
        await Choose("#fran", "24-64001");
        await Click(page.Locator("#till").GetByLabel("Sunderby sjukhus"));
        await Click(page.Locator("#till").GetByLabel("Sundsvalls sjukhus"));
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Räkna" }));
        var price = page.Locator("#pris");
        Assert.NotEmpty(await price.InputValueAsync()); // prefilled, with its source beside it
        Assert.Contains("i snitt", await page.Locator("#pris-d").TextContentAsync(), StringComparison.Ordinal);
        await Click(price);
        await price.FillAsync("90000");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Räkna" }));
        Assert.Contains("under", await Row(page, "Pris per kontakt"), StringComparison.Ordinal);
        Assert.Contains("Eget antagande", await Row(page, "Pris per kontakt"), StringComparison.Ordinal);
        Assert.Contains("Utanför underlaget", await Row(page, "Mottagare"), StringComparison.Ordinal);
        foreach (var heading in (string[])["Varför ändras kostnaden?", "Effekt per region och år", "Låg, trolig och hög", "Det som inte tar ut sig mellan regionerna"]) await page.GetByRole(AriaRole.Heading, new() { Name = heading }).WaitForAsync();

        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Spara som", Exact = true }));
        await page.GetByText("Sparat. Tidigare utgåvor finns kvar.").WaitForAsync();
        await Click(page.GetByRole(AriaRole.Button, new() { NameRegex = InReport() }));
        await page.GetByText("står i årsrapporten").WaitForAsync();
        await Click(page.GetByText("Dela länk"));
        var link = await page.Locator("#lank").InputValueAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"J9: {clicks} clicks, {watch.Elapsed.TotalSeconds:0.0} s"));
        Assert.InRange(clicks, 1, MostClicks);
        Assert.Empty(await Faults(window));

        Assert.Single(PdfPage().Matches(Encoding.Latin1.GetString(await page.PdfAsync(new() { PreferCSSPageSize = true }))));
        var lead = await page.Locator(".kst-lead").TextContentAsync();
        await using var reader = await demonstration.SignInAsync(Roles.Reader);
        await reader.GoAsync(new Uri(link).PathAndQuery);
        Assert.Equal(lead, await reader.Page.Locator(".kst-lead").TextContentAsync());
        Assert.Equal(0, await reader.Page.GetByRole(AriaRole.Button, new() { NameRegex = InReport() }).CountAsync());

        async Task Click(ILocator what)
        {
            clicks++;
            await what.ClickAsync();
        }

        async Task Choose(string select, string value)
        {
            clicks++;
            await page.Locator(select).SelectOptionAsync(value);
        }
    }

    [Fact]
    public async Task Share_0_changes_nothing_and_the_regions_sum_to_the_total()
    {
        await using var window = await demonstration.SignInAsync(Roles.ProcessLead);
        const string Asked = "?vard=niva%3A3&till=hem&datum=2027-01-01&andel=";
        await window.GoAsync($"/kostnader/scenarier/rakna{Asked}0");
        Assert.Contains("varje regions belopp är exakt dagens", await window.Page.Locator(".kst-lead").TextContentAsync(), StringComparison.Ordinal);
        Assert.All(await Amounts("0"), amounts => Assert.All(amounts, amount => Assert.Equal(0, amount)));

        var some = await Amounts("70");
        Assert.Contains(some, amounts => amounts[4] != 0);
        Assert.All(some, amounts => Assert.Equal(amounts[4], amounts.Take(4).Sum()));
        Assert.Equal(0, some.Sum(amounts => amounts[0] + amounts[1])); // what one pays another earns, to the öre

        async Task<List<decimal[]>> Amounts(string share)
        {
            await using var answer = await window.Page.APIRequest.GetAsync($"/kostnader/scenarier/rakna.csv{Asked}{share}");
            return [.. (await answer.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
                .Select(line => line.Split(';').Skip(1).Select(cell => decimal.Parse(cell, CultureInfo.GetCultureInfo("sv-SE"))).ToArray())];
        }
    }

    private static async Task<string> Row(IPage page, string heading) =>
        await page.Locator("tr", new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = heading, Exact = true }) }).First.TextContentAsync() ?? "";

    private static async Task<List<string>> Faults(Window window)
    {
        List<string> faults = [];
        foreach (var width in new[] { 320, 1280 })
        {
            await window.ResizeAsync(width);
            if (await window.SidewaysAsync() is > 0 and var pixels) faults.Add($"scrolls {pixels} pixels sideways at {width}");
            faults.AddRange(await window.AxeAsync());
        }
        return [.. faults, .. await window.TablesAsync(), .. window.TakeFaults()];
    }

    [GeneratedRegex("^Lägg i rapporten")]
    private static partial Regex InReport();

    [GeneratedRegex(@"/Type\s*/Page\b[^s]")]
    private static partial Regex PdfPage();
}
