using System.CommandLine;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst adapter list</c>: the plugins, and why one is switched off.</summary>
internal static class AdapterCommands
{
    public static Command Make()
    {
        var list = new Command("list", "Visar regionadaptrarna.\n\n  kst adapter list");
        list.SetAction((parsed, _) => CommandLine.WithHost(parsed, (app, _) =>
        {
            foreach (var adapter in app.Services.GetRequiredService<IAdapterDirectory>().All)
                Console.WriteLine($"{adapter.Id,-22}{adapter.Version,-8}{(adapter.OffBecause is null ? "På" : $"Avstängd: {adapter.OffBecause}")}");
            return Task.FromResult(ExitCodes.Ok);
        }));
        return new Command("adapter", "Regionadaptrar.") { list };
    }
}
