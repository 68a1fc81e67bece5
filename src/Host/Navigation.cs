using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host;

/// <summary>The links that the signed-in person may follow: the modules' and the host's own.</summary>
internal sealed class Navigation(IEnumerable<IModule> modules, ICurrentUser user)
{
    private static readonly NavigationLink[] Own = [new("Drift", "Läget", "/drift", Permissions.ReadOperations)];

    /// <summary>In the order of the header.</summary>
    public IReadOnlyList<NavigationLink> Links => [.. Own.Concat(modules.SelectMany(m => m.Navigation)).Where(l => l.Permission is null || user.May(l.Permission))];
}
