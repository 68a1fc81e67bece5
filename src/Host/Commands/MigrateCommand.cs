using System.CommandLine;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst migrate</c>: brings the database to this program's form.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Uppgraderar databasen. Ta en säkerhetskopia först.\n\n  kst migrate");
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            await DatabaseDoor.Open(app, mayUpgrade: true, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var state = await scope.ServiceProvider.GetRequiredService<SchemaVersion>().State(ct);
            await Console.Error.WriteLineAsync($"Klart: databasen är {(state == SchemaState.Current ? "uppgraderad" : state)}. Kod 0.");
            return ExitCodes.Ok;
        }));
        return command;
    }
}
