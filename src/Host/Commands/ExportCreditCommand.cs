using System.CommandLine;
using System.Globalization;
using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst export credit</c>: the credit of a seller's fakturaunderlag, for egenkontroll or to be sent.</summary>
internal static class ExportCreditCommand
{
    private const int MostBytes = 5_000_000;

    public static Command Make()
    {
        var document = new Option<string>("--document") { Description = "Underlaget som krediteras: ZVF och 20 siffror", Required = true };
        var source = new Option<FileInfo>("--source") { Description = "Det underlagets fil, som raderna hämtas ur", Required = true };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Mapp att skriva i", Required = true };
        var whole = new Option<bool>("--whole") { Description = "Hela underlaget; utan flaggan de bestridda raderna" };
        var reason = new Option<int?>("--reason") { Description = "Kreditorsak 1–9 för rader som saknar en" };
        var issued = new Option<string>("--issued") { Description = "Utställt den, ÅÅÅÅ-MM-DD; utan flaggan i dag" };
        var sendable = new Option<bool>("--sendable") { Description = "Nationellt underlag med personnummer, att skicka; utan flaggan för egenkontroll, som inte går att skicka" };
        var command = new Command("credit", "Skriver en kredit av ett fakturaunderlag som regionen har ställt ut.\n\n  kst export credit --region norrbotten --document ZVF23210002302610240001 --source fakturaunderlag-25-24-202610-1.xml --out kredit")
        {
            ImportCommands.RegionOption, document, source, folder, whole, reason, issued, sendable,
        };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, settings) =>
        {
            var seller = ImportCommands.RequiredRegion(parsed);
            var file = parsed.GetValue(source)!;
            if (file is not { Exists: true, Length: <= MostBytes }) throw new CommandException(ExitCodes.Usage, $"{file.FullName} finns inte, eller är större än 5 MB. Kontrollera sökvägen.");
            var options = new InvoiceCreditOptions(parsed.GetValue(document)!, await File.ReadAllBytesAsync(file.FullName, ct))
            {
                IsWhole = parsed.GetValue(whole),
                Reason = parsed.GetValue(reason),
                IsSendable = parsed.GetValue(sendable),
                IssueDay = parsed.GetValue(issued) is { } day ? ExportInvoicesCommand.Date(day, ExportInvoicesCommand.Day) : null,
                PseudonymKey = settings.Role == HostRole.Demo ? DemoStart.PseudonymKey : null,
            };
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActsFor = seller.Code;
            var written = await scope.ServiceProvider.GetRequiredService<IInvoiceCredit>().Credit(options, ct);
            var path = Path.Combine(Directory.CreateDirectory(parsed.GetValue(folder)!.FullName).FullName, written.File);
            File.Delete(path);
            var rights = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) rights.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var output = new FileStream(path, rights)) await output.WriteAsync(written.Content, ct);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.CurrentCulture, $"{written.File}: {ImportCommands.Grouped(written.Rows)} rader krediterade, {SwedishFormat.Money(written.Ore, decimals: 2)}. Kod {ExitCodes.Ok}."));
            return ExitCodes.Ok;
        }));
        return command;
    }
}
