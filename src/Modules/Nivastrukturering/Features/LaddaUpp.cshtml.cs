using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>Takes a delivery from the browser and reads it in, then shows how it went on the delivery's own page.</summary>
/// <remarks>The handler has no parameters and the page no bound properties: to bind them would read the form.</remarks>
[Authorize(Policy = Permissions.UploadImports)]
[IgnoreAntiforgeryToken] // that filter would read the form; UploadedFiles checks the token first of all
[RequestSizeLimit(UploadedFiles.MaxBytes)]
internal sealed class LaddaUppModel(SeenDeliveries seen, IDeliveryImport deliveries, IAntiforgery antiforgery, ICurrentUser user) : PageModel
{
    private static readonly SemaphoreSlim _places = new(2); // each upload may take its whole limit of memory

    /// <summary>Why the last try came to nothing; null before it.</summary>
    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnPost()
    {
        var ct = HttpContext.RequestAborted;
        if (user.Region is not { } code || Region.FindAny(code.Code) is not { } region) return Forbid();
        if (!await _places.WaitAsync(0, ct)) return await Refused(StatusCodes.Status503ServiceUnavailable, "Andra laddar upp just nu. Vänta en minut och försök igen.");
        try
        {
            var files = await UploadedFiles.Read(Request, antiforgery, ct);
            var name = files.Keys.FirstOrDefault(n => files.Count == 1 || n.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) ?? files.Keys.FirstOrDefault(n => n != DeliveryManifest.FileName)!;
            var options = new DeliveryOptions($"{region.Key}/{QuarantinePicture.Masked(name)}") { Sender = region };
            var result = await deliveries.Import(DeliveryInput.OfMemory(files), options, null, ct);
            return Redirect(await PathOf(result, options, region, ct));
        }
        catch (UploadRefusedException no)
        {
            return await Refused(no.Status, no.Message);
        }
        catch (NotOwnerException no)
        {
            return await Refused(StatusCodes.Status403Forbidden, no.Message);
        }
        catch (DomainException no)
        {
            return await Refused(StatusCodes.Status409Conflict, no.Message);
        }
        catch (Exception no) when (no is AdapterUnavailableException or SourceUnavailableException)
        {
            return await Refused(StatusCodes.Status503ServiceUnavailable, no.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Where the delivery is shown: as it was noted now, or as it was when the same was sent before.</summary>
    private async Task<string> PathOf(DeliveryResult result, DeliveryOptions options, Region region, CancellationToken ct)
    {
        var owner = Owner.Of((result.Region ?? region).Code);
        var same = seen.Deliveries.Where(d => d.Owner == owner && d.Hash == result.Hash && d.Code == result.Code && d.Source == options.Source);
        var delivery = await same.OrderByDescending(d => d.No).FirstAsync(ct);
        return DeliveryPicture.PathOf(delivery) + (result.Status == DeliveryStatus.AlreadyRead ? "?uppladdad=redan" : "");
    }

    /// <summary>Shows the form again. What the browser is still sending is read past, for it shows no answer before it has sent all.</summary>
    private async Task<PageResult> Refused(int status, string message)
    {
        try
        {
            await Request.Body.CopyToAsync(Stream.Null, HttpContext.RequestAborted);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // too much, or nobody is there any more
        }
        Response.StatusCode = status;
        Refusal = message;
        return Page();
    }
}
