using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>
/// One role's way through the site: every page that needs nothing in its path, then what their links lead to: one address for each page
/// with parameters, and one for each name in a query that no role before has seen. Another order of the same rows is nothing new.
/// </summary>
internal sealed partial class Walk(Demonstration demonstration, string role)
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
        var asked = SitePage.At(demonstration.Pages, PathOf(address))!;
        var open = asked.Roles?.Contains(role, StringComparer.Ordinal) ?? true;
        if (open && await IsKnown(window, address)) return;
        await window.ResizeAsync(1280);
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
            if (width == 1280 && demonstration.IsNew(width, await window.LooksAsync())) // the narrow page is the same document: what axe says of it costs as much again
            {
                here.AddRange(await window.AxeAsync());
                here.AddRange(await window.TablesAsync());
                if (demonstration.IsNewKind(asked)) here.AddRange(await window.KeyboardAsync());
            }
            _faults.AddRange(here.Select(fault => $"{address} at {width}: {fault}"));
        }
    }

    private void Find(string link)
    {
        if (File().IsMatch(PathOf(link)) || SitePage.At(demonstration.Pages, PathOf(link)) is not { } page) return;
        var query = link.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0 && QueryHelpers.ParseQuery(link[query..]).ContainsKey("handler")) return; // it fetches a file
        List<string> names = query < 0 ? [] : [.. QueryHelpers.ParseQuery(link[query..]).Keys.Where(name => name != "sort").Select(name => name == "redigera" ? $"{page.Template}?{name} {role}" : $"{page.Template}?{name}")];
        var isNew = names.Where(demonstration.Known.Add).ToList().Count > 0;
        if ((page.Path is null && _known.Add(page.Template)) || isNew) _ahead.Enqueue(link);
    }

    /// <summary>True when a role before was shown the very same page: then only its links are of interest.</summary>
    private async Task<bool> IsKnown(Window window, string address)
    {
        var answer = await window.Page.Context.APIRequest.GetAsync(address);
        if (answer.Status is not 200) return false;
        var html = Changing().Replace(await answer.TextAsync(), "");
        var frame = Own().Replace(html, "");
        var isNew = demonstration.IsNew(1, [Own().Match(html).Value, frame]);
        if (isNew) return false;
        Shown.Add(SitePage.At(demonstration.Pages, new Uri(answer.Url).AbsolutePath)!.Template);
        foreach (var link in Links().Matches(html).Select(match => System.Net.WebUtility.HtmlDecode(match.Groups["to"].Value)).Distinct().OrderBy(link => link.Length)) Find(link);
        return true;
    }

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>| aria-current=\"[^\"]*\"|<div class=\"kst-demo\".*?</div></div>|<title>.*?</title>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Changing();

    [GeneratedRegex("<nav class=\"ds-breadcrumbs.*?</nav>|<main.*</main>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Own();

    [GeneratedRegex("<a [^>]*href=\"(?<to>/[^\"#]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Links();

    [GeneratedRegex("\\.(xlsx|csv|json|svg|docx)$", RegexOptions.ExplicitCapture)]
    private static partial Regex File();

    private static string PathOf(string address) => Uri.UnescapeDataString(address.Split('?', '#')[0]);
}
