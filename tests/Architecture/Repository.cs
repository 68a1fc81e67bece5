using System.Xml.Linq;

namespace Kunskapsstyrning.Architecture;

/// <summary>The kinds of rooms in the house; the folder says which.</summary>
public enum Room
{
    Host,
    Kernel,
    Module,
    Contracts,
    Sdk,
    TestKit,
    Adapter,
    Test,
    Nowhere,
}

/// <summary>A project as its file tells of it.</summary>
/// <param name="Name">The file's name without extension.</param>
/// <param name="Room">By its folder.</param>
/// <param name="References">Names of the projects it refers to.</param>
internal sealed record Project(string Name, Room Room, params string[] References)
{
    /// <summary>The module or contract that it belongs to, for example <c>Structure</c> for <c>Structure.Contracts</c>.</summary>
    internal string Subject => Name.Replace(".Contracts", "", StringComparison.Ordinal);
}

/// <summary>The repository that the tests stand in: project files are discovered, never listed.</summary>
internal static class Repository
{
    /// <summary>The folder with the solution.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Paths of every project file, relative to the root, with forward slashes.</summary>
    internal static IReadOnlyList<string> ProjectFiles { get; } = [.. new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>Every project of the repository.</summary>
    internal static IReadOnlyList<Project> Projects { get; } = [.. ProjectFiles.Select(Read)];

    /// <summary>The projects that are modules.</summary>
    internal static IReadOnlyList<Project> Modules { get; } = [.. Projects.Where(project => project.Room == Room.Module)];

    internal static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    internal static XDocument Xml(string path) => XDocument.Parse(Text(path));

    /// <summary>Which room a project file lies in.</summary>
    /// <param name="path">Relative to the root, for example <c>src/Modules/Structure/Structure.csproj</c>.</param>
    internal static Room RoomOf(string path) => path.Split('/') switch
    {
        ["src", "Host", _] => Room.Host,
        ["src", "Modules", "Kernel", _] => Room.Kernel,
        ["src", "Modules", var name, _] => name.EndsWith(".Contracts", StringComparison.Ordinal) ? Room.Contracts : Room.Module,
        ["src", "Adapters", "Sdk", _] => Room.Sdk,
        ["src", "Adapters", "TestKit", _] => Room.TestKit,
        ["src", "Adapters", _, _] => Room.Adapter,
        ["tests", ..] => Room.Test,
        _ => Room.Nowhere,
    };

    private static Project Read(string path) => new(
        Path.GetFileNameWithoutExtension(path),
        RoomOf(path),
        [.. Xml(path).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kunskapsstyrning.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Kunskapsstyrning.sln above {AppContext.BaseDirectory}");
    }
}
