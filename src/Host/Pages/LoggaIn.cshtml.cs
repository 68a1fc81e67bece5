using System.Security.Claims;
using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>Signs in: in the demonstration by choosing a role, elsewhere by the region's own sign-in.</summary>
[AllowAnonymous]
internal sealed class LoggaInModel(HostSettings settings) : PageModel
{
    /// <summary>The cookie's scheme.</summary>
    public const string Scheme = "kst";

    /// <summary>True when roles can be chosen.</summary>
    public bool IsDemo => settings.Role == HostRole.Demo;

    /// <summary>Where the person was on the way to; only addresses of our own are followed.</summary>
    [BindProperty(Name = "till", SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    internal bool IsSignedIn => User.Identity?.IsAuthenticated == true;

    /// <summary>Signs in as one of the demonstration's roles.</summary>
    public async Task<IActionResult> OnPostAsync(string? role, string? region)
    {
        if (!IsDemo) return NotFound();
        if (DemoRoles.Find(role, region) is not { } chosen) return BadRequest();

        List<Claim> claims = [new("name", chosen.Name), new("role", chosen.Code)];
        if (chosen.Region is { } own) claims.Add(new("region", own.Code.Code));
        if (chosen.Group is { } group) claims.Add(new("group", group));
        await HttpContext.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, "name", "role")));
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
    }

    /// <summary>Signs out.</summary>
    public async Task<IActionResult> OnPostUtAsync()
    {
        await HttpContext.SignOutAsync(Scheme);
        return RedirectToPage();
    }
}
