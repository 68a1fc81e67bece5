using System.CommandLine;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Tables;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst export …</c>: what the host holds, as files.</summary>
internal static class ExportCommands
{
    public static Command Make()
    {
        var command = new Command("export", "Skriver filer av det som värden har.") { Reconciliation(), ExportInvoicesCommand.Make(), ExportCreditCommand.Make() };
        foreach (var export in HostComposition.FindModules().SelectMany(m => m.Exports)) command.Add(TableOf(export));
        return command;
    }

    private static Command TableOf(Export export)
    {
        var format = new Option<string>("--format") { Description = "csv, json eller xlsx", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "json", "xlsx");
        var year = new Option<int?>("--year") { Description = "Bara det året" };
        var file = OutFile();
        var command = new Command(export.Name, $"{export.Description}.\n\n  kst export {export.Name} --format csv\n  kst export {export.Name} --format xlsx --out {export.Name}.xlsx") { format, year, file };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var table = await export.Make(scope.ServiceProvider, parsed.GetValue(year), ct);
            var facts = new FileFacts("kst", scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow(), $"kst export {export.Name}");
            await WriteAsync(parsed.GetValue(file), stream => parsed.GetValue(format) switch
            {
                "xlsx" => TableXlsx.Write(table, facts, stream, ct),
                "json" => TableJson.Write(table, stream, ct),
                _ => TableCsv.Write(table, stream, ct),
            });
            return ExitCodes.Ok;
        }));
        return command;
    }

    /// <summary>Where the file goes.</summary>
    internal static Option<FileInfo> OutFile() => new("--out") { Description = "Fil att skriva till; utan flaggan skrivs till stdout" };

    private static Command Reconciliation()
    {
        var file = OutFile();
        var command = new Command("reconciliation", "Avstämningsfil i samma form som expected.json.\n\n  kst export reconciliation --out avstamning.json") { file };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var sections = new JsonObject();
            foreach (var module in scope.ServiceProvider.GetRequiredService<IEnumerable<IModule>>())
            {
                foreach (var section in module.Reconciliation) sections[section.Key] = await section.Make(scope.ServiceProvider, ct);
            }
            var json = AnswerKeyFile.Make(sections);
            await WriteAsync(parsed.GetValue(file), stream => stream.WriteAsync(json, ct).AsTask());
            return ExitCodes.Ok;
        }));
        return command;
    }

    /// <summary>Writes the file whole or not at all; to stdout without one.</summary>
    internal static async Task WriteAsync(FileInfo? file, Func<Stream, Task> write)
    {
        if (file is null)
        {
            await using var output = Console.OpenStandardOutput();
            await write(output);
            return;
        }
        var half = file.FullName + ".halv";
        try
        {
            await using (var stream = File.Create(half)) await write(stream);
            File.Move(half, file.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }
}
