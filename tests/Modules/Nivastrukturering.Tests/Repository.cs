namespace Kunskapsstyrning.Nivastrukturering.Tests;

/// <summary>Where things lie in the clone that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string DataSet(string name) => Path.Combine(Root, "tests", "data", name);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kunskapsstyrning.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run in a clone.");
        return folder;
    }
}
