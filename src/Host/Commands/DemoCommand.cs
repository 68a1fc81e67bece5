using System.CommandLine;
using System.Globalization;
using Kunskapsstyrning.Host.Demo;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Screens;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst demo …</c>: the demonstration's data as files.</summary>
internal static class DemoCommand
{
    public static Command Make() => new("demo", "Exempeldata.") { Write() };

    private static Command Write()
    {
        var folder = new Argument<DirectoryInfo>("mapp") { Description = "Ny eller tom mapp" };
        var months = new Option<int>("--months") { Description = "De senaste så många månaderna, 1–12", DefaultValueFactory = _ => DemoDeliveries.Months };
        var scale = new Option<string>("--scale") { Description = "Så många gånger fler kontakter än 100 000 om året, 0,01–4000", DefaultValueFactory = _ => "1" };
        var region = new Option<string>("--region") { Description = "Bara den här regionens leveranser, till exempel norrbotten" };
        var command = new Command("write", "Skriver exempeldata som en mapp att läsa in.\n\n  kst demo write exempel\n  kst demo write stort --months 1 --scale 50 --region norrbotten") { folder, months, scale, region };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                await Write(parsed.GetValue(folder)!, parsed.GetValue(months), parsed.GetValue(scale)!, parsed.GetValue(region), ct);
                return ExitCodes.Ok;
            }
            catch (Exception failure) when (failure is CommandException or OperationCanceledException or IOException or UnauthorizedAccessException)
            {
                var (code, line) = ExitCodes.Of(failure, null);
                await Console.Error.WriteLineAsync($"{line} Kod {code}.");
                return code;
            }
        });
        return command;
    }

    private static async Task Write(DirectoryInfo folder, int months, string scale, string? key, CancellationToken ct)
    {
        if (months is < 1 or > DemoDeliveries.Months) throw new CommandException(ExitCodes.Usage, $"--months ska vara 1–{DemoDeliveries.Months}.");
        if (!decimal.TryParse(scale.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var times) || times is < 0.01m or > 4000)
            throw new CommandException(ExitCodes.Usage, "--scale ska vara ett tal mellan 0,01 och 4 000.");
        if (key is not null && Region.Norra.All(r => r.Key != key))
            throw new CommandException(ExitCodes.Usage, $"Det finns inga exempeldata för {key}. Välj {string.Join(", ", Region.Norra.Select(r => r.Key))}.");
        if (folder.Exists && folder.EnumerateFileSystemInfos().Any())
            throw new CommandException(ExitCodes.Usage, $"Mappen {folder.FullName} är inte tom. Välj en ny mapp, eller töm den först.");

        await Console.Error.WriteLineAsync("Filerna innehåller personnummer. De är påhittade testnummer (980–999), men hantera dem ändå som personuppgifter.");
        var contacts = 0;
        await DemoDataSet.Write(folder.FullName, DemoDeliveries.All(months: months, scalePercent: (int)(times * 100), only: key), delivery =>
        {
            contacts += delivery.Contacts;
            Console.Error.WriteLine($"{delivery.Region} {delivery.Period}: {SwedishFormat.Integer(delivery.Contacts)} kontakter");
        }, ct);
        await Console.Error.WriteLineAsync($"Klart: {SwedishFormat.Integer(contacts)} kontakter i {folder.FullName}. Läs in dem med kst import dataset. Kod 0.");
    }
}
