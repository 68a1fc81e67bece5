using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>Every page, as every role, in a real browser against the program as it is started.</summary>
[Collection(nameof(Demonstration))]
public sealed class WalkTests(Demonstration demonstration)
{
    /// <summary>Pages that no link leads to, each with its reason.</summary>
    private static readonly Dictionary<string, string> _apart = new()
    {
        ["/fel/{code:int}"] = "shown in the place of a page that is refused, where the walk sees it",
        ["/svara"] = "leads on to the own group's form or says that there is none open",
        ["/svara/{token}/klart"] = "shown when a form has been handed in, which the walk does not do",
    };

    public static TheoryData<string> EveryRole => [.. Roles.All];

    [Fact]
    public void There_are_pages_to_walk() => Assert.NotEmpty(demonstration.Pages);

    [Theory, MemberData(nameof(EveryRole))]
    public async Task Pages_open_for_the_role_without_faults_on_a_wide_and_a_narrow_screen(string role) =>
        Assert.Empty((await demonstration.WalkAsync(role)).Faults);

    [Fact]
    public async Task Every_page_is_seen_by_some_role()
    {
        HashSet<string> shown = [];
        foreach (var role in Roles.All) shown.UnionWith((await demonstration.WalkAsync(role)).Shown);
        Assert.Empty(demonstration.Pages.Select(page => page.Template).Except(shown).Except(_apart.Keys));
    }
}

/// <summary>The tests that share one demonstration, and so take turns.</summary>
[CollectionDefinition(nameof(Demonstration))]
public sealed class DemonstrationCollection : ICollectionFixture<Demonstration>;

/// <summary>The demonstration as a process, a browser to look at it with, and its pages.</summary>
public sealed class Demonstration : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private readonly HashSet<(int Width, string Looks)> _seen = [];
    private readonly Dictionary<string, Walk> _walks = [];
    private HostProcess? _host;

    /// <summary>The names in queries that some walk has followed, after their page.</summary>
    internal HashSet<string> Known { get; } = [];

    internal IReadOnlyList<SitePage> Pages { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await using (var host = await TestHost.StartAsync(Engine.Sqlite)) Pages = SitePage.Of(host.Services);
        await _browser.InitializeAsync();
        _host = await HostProcess.StartDemonstrationAsync();
        await MakeReportAsync();
    }

    /// <summary>True the first time: axe need not judge again what another role has been shown in the same width.</summary>
    public bool IsNew(int width, string[] looks) => _seen.Add((width, looks[0])) | _seen.Add((width, looks[1]));

    /// <summary>True the first time for a page: the way through it by keyboard is long and much the same for all.</summary>
    internal bool IsNewKind(SitePage page) => _seen.Add((0, page.Template));

    /// <summary>A role's walk, made once.</summary>
    internal async Task<Walk> WalkAsync(string role) =>
        _walks.TryGetValue(role, out var walk) ? walk : _walks[role] = await new Walk(this, role).Go();

    /// <summary>A window where someone has signed in by choosing the role on the page.</summary>
    public async Task<Window> SignInAsync(string role)
    {
        var window = await _browser.OpenAsync(_host!.Address);
        await window.SignInAsync($"form:has(input[name=role][value={role}])");
        return window;
    }

    private async Task MakeReportAsync()
    {
        await using var director = await SignInAsync(Roles.Director);
        await director.GoAsync("/rapporter");
        await director.Page.GetByRole(AriaRole.Button, new() { Name = "Skapa rapport 2024" }).ClickAsync();
        await director.ArriveAsync(director.Page.Locator("h1", new() { HasText = "2024" }));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _browser.DisposeAsync();
    }
}
