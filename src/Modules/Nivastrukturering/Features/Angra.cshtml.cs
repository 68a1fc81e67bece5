using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Asks before a delivery is undone: what leaves, what comes back, what has changed since.</summary>
[Authorize(Policy = Permissions.UndoImports)]
internal sealed class AngraModel(SeenDeliveries seen, UndoDelivery undo) : PageModel
{
    /// <summary>Made when the page is shown, so that the form sent twice undoes once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    public Delivery Delivery { get; private set; } = null!;

    public UndoConsequence Consequence { get; private set; } = null!;

    /// <summary>Why it cannot be undone; null when it can.</summary>
    public string? Refusal { get; private set; }

    public string Back => DeliveryPicture.PathOf(Delivery);

    public async Task<IActionResult> OnGet(Guid id, CancellationToken ct)
    {
        Key = Guid.CreateVersion7();
        return await Load(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPost(Guid id, CancellationToken ct)
    {
        if (!await Load(id, ct)) return NotFound();
        if (Key == Guid.Empty) return BadRequest();
        try
        {
            await undo.Run(Key, Delivery, ct);
            return Redirect(Back + "?angrad=true");
        }
        catch (NotOwnerException no)
        {
            return this.Refuse(no.Message);
        }
        catch (DomainException no)
        {
            Refusal = no.Message;
            Response.StatusCode = StatusCodes.Status409Conflict;
            return Page();
        }
    }

    private async Task<bool> Load(Guid id, CancellationToken ct)
    {
        if (await seen.Deliveries.SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delivery) return false;
        Delivery = delivery;
        Refusal = UndoDelivery.Refusal(delivery);
        Consequence = await undo.Look(delivery, ct);
        return true;
    }
}
