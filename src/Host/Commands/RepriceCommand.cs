using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst reprice</c>: a seller's contacts priced anew with what is in force now.</summary>
internal static class RepriceCommand
{
    private const string Month = "yyyy-MM";

    public static Command Make()
    {
        var period = new Option<string>("--period") { Description = "Första månaden, ÅÅÅÅ-MM", Required = true };
        var to = new Option<string>("--to") { Description = "Sista månaden, ÅÅÅÅ-MM; utan flaggan bara den första" };
        var reason = new Option<string>("--reason") { Description = "Skäl; krävs när en månad redan är fakturerad" };
        var command = new Command("reprice", "Räknar om inlästa kontakter med prislistor, avtal och abonnemang som gäller nu. Alla månader eller ingen.\n\n  kst reprice --region norrbotten --period 2026-03 --dry-run\n  kst reprice --region norrbotten --period 2026-01 --to 2026-03 --reason \"Ny lista från januari\"")
        {
            ImportCommands.RegionOption, period, to, reason, ImportCommands.DryRun,
        };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            var seller = ImportCommands.RequiredRegion(parsed);
            var first = Checked(parsed.GetValue(period)!);
            var last = parsed.GetValue(to) is { } until ? Checked(until) : first;
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentUser>().ActsFor = seller.Code;
            var sums = await scope.ServiceProvider.GetRequiredService<IContactRepricing>().Run(seller, first, last, parsed.GetValue(reason)?.Trim() ?? "", parsed.GetValue(ImportCommands.DryRun), ct);
            foreach (var sum in sums)
                await Console.Error.WriteLineAsync($"{sum.Month} {Region.NameOf(sum.Buyer)}: {ImportCommands.Grouped(sum.Contacts)} {(sum.Contacts == 1 ? "kontakt" : "kontakter")}, {SwedishFormat.Money(sum.ThenOre)} blir {SwedishFormat.Money(sum.NowOre)}");
            var counts = sums.Count == 0 ? "alla belopp är desamma" : $"{ImportCommands.Grouped(sums.Sum(s => s.Contacts))} kontakter fick ett annat belopp, skillnad {SwedishFormat.Money(sums.Sum(s => s.NowOre - s.ThenOre))}";
            return ImportCommands.Done(parsed, watch, counts, partial: false);
        }));
        return command;
    }

    private static string Checked(string month) => DateOnly.TryParseExact(month, Month, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToString(Month, CultureInfo.InvariantCulture)
        : throw new CommandException(ExitCodes.Usage, $"”{month}” går inte att läsa. Skriv ÅÅÅÅ-MM, till exempel 2026-10.");
}
