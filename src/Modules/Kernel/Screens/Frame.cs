using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>A step on the way to the page, above its heading.</summary>
/// <param name="Text">The step's page.</param>
/// <param name="Path">Its address.</param>
public sealed record Crumb(string Text, string Path);

/// <summary>One of the words in the header.</summary>
/// <param name="Name">As in <see cref="NavigationLink.Group"/>.</param>
/// <param name="Path">Where the word leads.</param>
public sealed record NavigationGroup(string Name, string Path);

/// <summary>What a page tells the frame around it, and how the frame finds its way.</summary>
public static class Frame
{
    /// <summary>The five groups in the order of the header, and the one of those who run the host.</summary>
    public static IReadOnlyList<NavigationGroup> Groups { get; } =
    [
        new("Struktur", "/struktur"),
        new("Dialoger", "/dialoger"),
        new("Nivå och kostnad", "/kostnader"),
        new("Införande", "/inforande"),
        new("Rapporter", "/rapporter"),
        new("Drift", "/drift"),
    ];

    /// <summary>Sets the title in the browser's tab, without the product's name.</summary>
    public static void Title(this ViewDataDictionary view, string title) => view[nameof(Title)] = title;

    /// <summary>Sets the steps above the heading; the group comes first by itself.</summary>
    public static void Crumbs(this ViewDataDictionary view, params Crumb[] crumbs) => view[nameof(Crumbs)] = crumbs;

    /// <summary>Sets which of the groups the page belongs to, when no link in the header leads to it.</summary>
    public static void Group(this ViewDataDictionary view, string group) => view[nameof(Group)] = group;

    /// <summary>The title that the page has set and the product's name, after "Fel:" when the form on the page has faults.</summary>
    public static string FullTitle(ViewDataDictionary view)
    {
        var title = view[nameof(Title)] is string { Length: > 0 } own ? $"{own} – Kunskapsstyrning" : "Kunskapsstyrning";
        return view.ModelState.IsValid ? title : "Fel: " + title;
    }

    /// <summary>The steps that the page has set.</summary>
    public static IReadOnlyList<Crumb> CrumbsOf(ViewDataDictionary view) => view[nameof(Crumbs)] as Crumb[] ?? [];

    /// <summary>The group that the page belongs to: what it says itself, else that of the longest link or group address that its address begins with. Null for none.</summary>
    public static string? GroupOf(ViewDataDictionary view, PathString path, IEnumerable<NavigationLink> links)
    {
        if (view[nameof(Group)] is string own) return own;
        return links.Select(l => (l.Group, l.Path)).Concat(Groups.Select(g => (Group: g.Name, g.Path)))
            .Where(l => path.StartsWithSegments(l.Path, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(l => l.Path.Length)
            .Select(l => l.Group)
            .FirstOrDefault();
    }
}
