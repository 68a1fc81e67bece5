using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>The guided start of the role: each step opens the real page and is then ticked.</summary>
[Authorize(Policy = Permissions.SignedIn)]
internal sealed class ValkommenModel(ICurrentUser user) : PageModel
{
    public IReadOnlyList<GuideStep> Steps { get; private set; } = [];

    public IReadOnlySet<int> Opened { get; private set; } = new HashSet<int>();

    /// <summary>The steps; with a number, that step's page.</summary>
    public IActionResult OnGet(int? steg)
    {
        Steps = Guide.Of(user);
        if (steg is { } step && step >= 0 && step < Steps.Count)
        {
            Guide.Tick(HttpContext, user, step);
            return LocalRedirect("~" + Steps[step].Path);
        }
        Opened = Guide.Opened(Request, user);
        return Page();
    }

    /// <summary>Takes the steps away from the start page.</summary>
    public IActionResult OnPostDolj()
    {
        Guide.Hide(HttpContext, user, hide: true);
        return LocalRedirect("~/");
    }

    /// <summary>Begins again with no step ticked.</summary>
    public IActionResult OnPostOm()
    {
        Guide.Hide(HttpContext, user, hide: false);
        return RedirectToPage();
    }
}
