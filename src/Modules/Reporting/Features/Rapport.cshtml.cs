using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Documents;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Reporting.Features;

/// <summary>One report: its contents with their state, a preview of every section, and a form for the text that is being written.</summary>
[Authorize(Policy = Permissions.ReadReports)]
internal sealed class RapportModel(ReportBuilder builder, Reports reports, IAuthorizationService authorization) : PageModel, IDocumentPage, ITablePage
{
    /// <summary>Stands in the address for the front page's form.</summary>
    public const string Front = "forsattsblad";

    private static readonly State Written = new(StateMark.Klar, "Skriven"), Begun = new(StateMark.Pagar, "Förifylld"), Missing = new(StateMark.Inte, "Inte skriven"), Made = new(StateMark.Klar, "Skapas ur siffrorna");

    [FromRoute(Name = "ar")]
    public int Year { get; set; }

    /// <summary>The key of the section whose form is open, or <see cref="Front"/>.</summary>
    [BindProperty(SupportsGet = true, Name = "redigera")]
    public string? Edit { get; set; }

    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The version of the text that the form has shown.</summary>
    [BindProperty]
    public int Seen { get; set; }

    [BindProperty(Name = "Dnr")]
    public string? RegistryNumber { get; set; }

    /// <summary>The front page's day as it was typed.</summary>
    [BindProperty]
    public string? Dated { get; set; }

    public ReportView View { get; private set; } = null!;

    public Document Document => View.Document;

    /// <summary>Every part of the report, in order.</summary>
    public IReadOnlyList<Block> Blocks { get; private set; } = [];

    public Table Table => MoreTables[0];

    /// <summary>The tables of the report and those behind its charts, each once.</summary>
    public IReadOnlyList<Table> MoreTables { get; private set; } = [];

    public bool MayEdit { get; private set; }

    public bool Saved { get; private set; }

    /// <summary>The text that a colleague has saved meanwhile, or null.</summary>
    public string? Other { get; private set; }

    /// <summary>Former versions of the open section's text, latest first.</summary>
    public IReadOnlyList<ReportText> History { get; private set; } = [];

    public async Task<IActionResult> OnGet(bool sparat, CancellationToken ct)
    {
        Saved = sparat;
        if (!await Load(ct)) return NotFound();
        if (Open is { } open) (Text, Seen) = (open.Text?.Text, open.Text?.Number ?? 0);
        (RegistryNumber, Dated) = (View.Report.RegistryNumber, SwedishFormat.Date(View.Report.Dated));
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!(await authorization.AuthorizeAsync(User, Permissions.EditReports)).Succeeded) return Forbid();
        if (!await Load(ct)) return NotFound();
        if (Open is null && Edit != Front) return BadRequest();
        try
        {
            if (await (Edit == Front ? SaveFront(ct) : SaveText(Open!, ct))) return RedirectToPage(null, null, new { ar = Year, redigera = (string?)null, sparat = true }, Edit);
        }
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
        catch (StaleException both)
        {
            ModelState.AddModelError(nameof(Text), both.Message);
            await Load(ct);
            (Other, Seen) = (Open!.Text?.Text, Open.Text?.Number ?? 0);
            ModelState.SetModelValue(nameof(Seen), Seen, Seen.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        return Page();
    }

    /// <summary>The section whose form is open, or null.</summary>
    public ReportSection? Open { get; private set; }

    public State StateOf(ReportSection section) => !section.Outline.HasProse ? Made
        : section.Text is not { } text || text.Text.Length == 0 ? Missing
        : Prose.Begins(Year).GetValueOrDefault(section.Outline.Key) == text.Text ? Begun : Written;

    private async Task<bool> SaveFront(CancellationToken ct)
    {
        var number = (RegistryNumber ?? "").Trim();
        if (number.Length > YearReport.LongestRegistryNumber) ModelState.AddModelError("Dnr", $"Diarienumret är för långt. Skriv högst {YearReport.LongestRegistryNumber} tecken.");
        if (!SwedishInput.TryDate(Dated, out var dated)) ModelState.AddModelError(nameof(Dated), "Skriv rapportens datum, till exempel 2025-02-10.");
        if (!ModelState.IsValid) return false;
        await reports.ChangeFront(Key, Year, number, dated, ct);
        return true;
    }

    private async Task<bool> SaveText(ReportSection section, CancellationToken ct)
    {
        var text = (Text ?? "").ReplaceLineEndings("\n").Trim();
        if (text.Length > ReportText.Longest) ModelState.AddModelError(nameof(Text), $"Texten är för lång. Skriv högst {SwedishFormat.Integer(ReportText.Longest)} tecken.");
        if (PersonNumber.IsIn(text)) ModelState.AddModelError(nameof(Text), "Texten ser ut att innehålla ett personnummer. Ta bort det och spara igen.");
        if (!ModelState.IsValid) return false;
        await reports.Write(Key, Year, section.Outline.Key, text, Seen, ct);
        return true;
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        if (await reports.Find(Year, ct) is null) return false;
        View = await builder.Of(Year, ct);
        Blocks = [.. View.Sections.SelectMany(s => s.Blocks)];
        MoreTables = [.. Blocks.OfType<TableBlock>().Select(b => b.Table).Concat(Blocks.OfType<ChartBlock>().Select(b => b.Chart.Table)).DistinctBy(t => t.Slug)];
        MayEdit = (await authorization.AuthorizeAsync(User, Permissions.EditReports)).Succeeded;
        Open = MayEdit ? View.Sections.FirstOrDefault(s => s.Outline.HasProse && s.Outline.Key == Edit) : null;
        if (Open is not null) History = await reports.History(View.Report.Id, Open.Outline.Key, ct);
        return true;
    }
}
