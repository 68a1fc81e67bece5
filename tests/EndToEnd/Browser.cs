using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>One Chromium for a test class, headless and without any network but loopback.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("KST_TEST_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>A window with no cookies, that keeps account of what goes wrong in it.</summary>
    /// <param name="address">The host; every other address counts as outside.</param>
    public async Task<Window> OpenAsync(Uri address)
    {
        var context = await _browser!.NewContextAsync(new() { BaseURL = address.ToString(), Locale = "sv-SE", TimezoneId = "Europe/Stockholm", ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(15_000);
        return new(await context.NewPageAsync(), address);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>A page in the browser, and the faults seen in it so far.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly List<string> _faults = [];

    internal Window(IPage page, Uri address)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !IsAnswer(message.Text)) _faults.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => _faults.Add($"script: {error}");
        page.RequestFailed += (_, request) => _faults.Add($"request failed: {request.Url}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal)) _faults.Add($"outside request: {request.Url}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !response.Request.IsNavigationRequest) _faults.Add($"{response.Status}: {response.Url}");
        };
    }

    /// <summary>The page, for what this class has no word for.</summary>
    public IPage Page { get; }

    /// <summary>Goes to an address and gives the answer's status.</summary>
    public async Task<int> GoAsync(string path) => (await Page.GotoAsync(path))!.Status;

    /// <summary>Sets the window's width; the height is a laptop's or a phone's.</summary>
    public Task ResizeAsync(int width) => Page.SetViewportSizeAsync(width, width < 600 ? 640 : 800);

    /// <summary>What has gone wrong since the last time one asked.</summary>
    public IReadOnlyList<string> TakeFaults()
    {
        string[] taken = [.. _faults];
        _faults.Clear();
        return taken;
    }

    /// <summary>How many pixels the page as a whole can be scrolled sideways.</summary>
    public Task<int> SidewaysAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>The page's body as it stands, but for hidden values, which differ each time.</summary>
    public Task<string> LooksAsync() => Page.EvaluateAsync<string>(
        "document.body.outerHTML.replace(/<input[^>]*type=\"hidden\"[^>]*>/g, '').replace(/<div class=\"kst-demo\".*?<\\/div>/s, '')");

    /// <summary>What axe calls serious or critical: rule and first place.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync() => [.. (await Page.RunAxe()).Violations
        .Where(violation => violation.Impact is "serious" or "critical")
        .Select(violation => $"axe {violation.Id}: {violation.Help} – {violation.Nodes[0].Html}")];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    // Chromium writes a refused navigation to the console too; the test looks at its status.
    private static bool IsAnswer(string text) => text.StartsWith("Failed to load resource: the server responded with a status of", StringComparison.Ordinal);
}
