using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Host.Pages;

/// <summary>A role that can be tried in the demonstration.</summary>
/// <param name="Code">As in <see cref="RoleNames"/>.</param>
/// <param name="Text">What the role finds on its start page.</param>
/// <param name="RegionKey">The role's own region, or null.</param>
/// <param name="Group">The role's own group by its slug, or null.</param>
/// <param name="GroupName">The group's name.</param>
internal sealed record DemoRole(string Code, string Text, string? RegionKey = null, string? Group = null, string? GroupName = null)
{
    internal Region? Region => RegionKey is null ? null : Kernel.Region.Find(RegionKey);

    internal string Name => (Region?.Name ?? GroupName) is { } scope ? $"{RoleNames.Of(Code)}, {scope}" : RoleNames.Of(Code);
}

/// <summary>The roles of the demonstration, in the order of the sign-in page.</summary>
internal static class DemoRoles
{
    internal static IReadOnlyList<DemoRole> All { get; } =
    [
        new(Roles.Director, "Att göra, rapporten, läget för omgången"),
        new(Roles.ProcessLead, "Veckans dialoger och åtgärder"),
        new(Roles.NrfAdministrator, "Omgångar, mandat, utskick, import"),
        new(Roles.RegionalSystemCoordinator, "RSG-gruppernas dialoger och uppdrag"),
        new(Roles.RegionCoordinator, "LPO-kartan, vårdförlopp, nomineringar", "norrbotten"),
        new(Roles.RegionCoordinator, "LPO-kartan, vårdförlopp, nomineringar", "vasterbotten"),
        new(Roles.RegionCoordinator, "LPO-kartan, vårdförlopp, nomineringar", "jamtland-harjedalen"),
        new(Roles.RegionCoordinator, "LPO-kartan, vårdförlopp, nomineringar", "vasternorrland"),
        new(Roles.GroupChair, "Frågeformuläret och nästa dialog", Group: "rpo-njursjukdomar", GroupName: "RPO Njursjukdomar"),
        new(Roles.GroupMember, "Gruppens utkast och kommentarer", Group: "rpo-njursjukdomar", GroupName: "RPO Njursjukdomar"),
        new(Roles.Economist, "Underlag, avvikelser, prislistor", "norrbotten"),
        new(Roles.Economist, "Underlag, avvikelser, prislistor", "vasterbotten"),
        new(Roles.Economist, "Underlag, avvikelser, prislistor", "jamtland-harjedalen"),
        new(Roles.Economist, "Underlag, avvikelser, prislistor", "vasternorrland"),
        new(Roles.Reader, "Fastställda rapporter och diagram"),
        new(Roles.OperationsAdmin, "Hälsa, adaptrar, jobb"),
    ];

    /// <summary>The role that a form has posted; null when it is none of ours.</summary>
    internal static DemoRole? Find(string? code, string? regionKey) => All.FirstOrDefault(r => r.Code == code && r.RegionKey == regionKey);
}
