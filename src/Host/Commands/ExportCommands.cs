using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst export …</c>: what the host holds, as files.</summary>
internal static class ExportCommands
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make() => new("export", "Skriver filer av det som värden har.") { Reconciliation() };

    private static Command Reconciliation()
    {
        var file = new Option<FileInfo>("--out") { Description = "Fil att skriva till; utan flaggan skrivs till stdout" };
        var command = new Command("reconciliation", "Avstämningsfil i samma form som expected.json.\n\n  kst export reconciliation --out avstamning.json") { file };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var sections = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
            foreach (var module in scope.ServiceProvider.GetRequiredService<IEnumerable<IModule>>())
            {
                foreach (var section in module.Reconciliation) sections[section.Key] = await section.Make(scope.ServiceProvider, ct);
            }
            await WriteAsync(parsed.GetValue(file), new JsonObject(sections).ToJsonString(Indented) + "\n", ct);
            return ExitCodes.Ok;
        }));
        return command;
    }

    /// <summary>Writes text to the file, whole or not at all; to stdout without one.</summary>
    internal static async Task WriteAsync(FileInfo? file, string text, CancellationToken ct)
    {
        if (file is null)
        {
            await Console.Out.WriteAsync(text);
            return;
        }
        var half = file.FullName + ".halv";
        await File.WriteAllTextAsync(half, text, ct);
        File.Move(half, file.FullName, overwrite: true);
    }
}
