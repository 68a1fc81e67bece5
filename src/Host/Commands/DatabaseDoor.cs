using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;

namespace Kunskapsstyrning.Host.Commands;

/// <summary>Lets a command through to the database only when it is as this program wants it.</summary>
internal static class DatabaseDoor
{
    /// <summary>Checks the schema; makes or upgrades it where that is allowed, and seeds what every host has.</summary>
    /// <param name="app">The composed host.</param>
    /// <param name="mayUpgrade">True for <c>kst run</c> and <c>kst migrate</c>; a command only makes an empty database of the demonstration.</param>
    /// <param name="seed">True where what every host has is to be there when it is opened, whoever made the database; else only after an upgrade.</param>
    /// <param name="ct">Cancels between migrations.</param>
    /// <exception cref="CommandException">Code 7: older and not allowed to upgrade, or newer.</exception>
    public static async Task Open(IHost app, bool mayUpgrade, CancellationToken ct, bool seed = false)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var settings = scope.ServiceProvider.GetRequiredService<HostSettings>();
        switch (await scope.ServiceProvider.GetRequiredService<SchemaVersion>().State(ct))
        {
            case SchemaState.Newer:
                throw new CommandException(ExitCodes.Version, "Databasen är gjord av en nyare version av programmet. Installera den versionen, eller läs tillbaka säkerhetskopian från före uppgraderingen.");
            case SchemaState.Older when !mayUpgrade:
                throw new CommandException(ExitCodes.Version, "Databasen är gjord av en äldre version av programmet. Ta en säkerhetskopia och kör kst migrate.");
            case SchemaState.Empty when !mayUpgrade && settings.Role != HostRole.Demo:
                throw new CommandException(ExitCodes.Version, "Databasen är tom. Kör kst migrate först.");
            case SchemaState.Current when !mayUpgrade && !seed:
                return;
            case SchemaState.Current:
                break;
            default:
                await scope.ServiceProvider.GetRequiredService<Migrator>().Migrate(ct);
                break;
        }
        foreach (var module in scope.ServiceProvider.GetRequiredService<IEnumerable<IModule>>()) await module.Seed(scope.ServiceProvider, ct);
    }
}
