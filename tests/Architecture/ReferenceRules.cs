namespace Kunskapsstyrning.Architecture;

/// <summary>Who may refer to whom (STYLE section 1).</summary>
internal static class ReferenceRules
{
    /// <summary>The references that a project may not have, in file order.</summary>
    /// <param name="project">The one that refers.</param>
    /// <param name="all">Every project, to look up the room of what it refers to.</param>
    internal static IEnumerable<string> Forbidden(Project project, IEnumerable<Project> all)
    {
        var rooms = all.ToDictionary(other => other.Name, other => other.Room, StringComparer.Ordinal);
        return project.References.Where(reference => !May(project, rooms.GetValueOrDefault(reference, Room.Nowhere)));
    }

    /// <summary>True when a project may use what lies in that room.</summary>
    internal static bool May(Project project, Room referred) => project.Room switch
    {
        Room.Host => referred is Room.Kernel or Room.Module or Room.Contracts or Room.Sdk,
        Room.Kernel => referred is Room.Sdk,
        Room.Module => referred is Room.Kernel or Room.Contracts or Room.Sdk,
        Room.Contracts => referred is Room.Kernel,
        Room.TestKit or Room.Adapter => referred is Room.Sdk,
        Room.Test => referred is not Room.Nowhere and not Room.Adapter || (referred is Room.Adapter && project.Name == "Adapters.Tests"),
        _ => false, // the Sdk depends on nothing of ours
    };
}
