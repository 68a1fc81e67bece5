using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Features;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Nivastrukturering.Priser;

/// <summary>Makes a proposal of an uploaded file, by raising the prices in force, or with rows for a new code.</summary>
[Authorize(Policy = Permissions.ProposePrices)]
[RequestSizeLimit(ExcelSheet.MostBytes)]
internal sealed class NyttForslagModel(ReferenceLibrary library, ReferenceIntake intake, Proposals proposals, MissingPriceRows missing, ICurrentUser user, TimeProvider clock) : PageModel
{
    private const int ShownErrors = 20;

    /// <summary>A service with a new code, whose rows are proposed; null or empty for any other proposal.</summary>
    [BindProperty(SupportsGet = true, Name = "kod")]
    public string? Kod { get; set; }

    /// <summary>The lists that lack a row for <see cref="Kod"/>; empty when none does.</summary>
    public IReadOnlyList<UnpricedService> New { get; private set; } = [];

    [BindProperty]
    public ProposalForm Form { get; set; } = new();

    /// <summary>Names of the files that the user may propose.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>The list that can be raised; null when the user has none or none is in force.</summary>
    public ReferenceFile? List { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!await Load(ct)) return Forbid();
        Form = new()
        {
            Key = Guid.CreateVersion7(), From = $"{clock.Today().Year + 1}-01-01", Till = $"{clock.Today().Year + 1}-12-31", Lists = [.. PriceText.Lists], Units = [.. PriceText.Units.Select(u => u.ToString())],
            Rows = [.. New.Select(NewPriceRow.Of)], Reason = New is [var first, ..] ? $"{first.FormerCode} blev {first.Service.Code} i nivåkartan" : null,
        };
        return Page();
    }

    /// <summary>Of a file.</summary>
    public async Task<IActionResult> OnPost(IFormFile? fil, CancellationToken ct)
    {
        if (!await Load(ct) || !Files.Contains(Form.FileName)) return Forbid();
        var reason = ProposalForm.ReadReason(Form.Reason, ModelState, "Form.Reason");
        if (fil is null || fil.Length == 0) ModelState.AddModelError("fil", "Välj filen.");
        if (reason is null || !ModelState.IsValid) return Page();

        using var memory = new MemoryStream();
        await fil!.CopyToAsync(memory, ct);
        memory.Position = 0;
        var isExcel = fil.FileName.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase);
        return await Save(() => (isExcel && PriceListFile.IsName(Form.FileName!, out _) ? PriceSheet.Read(memory) : memory.ToArray(), isExcel ? "Excel-fil" : "Fil"), reason, "fil", ct);
    }

    /// <summary>By index.</summary>
    public async Task<IActionResult> OnPostIndex(CancellationToken ct)
    {
        if (!await Load(ct) || List is null) return Forbid();
        Form.FileName = List.Name;
        var reason = ProposalForm.ReadReason(Form.Reason, ModelState, "IndexReason");
        if (Form.ReadIndex(ModelState) is not { } index || reason is null) return Page();
        var rows = PriceDifference.Rows(List.Name, await library.Content(List.Id, ct));
        return await Save(() => (PriceListFile.Write(index.Apply(rows)), ProposalForm.Text(index)), reason, nameof(Form.Percent), ct);
    }

    /// <summary>With rows for a new code.</summary>
    public async Task<IActionResult> OnPostRad(CancellationToken ct)
    {
        if (!await Load(ct) || List is null) return Forbid();
        if (New is not [var first, ..]) return Redirect($"{Request.PathBase}{PriceText.ListPath}"); // someone has proposed it since
        Form.FileName = List.Name;
        var reason = ProposalForm.ReadReason(Form.Reason, ModelState, "RowReason");
        if (Form.ReadRows(New, ModelState) is not { } added || reason is null) return Page();
        var rows = PriceDifference.Rows(List.Name, await library.Content(List.Id, ct)).ToList();
        foreach (var (of, row) in added) rows.Insert(rows.FindLastIndex(r => r.PriceList == row.PriceList && r.Code == of.Former.Code) + 1, row);
        return await Save(() => (PriceListFile.Write(rows), $"Prisrad för {first.Service.Code} från {SwedishFormat.Date(added.Min(a => a.Row.Validity.From))}"), reason, $"pris-{added[0].Row.PriceList}", ct);
    }

    private async Task<IActionResult> Save(Func<(byte[] Content, string Origin)> make, string reason, string field, CancellationToken ct)
    {
        if (Form.Key == Guid.Empty) return BadRequest();
        try
        {
            var (content, origin) = make();
            var errors = await intake.Errors(content, Form.FileName!, ct);
            if (errors.Count == 0) return Redirect($"{Request.PathBase}{PriceText.ListPath}/forslag/{await proposals.Make(Form.Key, Form.FileName!, content, origin, reason, ct)}");
            foreach (var error in errors.Take(ShownErrors)) ModelState.AddModelError(field, ReferenceIntake.Text(error));
            if (errors.Count > ShownErrors) ModelState.AddModelError(field, $"Och {errors.Count - ShownErrors} fel till.");
        }
        catch (OverflowException)
        {
            ModelState.AddModelError(field, "Ett pris blir för stort. Sänk procenten.");
        }
        catch (ReferenceRejectedException)
        {
            ModelState.AddModelError(field, "Filen har fel. Rätta och försök igen.");
            Response.StatusCode = StatusCodes.Status409Conflict;
        }
        catch (DomainException no)
        {
            return this.Refuse(no, field);
        }
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        Files = ProposalForm.FilesOf(intake, user);
        if (Files.FirstOrDefault(f => PriceListFile.IsName(f, out _)) is { } name) List = (await library.Versions(name, ct)).LastOrDefault();
        if (!string.IsNullOrEmpty(Kod) && List is not null) New = [.. (await missing.Open(await missing.All(ct), ct)).Where(u => u.Service.Code == Kod)];
        return Files.Count > 0;
    }
}
