using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>The walk's senses, on a planted page.</summary>
public sealed class WindowTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_window_sees_what_goes_wrong_on_a_planted_page()
    {
        await using var window = await browser.OpenAsync(new Uri("http://127.0.0.1:1/"));
        await window.ResizeAsync(320);
        await window.Page.RouteAsync("**/*", route => route.FulfillAsync(new() { Status = route.Request.Url.Contains("missing", StringComparison.Ordinal) ? 404 : 200 }));
        await window.Page.GotoAsync("http://127.0.0.1:1/");
        await window.Page.SetContentAsync(
            """
            <html lang="sv"><title>Planterad</title><main><table aria-labelledby="t-planterad"></table></main><a href="#" tabindex="-1">utom räckhåll</a><button style="outline: none">osynlig</button><div style="width: 400px">bred</div>
            <img src="http://utanfor.example/bild.png"><img src="http://127.0.0.1:1/missing.png" alt="">
            <script>console.error("planterat"); setTimeout(() => { throw new Error("planterat undantag") })</script>
            """,
            new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });

        var faults = window.TakeFaults();
        Assert.Contains("outside request: http://utanfor.example/bild.png", faults);
        Assert.Contains("404: http://127.0.0.1:1/missing.png", faults);
        Assert.Contains("console: planterat", faults);
        Assert.Contains(faults, fault => fault.StartsWith("script:", StringComparison.Ordinal) && fault.Contains("planterat undantag", StringComparison.Ordinal));
        Assert.True(await window.SidewaysAsync() >= 80);
        Assert.Contains(await window.AxeAsync(), fault => fault.StartsWith("axe image-alt:", StringComparison.Ordinal));
        Assert.Equal(["table t-planterad cannot be copied", "table t-planterad is not offered as Excel and CSV"], await window.TablesAsync());
        var keyboard = await window.KeyboardAsync();
        Assert.Contains(keyboard, fault => fault.StartsWith("keyboard: Tab begins at <button", StringComparison.Ordinal));
        Assert.Contains(keyboard, fault => fault.StartsWith("keyboard: focus does not show on <button", StringComparison.Ordinal));
        Assert.Contains(keyboard, fault => fault.StartsWith("keyboard: Tab does not reach <a", StringComparison.Ordinal));
        Assert.Empty(window.TakeFaults());
    }
}
