using System.Globalization;
using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
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

    /// <summary>Why it was refused and who may: what the page said, else the roles that its permission belongs to.</summary>
    public string Refused => Refusal.Reason(HttpContext) ?? (RolesThatMay() is { Count: > 0 } roles
        ? $"Din roll får inte se eller ändra det här. {string.Join(" och ", roles.Select(RoleNames.Of))} kan."
        : "Din roll får inte se eller ändra det här. Samordnaren i din region eller administratören på förbundet kan ge dig behörighet.");

    /// <summary>Why it cannot be shown just now: what the page said, else what is likely.</summary>
    public string Later => Refusal.Reason(HttpContext) ?? "Kunskapsstyrning uppgraderas eller väntar på databasen. Försök igen om någon minut. Inget du har sparat är borta.";

    /// <summary>Any method: a form that failed comes here as a post.</summary>
    public void OnGet() => Show();

    /// <inheritdoc cref="OnGet"/>
    public void OnPost() => Show();

    private List<string> RolesThatMay() => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint?.Metadata.GetOrderedMetadata<IAuthorizeData>()
        .Select(data => Permissions.Table.GetValueOrDefault(data.Policy ?? "", []))
        .Aggregate(Roles.All.AsEnumerable(), (all, some) => all.Intersect(some)).ToList() ?? [];

    private void Show()
    {
        var code = Convert.ToInt32(RouteData.Values["code"], CultureInfo.InvariantCulture); // no parameter: those of a post are sought in its form, which may be what could not be read
        Code = code is >= 400 and < 600 ? code : 404;
        Response.StatusCode = Code;
    }
}
