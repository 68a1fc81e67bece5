using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Kernel.Screens;
using Kunskapsstyrning.Sync.Contracts;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst sync …</c>: the exchange with other hosts.</summary>
internal static class SyncCommands
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static Command Make() => new("sync", "Byter uppgifter med andra värdar. Värden gör det också själv enligt schema.") { Now(), Status(), Restored() };

    private static Command Now()
    {
        var peer = new Option<string?>("--peer") { Description = "Bara från den motparten" };
        var command = new Command("now", "Hämtar från de andra värdarna nu.\n\n  kst sync now\n  kst sync now --peer NRF") { peer };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var watch = Stopwatch.StartNew();
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var runs = await scope.ServiceProvider.GetRequiredService<ISynchronisation>().Now(parsed.GetValue(peer), SyncTrigger.Command, ct);
            if (runs.Count == 0) throw new CommandException(ExitCodes.Locked, "En hämtning pågår redan. Vänta tills den är klar och försök igen.");
            foreach (var run in runs)
                await Console.Error.WriteLineAsync($"{run.Peer}: {run.Applied} utförda, {run.Waiting} väntar, {run.Refused} avvisade{(run.Message.Length > 0 ? $". {run.Message}" : "")}");
            var code = runs.Max(r => CodeOf(r.Result));
            await Console.Error.WriteLineAsync($"{(code is ExitCodes.Ok or ExitCodes.Partial ? "Klart" : "Inte klart")}. Tid {SwedishFormat.Number((decimal)watch.Elapsed.TotalSeconds, 1)} s. Kod {code}.");
            return code;
        }));
        return command;
    }

    private static Command Status()
    {
        var output = new Option<string>("--output") { Description = "table eller json", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("status", "Visar värdens tumavtryck och läget med varje motpart. Behöver ingen databas för tumavtrycket.\n\n  kst sync status\n  kst sync status --output json") { output };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            var identity = app.Services.GetRequiredService<ISyncIdentity>();
            await using var scope = app.Services.CreateAsyncScope();
            var hasDatabase = await scope.ServiceProvider.GetRequiredService<SchemaVersion>().State(ct) == SchemaState.Current;
            var peers = hasDatabase ? await scope.ServiceProvider.GetRequiredService<ISynchronisation>().Status(ct) : [];
            if (parsed.GetValue(output) == "json") Console.WriteLine(JsonSerializer.Serialize(new { identity.Thumbprint, identity.DaysLeft, Peers = peers }, Json));
            else Print(identity, peers, hasDatabase);
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static void Print(ISyncIdentity identity, IReadOnlyList<PeerStatus> peers, bool hasDatabase)
    {
        Console.WriteLine($"Tumavtryck   {identity.Thumbprint}");
        Console.WriteLine($"Gäller       {identity.DaysLeft} dagar till");
        if (!hasDatabase) Console.WriteLine("Databas      finns inte än; kör kst migrate när motparterna är inställda");
        else if (peers.Count == 0) Console.WriteLine("Motparter    inga");
        foreach (var peer in peers)
        {
            Console.WriteLine();
            Console.WriteLine($"{peer.Peer}, {peer.Url}, lämnar uppgifter för {string.Join(", ", peer.Owners)}");
            Console.WriteLine($"  Hämtat till post   {peer.Number}");
            Console.WriteLine($"  Senast försökt     {Instant(peer.LastRun)}{(peer.Result is { } result ? $", {WordOf(result)}" : "")}");
            Console.WriteLine($"  Senast klart       {Instant(peer.LastDone)}");
            Console.WriteLine($"  Väntar, avvisade   {peer.Waiting}, {peer.Refused}");
            if (peer.Message.Length > 0) Console.WriteLine($"  {peer.Message}");
        }
    }

    private static Command Restored()
    {
        var command = new Command("restored", "Körs efter att databasen har återlästs från en säkerhetskopia: de andra värdarna hämtar då allt igen.\n\n  kst sync restored");
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, async (app, _) =>
        {
            await DatabaseDoor.Open(app, mayUpgrade: false, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var epoch = await scope.ServiceProvider.GetRequiredService<IChangeFeed>().BeginEpoch(ct);
            await Console.Error.WriteLineAsync($"Klart: flödet har börjat en ny epok ({epoch}). Kod 0.");
            return ExitCodes.Ok;
        }));
        return command;
    }

    private static string Instant(DateTime? utc) => utc is { } at ? SwedishFormat.Instant(new DateTimeOffset(at)) : "aldrig";

    private static int CodeOf(SyncResult result) => result switch
    {
        SyncResult.Done => ExitCodes.Ok,
        SyncResult.Partial => ExitCodes.Partial,
        SyncResult.Stopped => ExitCodes.Rejected,
        _ => ExitCodes.Unavailable,
    };

    private static string WordOf(SyncResult result) => result switch
    {
        SyncResult.Done => "klart",
        SyncResult.Partial => "delvis",
        SyncResult.Stopped => "stoppad",
        _ => "nås inte",
    };
}
