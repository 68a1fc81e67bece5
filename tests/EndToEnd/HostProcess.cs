using System.Diagnostics;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>The program as a process of its own, as people start it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _ownFolder;
    private Task<string?> _next = Task.FromResult<string?>(null);

    private HostProcess(Process process, string? ownFolder) => (_process, _ownFolder) = (process, ownFolder);

    /// <summary>Where it listens.</summary>
    internal Uri Address { get; private set; } = null!;

    /// <summary>Starts the demonstration on a free port and a data folder of its own, and waits until it says where it listens.</summary>
    /// <param name="prepare">Commands to run first on the same data, for example <c>import dataset</c>.</param>
    internal static async Task<HostProcess> StartDemonstrationAsync(params string[][] prepare)
    {
        var folder = Directory.CreateTempSubdirectory("kst-process-").FullName;
        foreach (var command in prepare)
        {
            using var first = Start(folder, [], [.. command, "--demo"]);
            await first.WaitForExitAsync();
        }

        return await Listening(new(Start(folder, [], ["run", "--demo", "--urls", "http://127.0.0.1:0"]), folder));
    }

    /// <summary>Starts a host on a folder that the test keeps, and waits until it says where it listens.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="environment">Variables on top.</param>
    /// <param name="arguments">After <c>kst</c>.</param>
    internal static Task<HostProcess> StartAsync(string folder, Dictionary<string, string> environment, params string[] arguments) =>
        Listening(new(Start(folder, environment, arguments), null));

    /// <summary>Waits until a host that starts anew by itself listens again.</summary>
    internal async Task ComesBack() => Address = new Uri(await _next ?? throw new InvalidOperationException("kst run ended instead of coming back."));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_ownFolder is not null) Directory.Delete(_ownFolder, recursive: true);
    }

    private static async Task<HostProcess> Listening(HostProcess host)
    {
        host.Address = new Uri(await host.NextAddress() ?? throw new InvalidOperationException("kst run ended before it listened."));
        host._next = host.NextAddress(); // goes on reading: a full pipe would stop the process
        return host;
    }

    private async Task<string?> NextAddress()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Öppna", StringComparison.Ordinal)) return line["Öppna".Length..].Trim();
        }
        return null;
    }

    private static Process Start(string folder, Dictionary<string, string> environment, string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        ProcessStartInfo start = new("dotnet", [RepoRoot.PathOf("artifacts", "bin", "Host", configuration, "kst.dll"), .. arguments, "--data", folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["KST__Adapters__ProgramFolder"] = RepoRoot.PathOf("artifacts", "adapters");
        start.Environment["KST__Logging__LogLevel__Default"] = "Warning";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
