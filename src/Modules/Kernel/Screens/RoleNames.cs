namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>The codes of <see cref="Roles"/> and what they are called on the screen (UX.md section 5).</summary>
public static class RoleNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [Roles.Director] = "Förbundsdirektör",
        [Roles.ProcessLead] = "Processledare",
        [Roles.NrfAdministrator] = "Administratör NRF",
        [Roles.RegionalSystemCoordinator] = "Sjukvårdsregional samordnare",
        [Roles.RegionCoordinator] = "Regional samordnare",
        [Roles.GroupChair] = "Ordförande",
        [Roles.GroupMember] = "Ledamot",
        [Roles.Economist] = "Ekonom",
        [Roles.Reader] = "Läsare",
        [Roles.OperationsAdmin] = "Driftansvarig",
    };

    /// <summary>The Swedish name; the code itself when it is unknown.</summary>
    public static string Of(string code) => Names.GetValueOrDefault(code, code);

    /// <summary><c>Regional samordnare, Västerbotten</c>: roles and region as one text, for the frame.</summary>
    public static string Describe(ICurrentUser user)
    {
        var roles = string.Join(" och ", user.Roles.Select(Of));
        return user.Region is { } region ? $"{roles}, {Region.NameOf(region.Code)}" : roles;
    }
}
