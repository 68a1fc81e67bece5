using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst export invoices</c>: a seller's fakturaunderlag of a month, for egenkontroll or to be sent.</summary>
internal static class ExportInvoicesCommand
{
    /// <summary>The form of a day.</summary>
    public const string Day = "yyyy-MM-dd";

    private const string Month = "yyyy-MM";

    public static Command Make()
    {
        var period = new Option<string>("--period") { Description = "Vårdmånad, ÅÅÅÅ-MM", Required = true };
        var buyer = new Option<string>("--buyer") { Description = "Bara den köparen; utan flaggan alla" };
        var issued = new Option<string>("--issued") { Description = "Utställt den, ÅÅÅÅ-MM-DD; utan flaggan i dag" };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Mapp att skriva i", Required = true };
        var sendable = new Option<bool>("--sendable") { Description = "Nationella underlag med personnummer, att skicka; utan flaggan underlag för egenkontroll, som inte går att skicka" };
        var source = new Option<string>("--source") { Description = "Den inlästa leveransens mapp eller zip, som personnumren hämtas ur; hör till --sendable" };
        var command = new Command("invoices", "Skriver regionens fakturaunderlag för en månad, ett för varje köpare.\n\n  kst export invoices --region norrbotten --period 2026-10 --out underlag\n  kst export invoices --region norrbotten --period 2026-10 --sendable --source leveranser/2026-10 --out skicka")
        {
            ImportCommands.RegionOption, period, buyer, issued, folder, sendable, source,
        };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, settings) =>
        {
            var watch = Stopwatch.StartNew();
            var seller = ImportCommands.RequiredRegion(parsed);
            if (parsed.GetValue(sendable) != parsed.GetValue(source) is not null) throw new CommandException(ExitCodes.Usage, "Ange --sendable och --source tillsammans, eller ingen av dem.");
            if (parsed.GetValue(source) is { } place && !File.Exists(place) && !Directory.Exists(place)) throw new CommandException(ExitCodes.Usage, $"{Path.GetFullPath(place)} finns inte. Kontrollera sökvägen.");
            var options = new InvoiceExportOptions(seller, Date(parsed.GetValue(period)!, Month).ToString(Month, CultureInfo.InvariantCulture), parsed.GetValue(folder)!.FullName)
            {
                Buyer = parsed.GetValue(buyer) is { } name ? Region.FindAny(name) ?? throw new CommandException(ExitCodes.Usage, $"”{name}” är ingen känd region.") : null,
                IssueDay = parsed.GetValue(issued) is { } day ? Date(day, Day) : null,
                Source = parsed.GetValue(source) is { } delivery ? DeliveryInput.OfPath(delivery) : null,
                PseudonymKey = settings.Role == HostRole.Demo ? DemoStart.PseudonymKey : null,
            };
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActsFor = seller.Code;
            var result = await scope.ServiceProvider.GetRequiredService<IInvoiceExport>().Export(options, ct);
            foreach (var former in result.Already)
                await Console.Error.WriteLineAsync($"{ImportCommands.Grouped(former.Rows)} kontakter står redan i {former.Id}, {(former.IsSendable ? "skrivet" : "skrivet för egenkontroll")} {SwedishFormat.Date(SwedishFormat.Day(new DateTimeOffset(former.At, TimeSpan.Zero)))}{(former.IsSent ? " och skickat: de är inte med." : ". Det skrivs om.")}");
            foreach (var known in result.OnlyReadIn) await Console.Error.WriteLineAsync($"{known.Id} är inläst men inte skrivet härifrån: kontrollera att det inte redan är skickat.");
            foreach (var document in result.Documents) await Console.Error.WriteLineAsync($"{document.File}: {ImportCommands.Grouped(document.Rows)} rader, {SwedishFormat.Money(document.Ore)}");
            foreach (var (rule, count) in result.LeftOut) await Console.Error.WriteLineAsync($"{ImportCommands.Grouped(count)} kontakter är inte med: {Why(rule)}");
            await Console.Error.WriteLineAsync(
                $"Klart: {ImportCommands.Grouped(result.Documents.Count)} underlag, {SwedishFormat.Money(result.Documents.Sum(d => d.Ore))}. Tid {watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.CurrentCulture)} s. Kod {ExitCodes.Ok}.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static string Why(string rule) => rule switch
    {
        "UTL-31" => "huvuddiagnos saknas i slutenvård (UTL-31).",
        "UTL-48" => "köparens organisationsnummer saknas i organisationer.json (UTL-48).",
        "UTL-49" => "verksamhetsområdet finns inte i mvo.csv (UTL-49).",
        _ => $"inget giltigt underlag kan ha dem ({rule}).",
    };

    /// <summary>A day or month as typed.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public static DateOnly Date(string text, string form) => DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new CommandException(ExitCodes.Usage, $"”{text}” går inte att läsa. Skriv {(form == Month ? "ÅÅÅÅ-MM, till exempel 2026-10" : "ÅÅÅÅ-MM-DD, till exempel 2026-11-05")}.");
}
