using System.CommandLine;
using System.Diagnostics;
using Kunskapsstyrning.Nivastrukturering.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst key …</c>: the key of the pseudonyms.</summary>
internal static class KeyCommands
{
    public static Command Make() => new("key", "Sköter pseudonymnyckeln.") { Rotate() };

    private static Command Rotate()
    {
        var sources = new Option<string[]>("--source") { Description = "Mapp med undermappar, eller zip, där inlästa filer finns; kan upprepas. Inkorgen och dess arkiv genomsöks alltid", AllowMultipleArgumentsPerToken = true };
        var command = new Command("rotate", "Byter pseudonymnyckeln: läser om källfilerna med båda nycklarna i minnet. Kör igen om det avbryts, så fortsätter bytet.\n\n  kst key rotate --dry-run\n  kst key rotate --source leveranser underlag") { sources, ImportCommands.DryRun };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            var places = parsed.GetValue(sources) ?? [];
            if (places.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } gone) throw new CommandException(ExitCodes.Usage, $"{Path.GetFullPath(gone)} finns inte. Kontrollera sökvägen.");
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var outcome = await scope.ServiceProvider.GetRequiredService<IKeyRotation>().Run(places, parsed.GetValue(ImportCommands.DryRun), new Talk(), ct);
            if (outcome.WasUnderWay) await Console.Error.WriteLineAsync("Ett byte var påbörjat och fortsatte.");
            var counts = $"{ImportCommands.Grouped(outcome.Deliveries)} leveranser, {ImportCommands.Grouped(outcome.Documents)} fakturaunderlag, {ImportCommands.Grouped(outcome.Pseudonyms)} pseudonymer bytta";
            return ImportCommands.Done(parsed, watch, counts, partial: false);
        }));
        return command;
    }
}
