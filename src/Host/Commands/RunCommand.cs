using System.CommandLine;
using System.Diagnostics;
using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst run</c>: makes the database ready, listens, and says where.</summary>
internal static class RunCommand
{
    public static readonly Option<string> Urls = new("--urls") { Description = "Adress att lyssna på (annars KST__Http__Urls eller http://127.0.0.1:8080)" };

    public static Command Make()
    {
        var command = new Command("run", "Startar värden.\n\n  kst run --demo\n  kst run --urls http://127.0.0.1:8090") { Urls };
        command.SetAction(async (parsed, ct) =>
        {
            bool again;
            int code;
            do
            {
                again = false;
                code = await CommandLine.WithServingHost(parsed, async (app, settings) =>
                {
                    var result = await Serve(app, settings, ct);
                    again = app.Services.GetRequiredService<ExampleData>().IsAskedAway;
                    return result;
                });
            }
            while (again && code == ExitCodes.Ok && !ct.IsCancellationRequested);
            return code;
        });
        return command;
    }

    private static async Task<int> Serve(WebApplication app, HostSettings settings, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        if (app.Services.GetRequiredService<ExampleData>().Settle() is { } archive) await Console.Error.WriteLineAsync($"Exempeldata är borttagna. De ligger kvar i {archive}.");
        var upgrade = app.Configuration.GetValue("Upgrade:Unattended", true);
        await DatabaseDoor.Open(app, upgrade, ct, seed: true);
        if (settings.ExampleData) await DemoStart.Fill(app.Services, Console.Error, ct);
        await app.StartAsync(ct);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a.StartsWith("http://", StringComparison.Ordinal));
        Console.WriteLine($"Kunskapsstyrning {Version}{(settings.Role == HostRole.Demo ? " – demonstration" : "")}");
        Console.WriteLine($"Datamapp:  {settings.DataFolder}");
        Console.WriteLine($"Databas:   {(settings.Engine == Engine.Sqlite ? "SQLite" : "PostgreSQL")}");
        Console.WriteLine($"Starttid:  {watch.Elapsed.TotalSeconds.ToString("0.0", System.Globalization.CultureInfo.CurrentCulture)} s");
        Console.WriteLine($"Öppna      {address}");
        foreach (var line in await StartLines(app, address, ct)) Console.WriteLine(line);
        await app.WaitForShutdownAsync(ct);
        return ExitCodes.Ok;
    }

    private static async Task<IReadOnlyList<string>> StartLines(WebApplication app, string address, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        List<string> lines = [];
        foreach (var module in app.Services.GetRequiredService<IEnumerable<IModule>>()) lines.AddRange(await module.StartLines(scope.ServiceProvider, address, ct));
        return lines;
    }

    /// <summary>The program's version as people see it.</summary>
    public static string Version { get; } = typeof(RunCommand).Assembly.GetName().Version!.ToString(2);
}
