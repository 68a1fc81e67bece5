using Kunskapsstyrning.Host.Operations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>What a person sees when a page could not be shown: the host runs the request again here, with the status as code.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class FelModel : PageModel
{
    /// <summary>The HTTP status.</summary>
    public int Code { get; private set; }

    /// <summary>The code that finds the request in the log.</summary>
    public string Reference => TraceCode.Current ?? HttpContext.TraceIdentifier;

    /// <summary>Any method: a form that failed comes here as a post.</summary>
    public void OnGet(int code) => Show(code);

    /// <inheritdoc cref="OnGet"/>
    public void OnPost(int code) => Show(code);

    private void Show(int code)
    {
        Code = code is >= 400 and < 600 ? code : 404;
        Response.StatusCode = Code;
    }
}
