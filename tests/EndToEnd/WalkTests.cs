using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;
using Xunit;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>Every page, as every role, in a real browser against the program as it is started.</summary>
public sealed class WalkTests(Demonstration demonstration) : IClassFixture<Demonstration>
{
    public static TheoryData<string> EveryRole => [.. Roles.All];

    [Fact]
    public void There_are_pages_to_walk() => Assert.NotEmpty(demonstration.Pages);

    [Theory, MemberData(nameof(EveryRole))]
    public async Task Pages_open_for_the_role_without_faults_on_a_wide_and_a_narrow_screen(string role)
    {
        await using var window = await demonstration.SignInAsync(role);
        List<string> faults = [];
        foreach (var page in demonstration.Pages)
        {
            var open = page.Roles?.Contains(role, StringComparer.Ordinal) ?? true;
            await window.ResizeAsync(1280);
            var status = await window.GoAsync(page.Path);
            if (open != status is 200) faults.Add($"{page.Path}: answered {status}");
            foreach (var width in new[] { 1280, 320 })
            {
                await window.ResizeAsync(width);
                List<string> here = [.. window.TakeFaults()];
                if (await window.SidewaysAsync() is > 0 and var pixels) here.Add($"scrolls {pixels} pixels sideways");
                if (demonstration.IsNew(width, await window.LooksAsync())) here.AddRange(await window.AxeAsync());
                faults.AddRange(here.Select(fault => $"{page.Path} at {width}: {fault}"));
            }
        }

        Assert.Empty(faults);
    }
}

/// <summary>The demonstration as a process, a browser to look at it with, and its pages.</summary>
public sealed class Demonstration : IAsyncLifetime
{
    private readonly Browser _browser = new();
    private readonly HashSet<(int Width, string Looks)> _seen = [];
    private HostProcess? _host;

    internal IReadOnlyList<SitePage> Pages { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await using (var host = await TestHost.StartAsync(Engine.Sqlite)) Pages = SitePage.Of(host.Services);
        await _browser.InitializeAsync();
        _host = await HostProcess.StartDemonstrationAsync();
    }

    /// <summary>True the first time: axe need not judge again what another role has been shown in the same width.</summary>
    public bool IsNew(int width, string looks) => _seen.Add((width, looks));

    /// <summary>A window where someone has signed in by choosing the role on the page.</summary>
    public async Task<Window> SignInAsync(string role)
    {
        var window = await _browser.OpenAsync(_host!.Address);
        await window.GoAsync("/logga-in");
        await window.Page.Locator($"form:has(input[name=role][value={role}]) button").First.ClickAsync();
        await window.Page.WaitForURLAsync(url => !url.Contains("/logga-in", StringComparison.Ordinal));
        return window;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        await _browser.DisposeAsync();
    }
}
