using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst check …</c>: judges files as an empty host would. Neither reads nor writes the host's database.</summary>
internal static class CheckCommands
{
    public static Command Make() => new("check", "Prövar filer utan att läsa in dem.") { DataSet() };

    private static Command DataSet()
    {
        var folder = new Argument<DirectoryInfo>("mapp") { Description = "Mapp ordnad som docs/formats/EXPECTED.md" };
        var file = ExportCommands.OutFile();
        var command = new Command("dataset", "Prövar de fientliga fallen i en färdig mapp, vart och ett som i en tom värd.\n\n  kst check dataset tests/data/sample\n  kst check dataset tests/data/sample --out fientligt.json") { folder, file };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            var place = parsed.GetValue(folder)!;
            if (!place.Exists) throw new CommandException(ExitCodes.Usage, $"Mappen {place.FullName} finns inte. Kontrollera sökvägen.");
            await using var scope = app.Services.CreateAsyncScope();
            var sections = await scope.ServiceProvider.GetRequiredService<IDataSetCheck>().Check(place.FullName, new Talk(), ct);
            var json = AnswerKeyFile.Make(sections);
            await ExportCommands.WriteAsync(parsed.GetValue(file), stream => stream.WriteAsync(json, ct).AsTask());
            await Console.Error.WriteLineAsync(
                $"Klart: {string.Join(", ", sections.Select(s => $"{s.Key} {ImportCommands.Grouped(s.Value!.AsObject().Count)} fall"))}. Tid {watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture)} s. Kod {ExitCodes.Ok}.");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
