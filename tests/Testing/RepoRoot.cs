namespace Kunskapsstyrning.Testing;

/// <summary>The folder with the solution, for tests that read the repository's own files.</summary>
public static class RepoRoot
{
    /// <summary>Its absolute path.</summary>
    public static string Folder { get; } = Find();

    /// <summary>The absolute path of something in it.</summary>
    /// <param name="parts">Relative to the root, for example <c>"tests", "data", "sample"</c>.</param>
    public static string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
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
