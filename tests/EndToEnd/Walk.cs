using Microsoft.AspNetCore.WebUtilities;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>
/// One role's way through the site: every page that needs nothing in its path, then what their links lead to: one address for each page
/// with parameters, and one for each name in a query that no role before has seen. Another order of the same rows is nothing new.
/// </summary>
internal sealed class Walk(Demonstration demonstration, string role)
{
    private readonly Queue<string> _ahead = new(demonstration.Pages.Select(page => page.Path).OfType<string>());
    private readonly HashSet<string> _known = [];
    private readonly List<string> _faults = [];

    /// <summary>The pages that were shown.</summary>
    internal HashSet<string> Shown { get; } = [];

    internal IReadOnlyList<string> Faults => _faults;

    internal async Task<Walk> Go()
    {
        await using var window = await demonstration.SignInAsync(role);
        while (_ahead.TryDequeue(out var address)) await Visit(window, address);
        return this;
    }

    private async Task Visit(Window window, string address)
    {
        await window.ResizeAsync(1280);
        var asked = SitePage.At(demonstration.Pages, PathOf(address))!;
        var open = asked.Roles?.Contains(role, StringComparer.Ordinal) ?? true;
        var status = await window.GoAsync(address);
        if (open != status is 200) _faults.Add($"{address}: answered {status}");
        if (status is 200)
        {
            Shown.Add(SitePage.At(demonstration.Pages, new Uri(window.Page.Url).AbsolutePath)!.Template);
            foreach (var link in (await window.LinksAsync()).OrderBy(link => link.Length)) Find(link); // one open row, rather than all
        }

        foreach (var width in new[] { 1280, 320 })
        {
            await window.ResizeAsync(width);
            List<string> here = [.. window.TakeFaults()];
            if (await window.SidewaysAsync() is > 0 and var pixels) here.Add($"scrolls {pixels} pixels sideways");
            if (demonstration.IsNew(width, await window.LooksAsync()))
            {
                here.AddRange(await window.AxeAsync());
                if (width == 1280) here.AddRange(await window.TablesAsync());
                if (width == 1280 && demonstration.IsNewKind(asked, address)) here.AddRange(await window.KeyboardAsync());
            }
            _faults.AddRange(here.Select(fault => $"{address} at {width}: {fault}"));
        }
    }

    private void Find(string link)
    {
        if (SitePage.At(demonstration.Pages, PathOf(link)) is not { } page) return;
        var query = link.IndexOf('?', StringComparison.Ordinal);
        List<string> names = query < 0 ? [] : [.. QueryHelpers.ParseQuery(link[query..]).Keys.Where(name => name != "sort").Select(name => name == "redigera" ? $"{page.Template}?{name} {role}" : $"{page.Template}?{name}")];
        var isNew = names.Where(demonstration.Known.Add).ToList().Count > 0;
        if ((page.Path is null && _known.Add(page.Template)) || isNew) _ahead.Enqueue(link);
    }

    private static string PathOf(string address) => Uri.UnescapeDataString(address.Split('?', '#')[0]);
}
