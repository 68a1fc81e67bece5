using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>"Ta bort exempeldata": what goes and what stays, and a word to type before it happens. The host starts anew by itself.</summary>
[Authorize(Policy = Permissions.RemoveExampleData)]
internal sealed class ExempeldataModel(ExampleData data, HostSettings settings, IHostApplicationLifetime host, ICurrentUser user, ILogger<ExempeldataModel> log) : PageModel
{
    /// <summary>Seconds until the page looks whether the host is back.</summary>
    public const int Wait = 8;

    public bool IsThere => data.IsThere;

    public bool CanBeRemoved => data.CanBeRemoved;

    public bool IsDemo => settings.Role == HostRole.Demo;

    /// <summary>True when it is on its way.</summary>
    public bool IsAsked { get; private set; }

    [BindProperty]
    public string? Bekrafta { get; set; }

    public IActionResult OnPost()
    {
        if (!CanBeRemoved) return NotFound();
        if (Bekrafta?.Trim() != ExampleData.Confirmation)
        {
            ModelState.AddModelError(nameof(Bekrafta), $"Skriv {ExampleData.Confirmation} med stora bokstäver. Inget är borttaget.");
            return Page();
        }
        data.AskAway();
        log.LogWarning("{Name} took the example data away", user.Name);
        IsAsked = true;
        Response.Headers["Refresh"] = $"{Wait};url={Url.Content("~/logga-in")}";
        Response.OnCompleted(() =>
        {
            host.StopApplication();
            return Task.CompletedTask;
        });
        return Page();
    }
}
