using System.Diagnostics;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>How a command ended.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Talk">Standard error.</param>
internal sealed record Ended(int Code, string Output, string Talk);

/// <summary>The program <c>kst</c> on a database, a data folder and a temp folder of its own, one process a command.</summary>
internal sealed class Kst : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private Kst(TestDatabase database) => _database = database;

    /// <summary>Absolute path of the data folder.</summary>
    public string DataFolder => _database.DataFolder;

    /// <summary>Absolute path of the temp folder that the process was given.</summary>
    public string TempFolder { get; } = Directory.CreateTempSubdirectory("kst-temp-").FullName;

    /// <summary>Which engine.</summary>
    public Engine Engine => _database.Engine;

    /// <summary>As the engine's connection string.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>Everything that the program has printed so far.</summary>
    public List<Ended> Said { get; } = [];

    /// <summary>Makes the place; nothing has run yet.</summary>
    public static async Task<Kst> OnAsync(Engine engine) => new(await Databases.CreateAsync(engine));

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">After <c>kst</c>.</param>
    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    /// <summary>Runs a command with other environment variables.</summary>
    /// <param name="environment">On top; null takes one away.</param>
    /// <param name="arguments">After <c>kst</c>.</param>
    public async Task<Ended> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        ProcessStartInfo start = new("dotnet", [RepoRoot.PathOf("artifacts", "bin", "Host", configuration, "kst.dll"), .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["KST__Adapters__ProgramFolder"] = RepoRoot.PathOf("artifacts", "adapters");
        start.Environment["KST__Data__Folder"] = DataFolder;
        start.Environment["KST__Database__Provider"] = Engine.ToString();
        start.Environment["KST__Database__ConnectionString"] = ConnectionString;
        start.Environment["TMPDIR"] = TempFolder;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var talk = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Ended ended = new(process.ExitCode, await output, await talk);
        Said.Add(ended);
        return ended;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(TempFolder, recursive: true);
    }
}
