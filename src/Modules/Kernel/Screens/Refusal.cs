using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>A 403 that says who may, a 409 that says what is wrong, or a 503 that says when: the page tells why, for 403 and 503 on the host's error page.</summary>
public static class Refusal
{
    private static readonly object Key = new();

    /// <summary>Answers 403.</summary>
    /// <param name="page">The page that was asked.</param>
    /// <param name="why">Swedish, whole sentences: what one may not, and who may.</param>
    public static IActionResult Refuse(this PageModel page, string why)
    {
        page.HttpContext.Items[Key] = why;
        return page.StatusCode(StatusCodes.Status403Forbidden);
    }

    /// <summary>Answers what a rule said no to: 403 for what is another's, else 409 and the page with the message.</summary>
    /// <param name="page">The page that was asked.</param>
    /// <param name="no">What was thrown.</param>
    /// <param name="field">The field that the message stands at; empty = the whole form.</param>
    public static IActionResult Refuse(this PageModel page, DomainException no, string field = "")
    {
        if (no is NotOwnerException) return page.Refuse(no.Message);
        page.ModelState.AddModelError(field, no.Message);
        page.Response.StatusCode = StatusCodes.Status409Conflict;
        return page.Page();
    }

    /// <summary>The same, for a page that is loaded after the attempt.</summary>
    /// <param name="page">The page that was asked.</param>
    /// <param name="no">What was thrown.</param>
    /// <param name="load">Loads what the page shows; not run for what is another's.</param>
    /// <param name="field">The field that the message stands at; empty = the whole form.</param>
    public static async Task<IActionResult> Refuse(this PageModel page, DomainException no, Func<Task> load, string field = "")
    {
        var answer = page.Refuse(no, field);
        if (no is not NotOwnerException) await load();
        return answer;
    }

    /// <summary>Answers 503: the page cannot be shown just now.</summary>
    /// <param name="page">The page that was asked.</param>
    /// <param name="why">Swedish, whole sentences: why, and what to do.</param>
    public static IActionResult Later(this PageModel page, string why)
    {
        page.HttpContext.Items[Key] = why;
        return page.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What the page gave as its reason; null when it gave none.</summary>
    public static string? Reason(HttpContext http) => http.Items[Key] as string;
}
