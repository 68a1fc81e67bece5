using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>A 403 that says who may, or a 503 that says when: the page tells why, the host's error page shows it.</summary>
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
