using Mono.Cecil;

namespace Kunskapsstyrning.Architecture;

/// <summary>What the projects became when they were built.</summary>
internal static class Assemblies
{
    private static readonly DefaultAssemblyResolver _resolver = Resolver();

    private static readonly Lazy<IReadOnlyList<(Project Project, AssemblyDefinition Assembly)>> _ofSource = new(() => [.. Repository.ProjectFiles
        .Zip(Repository.Projects)
        .Where(pair => pair.Second.Room != Room.Test)
        .Select(pair => (pair.Second, Read(PathOf(pair.First, pair.Second))))]);

    /// <summary>These tests themselves: they hold the planted violations.</summary>
    internal static AssemblyDefinition Own { get; } = Read(typeof(Assemblies).Assembly.Location);

    /// <summary>The built projects of src, with their assemblies.</summary>
    internal static IReadOnlyList<(Project Project, AssemblyDefinition Assembly)> OfSource => _ofSource.Value;

    /// <summary>The modules among them.</summary>
    internal static IReadOnlyList<(Project Project, AssemblyDefinition Assembly)> OfModules =>
        [.. OfSource.Where(pair => pair.Project.Room == Room.Module)];

    /// <summary>The root namespace of a project: less the prefix it is its folder's name.</summary>
    internal static string NamespaceOf(Project project) => project.Room switch
    {
        Room.Sdk or Room.TestKit or Room.Adapter => $"Kunskapsstyrning.Adapters.{project.Name}",
        _ => $"Kunskapsstyrning.{project.Name}",
    };

    /// <summary>The type and those it inherits from, as far as they can be resolved.</summary>
    internal static IEnumerable<TypeDefinition> Lineage(this TypeDefinition type)
    {
        for (TypeDefinition? next = type; next is not null; next = next.BaseType?.Resolve())
        {
            yield return next;
        }
    }

    /// <summary>True when the type or one it inherits from implements the interface.</summary>
    internal static bool Implements(this TypeDefinition type, string fullName) =>
        type.Lineage().Any(ancestor => ancestor.Interfaces.Any(implemented => implemented.InterfaceType.FullName == fullName));

    /// <summary>True when the type inherits from one of that name, generic or not.</summary>
    internal static bool Inherits(this TypeDefinition type, string fullName) =>
        type.Lineage().Any(ancestor => ancestor.BaseType?.GetElementType().FullName == fullName);

    private static string PathOf(string projectFile, Project project)
    {
        var given = Repository.Xml(projectFile).Descendants("AssemblyName").FirstOrDefault()?.Value;
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var folder = project.Room == Room.Adapter // a plugin is built straight into the folder that the host reads
            ? Path.Combine(Repository.Root, "artifacts", "adapters")
            : Path.Combine(Repository.Root, "artifacts", "bin", project.Name, configuration);
        var file = $"{given ?? NamespaceOf(project)}.dll";
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).FirstOrDefault() is { } path
            ? path
            : throw new FileNotFoundException($"Build the solution first (./test does): {file} is missing in {folder}.");
    }

    private static AssemblyDefinition Read(string path) =>
        AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = _resolver });

    private static DefaultAssemblyResolver Resolver()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location));
        foreach (var folder in Repository.Projects.Select(project => Path.Combine(Repository.Root, "artifacts", "bin", project.Name))
            .Where(Directory.Exists).SelectMany(Directory.GetDirectories))
        {
            resolver.AddSearchDirectory(folder);
        }

        return resolver;
    }
}
