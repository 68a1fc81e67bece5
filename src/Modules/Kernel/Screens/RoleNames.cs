namespace Kunskapsstyrning.Kernel.Screens;

/// <summary>The roles' codes and what they are called on the screen (UX.md section 5).</summary>
public static class RoleNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["Director"] = "Förbundsdirektör",
        ["ProcessLead"] = "Processledare",
        ["NrfAdministrator"] = "Administratör NRF",
        ["RegionalSystemCoordinator"] = "Sjukvårdsregional samordnare",
        ["RegionCoordinator"] = "Regional samordnare",
        ["GroupChair"] = "Ordförande",
        ["GroupMember"] = "Ledamot",
        ["Economist"] = "Ekonom",
        ["Reader"] = "Läsare",
        ["OperationsAdmin"] = "Driftansvarig",
        ["AuditReader"] = "Granskare av loggen",
        ["Peer"] = "Annan värd",
    };

    /// <summary>Every code, in the order of the table.</summary>
    public static IReadOnlyCollection<string> Codes => Names.Keys;

    /// <summary>The Swedish name; the code itself when it is unknown.</summary>
    public static string Of(string code) => Names.GetValueOrDefault(code, code);

    /// <summary><c>Regional samordnare, Västerbotten</c>: roles and region as one text, for the frame.</summary>
    public static string Describe(ICurrentUser user)
    {
        var roles = string.Join(" och ", user.Roles.Select(Of));
        return user.Region is { } region ? $"{roles}, {Region.NameOf(region.Code)}" : roles;
    }
}
