using Deque.AxeCore.Commons;
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
        context.SetDefaultTimeout(60_000);
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
    private static readonly string _axe = new BundledAxeScriptProvider().GetScript();
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

    /// <summary>Signs in by the form on the page for it, and waits for what only one who is signed in is shown.</summary>
    /// <param name="form">Which form, as in CSS.</param>
    public async Task SignInAsync(string form)
    {
        await GoAsync("/logga-in");
        await Page.Locator($"{form} button").First.ClickAsync();
        await ArriveAsync(Page.Locator("header input[name=q]"));
    }

    /// <summary>
    /// Waits until a new page, known by something on it, has loaded. The page itself is asked: the browser's word of it may come
    /// between two steps here, and is then waited for in vain.
    /// </summary>
    public async Task ArriveAsync(ILocator known)
    {
        await known.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Page.EvaluateAsync("document.readyState === 'complete' || new Promise(done => addEventListener('load', () => done(true)))");
    }

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

    /// <summary>The page's two parts as they stand: what is its own, and the frame that it shares with others. Without hidden values, which differ each time, and marks of where one is.</summary>
    public Task<string[]> LooksAsync() => Page.EvaluateAsync<string[]>(
        """
        () => {
          const frame = document.body.cloneNode(true);
          frame.querySelectorAll('main, .kst-demo, .kst-crumbs').forEach(part => part.remove());
          frame.querySelectorAll('[aria-current]').forEach(link => link.removeAttribute('aria-current'));
          const own = (document.querySelector('main') ?? document.body).outerHTML + (document.querySelector('.kst-crumbs')?.outerHTML ?? '');
          return [own, frame.outerHTML].map(html => html.replace(/<input[^>]*type="hidden"[^>]*>/g, ''));
        }
        """);

    /// <summary>
    /// What axe calls serious or critical: rule and first place. It runs whole in the page, which has no frames: the package's own way
    /// carries every node of every rule through this process and into a second page, which takes longer than to look.
    /// </summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        await Page.EvaluateAsync(_axe);
        return await Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'], selectors: false })).violations
              .filter(violation => violation.impact === 'serious' || violation.impact === 'critical')
              .map(violation => `axe ${violation.id}: ${violation.help} – ${violation.nodes[0].html}`)
            """);
    }

    /// <summary>Where the page's links lead on the site itself: path and query.</summary>
    public Task<string[]> LinksAsync() => Page.EvaluateAsync<string[]>(
        "[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin).map(a => a.pathname + a.search)");

    /// <summary>What is wrong with the ways to take the page's tables along: each is to have a button that copies, and an Excel and a CSV file that answer.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync()
    {
        List<string> faults = [];
        var tables = await Page.EvaluateAsync<TableOnPage[]>(
            """
            [...document.querySelectorAll('main table')].map(table => {
              const id = table.getAttribute('aria-labelledby') ?? '';
              const files = document.querySelector(`[data-files="${id}"]`);
              return { Id: id, Copies: !!files?.querySelector(`[data-copy="${id}"]`), Sent: files?.querySelectorAll('[formaction]').length ?? 0, Files: [...files?.querySelectorAll('a[href]') ?? []].map(a => a.href) };
            })
            """);
        foreach (var table in tables)
        {
            if (!table.Copies) faults.Add($"table {table.Id} cannot be copied");
            if (table.Files.Length + table.Sent != 2) faults.Add($"table {table.Id} is not offered as Excel and CSV");
            foreach (var file in table.Files)
            {
                var wanted = file.Contains(".xlsx", StringComparison.Ordinal) ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
                var answer = await Page.APIRequest.GetAsync(file);
                if (answer.Status != 200 || answer.Headers["content-type"] != wanted) faults.Add($"{file} answered {answer.Status} {answer.Headers.GetValueOrDefault("content-type")}");
                await answer.DisposeAsync();
            }
        }
        return faults;
    }

    /// <summary>
    /// What is wrong for one who has only a keyboard: Tab is to begin at the link past the header, reach everything that can be used, show where one is, and come out.
    /// Of radio buttons with one name Tab reaches one.
    /// </summary>
    public async Task<IReadOnlyList<string>> KeyboardAsync()
    {
        const int AtATime = 20;
        var stops = await Page.EvaluateAsync<int>(
            """
            () => {
              const name = e => e.type === 'radio' ? 'radio ' + e.name : e;
              const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
                .filter(e => e.type !== 'hidden' && !e.disabled && e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }));
              const keys = window.kstKeys = { waiting: new Set(all.map(name)), order: 0, faults: [] };
              document.activeElement?.blur();
              document.addEventListener('focusin', () => {
                const e = document.activeElement, look = getComputedStyle(e), box = e.getBoundingClientRect(), first = keys.waiting.delete(name(e));
                if (keys.order++ === 0 && !e.classList.contains('ds-skip-link')) keys.faults.push('Tab begins at ' + e.outerHTML.slice(0, 120));
                const marked = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none';
                if (first && !(marked && box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight)) keys.faults.push('focus does not show on ' + e.outerHTML.slice(0, 120));
              });
              return all.length + 4 * document.querySelectorAll('[type="date"], .kst-scroll').length; // the parts of a date are stops of their own
            }
            """);
        for (var press = 0; press <= stops + AtATime; press++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (press % AtATime == 0 && await Page.EvaluateAsync<bool>("window.kstKeys.waiting.size === 0")) break;
        }
        return [.. (await Page.EvaluateAsync<string[]>(
            "[...window.kstKeys.faults, ...[...window.kstKeys.waiting].map(e => 'Tab does not reach ' + (typeof e === 'string' ? e : e.outerHTML.slice(0, 120)))]")).Select(fault => "keyboard: " + fault)];
    }

    private sealed class TableOnPage
    {
        public string Id { get; set; } = "";

        public bool Copies { get; set; }

        public int Sent { get; set; }

        public string[] Files { get; set; } = [];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    // Chromium writes a refused navigation to the console too; the test looks at its status.
    private static bool IsAnswer(string text) => text.StartsWith("Failed to load resource: the server responded with a status of", StringComparison.Ordinal);
}
