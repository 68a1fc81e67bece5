using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>One cell of the form.</summary>
/// <param name="Field">Its common name: name and id of the input.</param>
/// <param name="Column">What the region calls it.</param>
/// <param name="Text">As shown, or as typed.</param>
/// <param name="Faults">What is wrong with it and what to do, Swedish; empty when nothing is known.</param>
internal sealed record CellInput(Field Field, string Column, string Text, IReadOnlyList<string> Faults);

/// <summary>One row of quarantine as a form: its cells by the region's names, those at fault marked. Saving reads the row again at once.</summary>
[Authorize(Policy = Permissions.CorrectImports)]
internal sealed class RadModel(SeenDeliveries seen, NivastruktureringDb db, IAdapterDirectory adapters, CorrectRows correct) : PageModel
{
    /// <summary>Made when the page is shown, so that the form sent twice corrects once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    public Delivery Delivery { get; private set; } = null!;

    public QuarantineRow Row { get; private set; } = null!;

    /// <summary>Why it cannot be corrected here; null when it can.</summary>
    public string? Refusal { get; private set; }

    public IReadOnlyList<CellInput> Cells { get; private set; } = [];

    /// <summary>Codes of the whole row, with what to do.</summary>
    public IReadOnlyList<string> RowFaults { get; private set; } = [];

    /// <summary>True when a correction was saved and the row is still wrong.</summary>
    public bool IsStillWrong { get; private set; }

    /// <summary>Earlier corrections, latest first.</summary>
    public IReadOnlyList<RowCorrection> History { get; private set; } = [];

    /// <summary>Names the columns as the region does.</summary>
    public QuarantineFault Names { get; private set; } = null!;

    public string Back => DeliveryPicture.PathOf(Delivery);

    public async Task<IActionResult> OnGet(Guid id, long rad, bool kvar, CancellationToken ct)
    {
        if (!await Load(id, rad, null, ct)) return NotFound();
        Key = Guid.CreateVersion7();
        IsStillWrong = kvar && Refusal is null;
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, long rad, CancellationToken ct)
    {
        var form = await Request.ReadFormAsync(ct);
        var typed = form.Keys.Where(k => Enum.TryParse<Field>(k, out var field) && field.ToString() == k && field != Field.Person).ToDictionary(Enum.Parse<Field>, k => form[k].ToString());
        if (!await Load(id, rad, typed, ct)) return NotFound();
        if (Key == Guid.Empty) return BadRequest();
        foreach (var (field, text) in typed)
            if (CellForm.Fault(field, text) is { } fault) ModelState.AddModelError(field.ToString(), fault);
        if (!ModelState.IsValid) return Page();
        try
        {
            var answer = await correct.Run(Key, Delivery, [new(rad, typed)], ct);
            return answer.Wrong > 0 ? Redirect($"{PathOf(Delivery, rad)}?kvar=true") : Redirect($"{Back}?rattade={answer.Accepted}#rattade");
        }
        catch (DomainException no)
        {
            return this.Refuse(no);
        }
    }

    /// <summary>Where a row is corrected.</summary>
    public static string PathOf(Delivery delivery, long row) => FormattableString.Invariant($"{DeliveryPicture.PathOf(delivery)}/rad/{row}");

    private async Task<bool> Load(Guid id, long rad, Dictionary<Field, string>? typed, CancellationToken ct)
    {
        if (await seen.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delivery) return false;
        Delivery = delivery;
        if (rad < Delivery.FirstContactId(delivery.No) || rad >= Delivery.FirstContactId(delivery.No + 1)) return false;
        if (await db.QuarantineRows.AsNoTracking().SingleOrDefaultAsync(q => q.Id == rad, ct) is not { } row) return false;
        Row = row;
        Names = new(adapters.MappingOf(delivery));
        History = await db.RowCorrections.AsNoTracking().Where(c => c.DeliveryNo == delivery.No && c.QuarantineId == rad).OrderByDescending(c => c.At).ToListAsync(ct);
        var (desk, refusal) = await correct.Open(delivery, ct);
        Refusal = refusal ?? ReplayDesk.Refusal(row) ?? (correct.MayCorrect(delivery) ? null : "Bara regionens egen ekonom rättar raderna.");
        if (desk is null || Refusal is not null) return true;

        var edited = (await correct.Look(desk, [new(rad, new Dictionary<Field, string>())], ct))[0];
        var codes = row.Codes.Split(' ').Select(KstCodes.Parse).Select(code => (Text: TextOf(code), Fields: desk.FieldsOf(code, edited.Cells))).ToList();
        var shown = desk.Shown(edited);
        Cells = [.. desk.Form.Fields.Select(f => new CellInput(f, desk.ColumnOf(f), typed?.GetValueOrDefault(f) ?? shown[f], [.. codes.Where(c => c.Fields.Contains(f)).Select(c => c.Text)]))];
        RowFaults = [.. codes.Where(c => !c.Fields.Any(desk.Form.Fields.Contains)).Select(c => c.Text)];
        return true;
    }

    private static string TextOf(Kst code)
    {
        var text = KstCodes.Of(code.Name());
        return $"{code.Name()} {text.Name}. {text.Remedy}";
    }
}
