using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>The glossary, each word with an anchor that abbreviations link to.</summary>
[AllowAnonymous]
internal sealed class OrdlistaModel : PageModel, ITablePage
{
    /// <summary>The column to sort by.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <inheritdoc/>
    public Table Table => field ??= new Table
    {
        Title = "Ordlista",
        Columns =
        [
            new("term", "Ord"),
            new("abbreviation", "Förkortning"),
            new("meaning", "Betydelse") { Sortable = false },
            new("synonyms", "Sägs också") { Sortable = false },
            new("codeName", "Namn i koden") { FileOnly = true },
            new("source", "Källa") { Sortable = false, FileOnly = true },
        ],
        Rows = [.. Glossary.All.Select(e => new Row(e.Term, e.Abbreviation, e.Meaning, e.Synonyms, e.CodeName, e.Source) { Id = e.Slug })],
    }.SortedBy(Sort);
}
