using System.Diagnostics;
using System.Text.Json;
using Kunskapsstyrning.Host.Commands;
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

    /// <summary>What the data folder's <c>kunskapsstyrning.json</c> says, by key.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>Absolute path of the data folder.</summary>
    public string DataFolder => _database.DataFolder;

    /// <summary>Absolute path of the temp folder that the process was given.</summary>
    public string TempFolder { get; } = Directory.CreateTempSubdirectory("kst-temp-").FullName;

    /// <summary>When the place was made, UTC.</summary>
    public DateTime Made { get; } = TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>Which engine.</summary>
    public Engine Engine => _database.Engine;

    /// <summary>As the engine's connection string.</summary>
    public string ConnectionString => _database.ConnectionString;

    /// <summary>Everything that the program has printed so far.</summary>
    public List<Ended> Said { get; } = [];

    /// <summary>Makes the place; nothing has run yet.</summary>
    public static async Task<Kst> OnAsync(Engine engine) => new(await Databases.CreateAsync(engine));

    /// <summary>Makes the place with nothing in its database.</summary>
    public static async Task<Kst> OnEmptyAsync(Engine engine) => new(await Databases.CreateEmptyAsync(engine));

    /// <summary>Another place with the same data, keys and settings; no process may run on this one.</summary>
    public async Task<Kst> CopyAsync()
    {
        Kst copy = new(await Databases.CopyAsync(_database)) { Settings = new(Settings) };
        await copy.ConfigureAsync();
        return copy;
    }

    /// <summary>Starts <c>kst run</c> on a free port and waits until it listens; disposing it kills it.</summary>
    /// <param name="environment">On top; null takes one away.</param>
    public async Task<Serving> ServeAsync(IReadOnlyDictionary<string, string?>? environment = null)
    {
        var process = Start(environment ?? new Dictionary<string, string?>(), ["run", "--urls", "http://127.0.0.1:0"]);
        var talk = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("Öppna", StringComparison.Ordinal)) continue;
            var output = process.StandardOutput.ReadToEndAsync(); // a full pipe would stop it
            return new(process, new Uri(line["Öppna".Length..].Trim()), async code => Say(new(code, await output, await talk)));
        }
        throw new InvalidOperationException($"kst run ended before it listened: {await talk}");
    }

    /// <summary>Writes <see cref="Settings"/> where every command finds them.</summary>
    public Task ConfigureAsync()
    {
        Dictionary<string, string> all = new(Settings)
        {
            ["Database:Provider"] = Engine.ToString(), ["Database:ConnectionString"] = ConnectionString, ["Adapters:ProgramFolder"] = RepoRoot.PathOf("artifacts", "adapters"),
        };
        return File.WriteAllTextAsync(Path.Combine(DataFolder, "kunskapsstyrning.json"), JsonSerializer.Serialize(all));
    }

    /// <summary>Runs a command in this process, which is quicker, with the settings of <see cref="ConfigureAsync"/>.</summary>
    /// <param name="arguments">After <c>kst</c>.</param>
    /// <returns>The exit code.</returns>
    public Task<int> HereAsync(params string[] arguments) => CommandLine.Run([.. arguments, "--data", DataFolder]);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">After <c>kst</c>.</param>
    public Task<Ended> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    /// <summary>Runs a command with other environment variables.</summary>
    /// <param name="environment">On top; null takes one away.</param>
    /// <param name="arguments">After <c>kst</c>.</param>
    public Task<Ended> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) => RunAsync(environment, arguments, null);

    /// <summary>Runs a command and does something meanwhile.</summary>
    /// <param name="environment">On top; null takes one away.</param>
    /// <param name="arguments">After <c>kst</c>.</param>
    /// <param name="meanwhile">Gets the process; returns what it has read of its standard error.</param>
    public async Task<Ended> RunAsync(IReadOnlyDictionary<string, string?> environment, string[] arguments, Func<Process, Task<string>>? meanwhile)
    {
        using var process = Start(environment, arguments);
        var read = meanwhile is null ? "" : await meanwhile(process);
        var output = process.StandardOutput.ReadToEndAsync();
        var talk = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Say(new(process.ExitCode, await output, read + await talk));
    }

    private Ended Say(Ended ended)
    {
        lock (Said) Said.Add(ended);
        return ended;
    }

    private Process Start(IReadOnlyDictionary<string, string?> environment, string[] arguments)
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
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // a killed process would leave the socket of its debugger in the temp folder
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts quicker
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(TempFolder, recursive: true);
    }
}

/// <summary>A host that serves.</summary>
/// <param name="process">Its process.</param>
/// <param name="address">Where people reach it.</param>
/// <param name="ended">Gets its exit code.</param>
internal sealed class Serving(Process process, Uri address, Func<int, Task> ended) : IAsyncDisposable
{
    /// <summary>Where people reach it.</summary>
    public Uri Address { get; } = address;

    /// <summary>Waits until it has ended by itself.</summary>
    public Task Ended => process.WaitForExitAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await ended(process.ExitCode);
        process.Dispose();
    }
}
