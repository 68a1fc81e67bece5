using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Kernel.Tables;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Many rows of quarantine at a time, in Excel: fetch, change, upload, look, read in. The file is held in memory and goes with the form; the host keeps nothing between.</summary>
[Authorize(Policy = Permissions.CorrectImports)]
[RequestSizeLimit(ExcelSheet.MostBytes)]
[RequestFormLimits(MemoryBufferThreshold = ExcelSheet.MostBytes, MultipartBodyLengthLimit = ExcelSheet.MostBytes, ValueLengthLimit = ExcelSheet.MostBytes)]
internal sealed class RattaModel(SeenDeliveries seen, NivastruktureringDb db, CorrectRows correct) : PageModel, ITablePage
{
    private ReplayDesk? _desk;

    /// <summary>Made when the preview is shown.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    /// <summary>The edits that were looked at, as JSON.</summary>
    [BindProperty]
    public string? Edits { get; set; }

    public Delivery Delivery { get; private set; } = null!;

    /// <summary>Why no row can be corrected; null when some can.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Rows that can be corrected.</summary>
    public int Count { get; private set; }

    /// <summary>The rows, for Excel: the first <see cref="ReplayBatch.MostRows"/>.</summary>
    public Table Table { get; private set; } = null!;

    /// <summary>What the uploaded file would do; null before.</summary>
    public Table? Preview { get; private set; }

    /// <summary>How many rows of the preview would be read in, and how many would wait.</summary>
    public (int Right, int Wrong) Outcome { get; private set; }

    public string Back => DeliveryPicture.PathOf(Delivery);

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct) => await Load(id, ct) ? Page() : NotFound();

    /// <summary>The preview of an uploaded file.</summary>
    public async Task<IActionResult> OnPost(Guid id, IFormFile? fil, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (_desk is null) return Page();
        if (fil is null || fil.Length == 0)
        {
            ModelState.AddModelError("fil", "Välj filen som du har rättat.");
            return Page();
        }
        try
        {
            await using var content = fil.OpenReadStream();
            await Look(CorrectionSheet.Read(content, _desk), onlyChanged: true, ct);
        }
        catch (DomainException no)
        {
            ModelState.AddModelError("fil", no.Message);
        }
        return Page();
    }

    /// <summary>The preview of every row as it stands: some may be right now, for instance since the register of units has got a unit.</summary>
    public async Task<IActionResult> OnPostProva(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (_desk is not null) await Look(await Untouched(ct), onlyChanged: false, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostSpara(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Key == Guid.Empty || Edits is null) return BadRequest();
        try
        {
            var edits = JsonSerializer.Deserialize<Dictionary<long, Dictionary<string, string>>>(Edits)!;
            var answer = await correct.Run(Key, Delivery, [.. edits.Select(e => new RowEdit(e.Key, e.Value.ToDictionary(c => Enum.Parse<Field>(c.Key), c => c.Value)))], ct);
            return Redirect(FormattableString.Invariant($"{Back}?rattade={answer.Accepted}&kvar={answer.Wrong}#rattade"));
        }
        catch (Exception no) when (no is JsonException or ArgumentException)
        {
            return BadRequest();
        }
        catch (DomainException no)
        {
            return this.Refuse(no, "fil");
        }
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await seen.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delivery) return false;
        Delivery = delivery;
        var (desk, refusal) = await correct.Open(delivery, ct);
        Refusal = refusal ?? (correct.MayCorrect(delivery) ? null : "Bara regionens egen ekonom rättar raderna.");
        Table = new() { Title = "Rader att rätta", Columns = [new("key", "Nyckel")], Rows = [] };
        if (desk is null || Refusal is not null) return true;
        Count = await desk.Rows(db).CountAsync(ct);
        if (Count == 0) Refusal = "Ingen rad i karantän kan rättas här. Raderna rättas i källan.";
        else _desk = desk;
        if (_desk is not null && Request.RouteValues.ContainsKey("format")) Table = CorrectionPicture.SheetOf(desk, await correct.Look(desk, await Untouched(ct), ct));
        return true;
    }

    private async Task<IReadOnlyList<RowEdit>> Untouched(CancellationToken ct)
    {
        var ids = await _desk!.Rows(db).OrderBy(q => q.Id).Select(q => q.Id).Take(ReplayBatch.MostRows).ToListAsync(ct);
        return [.. ids.Select(id => new RowEdit(id, new Dictionary<Field, string>()))];
    }

    private async Task Look(IReadOnlyList<RowEdit> edits, bool onlyChanged, CancellationToken ct)
    {
        var rows = (await correct.Look(_desk!, edits, ct)).Where(r => onlyChanged ? r.Changes.Count > 0 : !r.Codes.HasErrors).ToList();
        Preview = CorrectionPicture.PreviewOf(_desk!, rows);
        Outcome = (rows.Count(r => !r.Codes.HasErrors), rows.Count(r => r.Codes.HasErrors));
        Edits = JsonSerializer.Serialize(rows.ToDictionary(r => r.Row.Id, r => r.Changes.ToDictionary(c => c.Key.ToString(), c => c.Value.After)));
        Key = Guid.CreateVersion7();
    }
}
