using System.CommandLine;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst adapter allow</c> and <c>deny</c>: says of a plugin in the data folder that it is the one that was meant.</summary>
internal static class AdapterAllowance
{
    public static Command Allow()
    {
        var id = Id();
        var command = new Command("allow", "Tillåter en adapter som ligger i datamappen, så som den är nu. Visar först vad den är.\n\n  kst adapter allow kalmar") { id };
        command.SetAction((parsed, _) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var (folder, manifest) = Find(app, parsed.GetValue(id)!);
            PluginFolder.Check(folder, manifest);
            PluginFolder.Images(folder, manifest);
            Console.WriteLine($"Adapter   {manifest.Name} ({manifest.Id}) {manifest.Version}, Sdk {manifest.Sdk}");
            Console.WriteLine($"Mapp      {folder}");
            foreach (var assembly in manifest.Assemblies) Console.WriteLine($"Fil       {assembly.File}  {assembly.Sha256}");
            Console.WriteLine($"SHA-256   {manifest.Sha256}");
            var allowed = Allowed(app);
            if (allowed.IsSet(manifest.Id)) throw new CommandException(ExitCodes.Config, $"Vad som tillåts för {manifest.Id} bestäms av inställningen Adapters:Allowed:{manifest.Id}. Skriv {manifest.Sha256} där.");
            allowed.Allow(manifest.Id, new(manifest.Version, manifest.Sha256, app.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime));
            await Console.Error.WriteLineAsync("Tillåten. Starta om värden. Kod 0.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    public static Command Deny()
    {
        var id = Id();
        var command = new Command("deny", "Tar bort tillåtelsen för en adapter i datamappen.\n\n  kst adapter deny kalmar") { id };
        command.SetAction((parsed, _) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var asked = parsed.GetValue(id)!;
            var allowed = Allowed(app);
            if (allowed.IsSet(asked)) throw new CommandException(ExitCodes.Config, $"Vad som tillåts för {asked} bestäms av inställningen Adapters:Allowed:{asked}. Ta bort den.");
            await Console.Error.WriteLineAsync(allowed.Deny(asked) ? $"{asked} är inte längre tillåten. Starta om värden. Kod 0." : $"{asked} var inte tillåten. Inget att göra. Kod 0.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static Argument<string> Id() => new("adapter") { Description = "Adapterns id, som i kst adapter list" };

    private static AllowList Allowed(IHost app) => app.Services.GetRequiredService<AdapterRules>().Allowed!;

    /// <exception cref="CommandException">None of the installed has the id.</exception>
    private static (string Folder, AdapterManifest Manifest) Find(IHost app, string id)
    {
        var all = app.Services.GetRequiredService<IAdapterDirectory>().All;
        var status = all.FirstOrDefault(a => a.Id == id)
            ?? throw new CommandException(ExitCodes.Usage, $"Ingen adapter heter {id}. Installerade: {string.Join(", ", all.Select(a => a.Id))}. Kopiera först dess mapp till adapters i datamappen.");
        return (status.Folder, AdapterManifest.Read(status.Folder));
    }
}
