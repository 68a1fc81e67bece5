using Kunskapsstyrning.Dialogues.Contracts;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Reporting.Features;

/// <summary>The yearly reports, and the years that could have one.</summary>
[Authorize(Policy = Permissions.ReadReports)]
internal sealed class RapporterModel(Reports reports, IDialogueRounds rounds, IAuthorizationService authorization) : PageModel, ITablePage
{
    public Table Table { get; private set; } = null!;

    /// <summary>Years that have a round but no report, latest first; none for those who may not make one.</summary>
    public IReadOnlyList<int> ToMake { get; private set; } = [];

    /// <summary>True when there is nothing to show at all.</summary>
    public bool IsEmpty { get; private set; }

    [BindProperty]
    public Guid Key { get; set; } = Guid.CreateVersion7();

    [BindProperty]
    public int Year { get; set; }

    [BindProperty(Name = "Dnr")]
    public string? RegistryNumber { get; set; }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!(await authorization.AuthorizeAsync(User, Permissions.EditReports)).Succeeded) return Forbid();
        if (!(await rounds.Years(ct)).Contains(Year)) return BadRequest();
        var number = (RegistryNumber ?? "").Trim();
        if (number.Length > YearReport.LongestRegistryNumber) ModelState.AddModelError($"Dnr_{Year}", $"Diarienumret är för långt. Skriv högst {YearReport.LongestRegistryNumber} tecken.");
        if (ModelState.IsValid)
        {
            try
            {
                await reports.Make(Key, Year, number, ct);
                return RedirectToPage("/Modules/Reporting/Features/Rapport", new { ar = Year });
            }
            catch (NotOwnerException no)
            {
                return this.Refuse(no.Message);
            }
            catch (DomainException no)
            {
                ModelState.AddModelError("", no.Message);
            }
        }
        await Load(ct);
        return Page();
    }

    private async Task Load(CancellationToken ct)
    {
        var made = (await reports.All(ct)).ToDictionary(r => r.Year);
        var years = await rounds.Years(ct);
        var mayMake = (await authorization.AuthorizeAsync(User, Permissions.EditReports)).Succeeded;
        ToMake = mayMake ? [.. years.Where(y => !made.ContainsKey(y))] : [];
        IsEmpty = made.Count == 0 && years.Count == 0;
        Table = new Table
        {
            Title = "Årsrapporter",
            Columns =
            [
                new("year", "Rapport") { Sortable = false }, new("state", "Läge", ColumnKind.State) { Sortable = false }, new("registryNumber", "Dnr") { Sortable = false },
                new("dated", "Datum", ColumnKind.Date) { Sortable = false }, new("file", "Fil") { Sortable = false },
            ],
            Rows = [.. years.Union(made.Keys).OrderDescending().Select(y => RowOf(y, made.GetValueOrDefault(y)))],
            EmptyText = "Ingen rapport än.",
        };
    }

    private Row RowOf(int year, YearReport? report) => report is null
        ? new($"FD-rapport {year}", new State(StateMark.Inte, "Inte skapad"), Cell.NotApplicable, Cell.NotApplicable, Cell.NotApplicable)
        : new(
            (Cell)$"FD-rapport {year}" with { Link = Url.Content($"~/rapporter/{year}") },
            new State(StateMark.Pagar, "Utkast"),
            report.RegistryNumber.Length > 0 ? report.RegistryNumber : Cell.Missing,
            report.Dated,
            (Cell)"Word" with { Link = Url.Content($"~/rapporter/{year}.docx") });
}
