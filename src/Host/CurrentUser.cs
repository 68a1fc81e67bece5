using System.Security.Claims;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host;

/// <summary>The signed-in person of a request; outside a request the command line, which may what the host may.</summary>
internal sealed class CurrentUser(IHttpContextAccessor http) : ICurrentUser
{
    /// <summary>Set by a command's <c>--region</c>: the command then acts for that region alone.</summary>
    public RegionCode? ActsFor { get; set; }

    private ClaimsPrincipal? Principal => http.HttpContext?.User;

    public string Name => Principal is null ? "kst" : Principal.Identity?.Name ?? "okänd";

    public IReadOnlyCollection<string> Roles => Principal is null ? [] : [.. Principal.FindAll("role").Select(c => c.Value)];

    public RegionCode? Region => Principal is null ? ActsFor
        : RegionCode.TryParse(Principal.FindFirstValue("region"), null, out var region) ? region : null;

    public string? Group => Principal?.FindFirstValue("group");

    public bool MayWrite(Owner owner)
    {
        if (Principal is null) return ActsFor is not { } region || owner == Owner.Of(region);
        if (Region is { } own && owner == Owner.Of(own)) return Has(Kernel.Roles.RegionCoordinator) || Has(Kernel.Roles.Economist) || Has(Kernel.Roles.GroupChair) || Has(Kernel.Roles.GroupMember);
        return owner == Owner.Nrf && (Has(Kernel.Roles.NrfAdministrator) || Has(Kernel.Roles.ProcessLead) || Has(Kernel.Roles.Director));
    }

    private bool Has(string role) => Principal!.IsInRole(role);
}
