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

/// <summary>Makes a proposal of an uploaded file, or by raising the prices in force.</summary>
[Authorize(Policy = Permissions.ProposePrices)]
[RequestSizeLimit(ExcelSheet.MostBytes)]
internal sealed class NyttForslagModel(ReferenceLibrary library, ReferenceIntake intake, Proposals proposals, ICurrentUser user, TimeProvider clock) : PageModel
{
    private const int ShownErrors = 20;

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
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
        catch (OverflowException)
        {
            ModelState.AddModelError(field, "Ett pris blir för stort. Sänk procenten.");
        }
        catch (DomainException no)
        {
            ModelState.AddModelError(field, no is ReferenceRejectedException ? "Filen har fel. Rätta och försök igen." : no.Message);
            Response.StatusCode = StatusCodes.Status409Conflict;
        }
        return Page();
    }

    private async Task<bool> Load(CancellationToken ct)
    {
        Files = ProposalForm.FilesOf(intake, user);
        if (Files.FirstOrDefault(f => PriceListFile.IsName(f, out _)) is { } name) List = (await library.Versions(name, ct)).LastOrDefault();
        return Files.Count > 0;
    }
}
