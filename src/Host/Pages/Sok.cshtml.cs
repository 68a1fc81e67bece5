using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Structure.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>Finds pages, programområden and words; marks and letters that people leave out do not matter.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class SokModel(IEnumerable<IModule> modules, IStructureDirectory structure, TimeProvider clock) : PageModel
{
    private const int LongestQuery = 100;

    /// <summary>What is looked for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>What was found, by kind; kinds without hits are left out.</summary>
    public IReadOnlyList<HitGroup> Groups { get; private set; } = [];

    /// <summary>Looks, and answers with the exact hits first.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        Q = Q?.Trim() is { Length: > LongestQuery } tooLong ? tooLong[..LongestQuery] : Q?.Trim();
        if (string.IsNullOrEmpty(Q)) return;

        var rpos = await structure.RpoNames(SwedishFormat.Day(clock.GetUtcNow()), ct);
        HitGroup[] groups =
        [
            new("Sidor", Found(modules.SelectMany(m => m.Navigation).Select(l => new Hit(l.Text, l.Group, l.Path)))),
            new("Programområden", Found(rpos.Select(n => new Hit("RPO " + n, "Visa i LPO-kartan", "/struktur/lpo-karta#rad-" + SwedishText.Slug("RPO " + n))))),
            new("Ord", Found(Glossary.All.Select(e => new Hit(e.Abbreviation.Length > 0 ? $"{e.Term} ({e.Abbreviation})" : e.Term, e.Meaning, "/ordlista#" + e.Slug, e.Synonyms)))),
        ];
        Groups = [.. groups.Where(g => g.Hits.Count > 0)];
    }

    private List<Hit> Found(IEnumerable<Hit> all)
    {
        var sought = SwedishText.Fold(Q!);
        return [.. all
            .Where(h => SwedishText.Fold($"{h.Text} {h.Synonyms}").Contains(sought, StringComparison.Ordinal))
            .OrderBy(h => h.Text.Contains(Q!, StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .ThenBy(h => h.Text, SwedishComparer.Instance)];
    }

    /// <summary>One thing that was found.</summary>
    internal sealed record Hit(string Text, string Note, string Path, string Synonyms = "");

    /// <summary>Hits of one kind.</summary>
    internal sealed record HitGroup(string Name, IReadOnlyList<Hit> Hits);
}
