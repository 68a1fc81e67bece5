using System.CommandLine;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Commands;

/// <summary>The one program <c>kst</c>: <c>kst &lt;noun&gt; &lt;verb&gt;</c> (UX.md section 8). Each command is a file beside this one.</summary>
internal static class CommandLine
{
    public static readonly Option<string> Data = new("--data") { Description = "Datamapp (annars KST__Data__Folder eller ./data)", Recursive = true };
    public static readonly Option<bool> Demo = new("--demo") { Description = "Exempeldatabasen i stället för den riktiga", Recursive = true };

    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Kunskapsstyrning: arbetssystemet för kunskapsstyrning i sjukvårdsregionen.\n\n  kst run                          starta värden\n  kst import dataset tests/data/sample   läs in en färdig mapp\n  kst export cost-map --format csv       kostnadskartan som fil")
        {
            Data, Demo,
        };
        root.Add(RunCommand.Make());
        root.Add(MigrateCommand.Make());
        root.Add(ImportCommands.Make());
        root.Add(ExportCommands.Make());
        root.Add(ReportCommands.Make());
        root.Add(CheckCommands.Make());
        root.Add(AdapterCommands.Make());
        root.Add(RepriceCommand.Make());
        root.Add(KeyCommands.Make());
        root.Add(DoctorCommand.Make());
        root.Add(SyncCommands.Make());
        root.Add(DemoCommand.Make());
        root.Add(ExitCodesCommand());

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("Skriv kst --help för att se kommandon och flaggor.");
            return ExitCodes.Usage;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>Runs a command's work with the host's services; every failure becomes one Swedish line and its exit code.</summary>
    /// <param name="parsed">For the common options.</param>
    /// <param name="work">Gets the composed host; returns the exit code.</param>
    public static Task<int> WithHost(ParseResult parsed, Func<IHost, HostSettings, Task<int>> work) => WithHost(Overrides(parsed), HostComposition.Build, work);

    /// <summary>As <see cref="WithHost(ParseResult, Func{IHost, HostSettings, Task{int}})"/>, with the host that serves people: for <c>kst run</c> alone.</summary>
    public static Task<int> WithServingHost(ParseResult parsed, Func<WebApplication, HostSettings, Task<int>> work) =>
        WithHost(Overrides(parsed), (configuration, settings) => HostComposition.BuildServing(configuration, settings), work);

    /// <summary>
    /// As <see cref="WithHost(ParseResult, Func{IHost, HostSettings, Task{int}})"/>, for a command that only reads files: where no role is set it needs none, and where there is no data folder it makes none.
    /// </summary>
    public static async Task<int> WithFiles(ParseResult parsed, Func<IHost, HostSettings, Task<int>> work)
    {
        var overrides = Overrides(parsed);
        var configuration = Settings.Configuration(overrides);
        if (string.IsNullOrWhiteSpace(configuration["Host:Role"])) overrides["Host:Role"] = nameof(HostRole.Demo);
        if (Directory.Exists(Settings.DataFolder(configuration))) return await WithHost(overrides, HostComposition.Build, work);
        var passing = Directory.CreateTempSubdirectory("kst-adapter-").FullName;
        try
        {
            overrides["Data:Folder"] = passing;
            return await WithHost(overrides, HostComposition.Build, work);
        }
        finally
        {
            Directory.Delete(passing, recursive: true);
        }
    }

    /// <summary>Runs a command that needs no host; every failure becomes one Swedish line and its exit code.</summary>
    public static int Reported(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            var (code, line) = ExitCodes.Of(failure, null);
            Console.Error.WriteLine($"{line} Kod {code}.");
            return code;
        }
    }

    private static async Task<int> WithHost<THost>(Dictionary<string, string?> overrides, Func<IConfiguration, HostSettings, THost> build, Func<THost, HostSettings, Task<int>> work)
        where THost : IHost
    {
        HostSettings? settings = null;
        try
        {
            var configuration = Settings.Configuration(overrides);
            settings = Settings.Load(configuration);
            PrepareDataFolder(settings);
            var host = build(configuration, settings);
            await using var _ = (IAsyncDisposable)host; // every host of the framework is
            return await work(host, settings);
        }
        catch (Exception failure)
        {
            var (code, line) = ExitCodes.Of(failure, settings);
            await Console.Error.WriteLineAsync($"{line} Kod {code}.");
            if (Environment.GetEnvironmentVariable("KST__Trace") == "1") await Console.Error.WriteLineAsync(failure.ToString());
            return code;
        }
    }

    private static Dictionary<string, string?> Overrides(ParseResult parsed)
    {
        var overrides = new Dictionary<string, string?>();
        if (parsed.GetValue(Data) is { } folder) overrides["Data:Folder"] = folder;
        if (parsed.GetValue(Demo)) overrides["Demo"] = "true";
        if (parsed.CommandResult.Command.Name == "run" && parsed.GetValue(RunCommand.Urls) is { } urls) overrides["Http:Urls"] = urls;
        return overrides;
    }

    private static void PrepareDataFolder(HostSettings settings)
    {
        try
        {
            Directory.CreateDirectory(settings.DataFolder);
            var probe = Path.Combine(settings.DataFolder, $".skrivprov-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException && !failure.Message.Contains("No space", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException(ExitCodes.Denied, $"Datamappen {settings.DataFolder} går inte att skapa eller skriva i. Ge kontot som kör kst skrivrätt dit, eller välj en annan mapp med KST__Data__Folder.");
        }
    }

    private static Command ExitCodesCommand()
    {
        var command = new Command("exit-codes", "Visar vad programmets slutkoder betyder.");
        command.SetAction(_ =>
        {
            foreach (var (code, name, when) in ExitCodes.Table) Console.WriteLine($"{code,4}  {name,-14} {when}");
            return ExitCodes.Ok;
        });
        return command;
    }
}
