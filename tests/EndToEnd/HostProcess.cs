using System.Diagnostics;
using Kunskapsstyrning.Testing;

namespace Kunskapsstyrning.EndToEnd;

/// <summary>The program as a process of its own, as people start it, with a data folder of its own.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _dataFolder;

    private HostProcess(Process process, string dataFolder, Uri address) => (_process, _dataFolder, Address) = (process, dataFolder, address);

    /// <summary>Where it listens.</summary>
    internal Uri Address { get; }

    /// <summary>Starts the demonstration on a free port and waits until it says where it listens.</summary>
    /// <param name="prepare">Commands to run first on the same data, for example <c>import dataset</c>.</param>
    internal static async Task<HostProcess> StartDemonstrationAsync(params string[][] prepare)
    {
        var folder = Directory.CreateTempSubdirectory("kst-process-").FullName;
        foreach (var command in prepare)
        {
            using var first = Start(folder, command);
            await first.WaitForExitAsync();
        }

        var process = Start(folder, ["run", "--urls", "http://127.0.0.1:0"]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Öppna", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(); // a full pipe would stop it
                return new(process, folder, new Uri(line["Öppna".Length..].Trim()));
            }
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"kst run ended with code {process.ExitCode} before it listened.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_dataFolder, recursive: true);
    }

    private static Process Start(string folder, string[] arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        ProcessStartInfo start = new("dotnet", [RepoRoot.PathOf("artifacts", "bin", "Host", configuration, "kst.dll"), .. arguments, "--demo", "--data", folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["KST__Adapters__ProgramFolder"] = RepoRoot.PathOf("artifacts", "adapters");
        start.Environment["KST__Logging__LogLevel__Default"] = "Warning";
        return Process.Start(start)!;
    }
}
