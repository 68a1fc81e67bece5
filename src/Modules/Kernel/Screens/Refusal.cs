using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>A 403 that says who may: the page tells why, the host's error page shows it.</summary>
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

    /// <summary>What the page gave as its reason; null when it gave none.</summary>
    public static string? Reason(HttpContext http) => http.Items[Key] as string;
}
