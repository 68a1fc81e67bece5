using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Documents;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst report …</c>: reports as files.</summary>
internal static class ReportCommands
{
    public static Command Make() => new("report", "Skriver rapporter som filer.") { Build() };

    private static Command Build()
    {
        var year = new Argument<int>("år") { Description = "Rapportens år, till exempel 2024" };
        var file = new Option<FileInfo>("--out") { Description = "Fil att skriva till; utan flaggan fd-rapport-ÅR.docx i mappen du står i" };
        var command = new Command("build", "Skapar årsrapporten som Word-fil.\n\n  kst report build 2024\n  kst report build 2024 --out rapport.docx") { year, file };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var report = scope.ServiceProvider.GetRequiredService<IEnumerable<IModule>>().SelectMany(m => m.YearDocuments).Single();
            var of = parsed.GetValue(year);
            var document = await report.Make(scope.ServiceProvider, of, ct);
            var content = await WordFile.Make(document, ct);
            var target = parsed.GetValue(file) ?? new FileInfo($"{report.Name}-{of.ToString(CultureInfo.InvariantCulture)}.docx");
            await ExportCommands.WriteAsync(target, stream => stream.WriteAsync(content, ct).AsTask());
            if (document.RegistryNumber.Length == 0) await Console.Error.WriteLineAsync($"Diarienummer saknas. Skriv det på sidan /rapporter/{of}.");
            await Console.Error.WriteLineAsync(
                $"Klart: {target.Name}, {document.Sections.Count} avsnitt, {ImportCommands.Grouped((content.Length + 512) / 1024)} kB. Tid {watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture)} s. Kod {ExitCodes.Ok}.");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
