using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Host.Commands;

/// <summary><c>kst doctor</c>: every check with what was seen and one remedy per fault. Reads only; code 10 when one has failed.</summary>
internal static class DoctorCommand
{
    private static readonly Option<string> Output = new("--output") { Description = "text eller json", DefaultValueFactory = _ => "text" };

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make()
    {
        Output.AcceptOnlyFromAmong("text", "json");
        var command = new Command("doctor", "Kontrollerar datorn, databasen och inställningarna. Ändrar inget.\n\n  kst doctor\n  kst doctor --output json") { Output };
        command.SetAction((parsed, ct) => CommandLine.WithHost(parsed, (app, _) => Look(app, parsed.GetValue(Output) == "json", ct)));
        return command;
    }

    private static async Task<int> Look(IHost app, bool json, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        List<HostCheck> checks = [.. await scope.ServiceProvider.GetRequiredService<HostChecks>().All(ct), await Address(app.Services.GetRequiredService<IConfiguration>(), ct)];
        var failed = checks.Count(c => c.State == CheckState.Failed);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(checks.Select(c => new { c.Name, State = c.State.ToString(), c.Seen, c.Remedy }), Layout));
        }
        else
        {
            var width = checks.Max(c => c.Name.Length) + 2;
            foreach (var check in checks)
            {
                Console.WriteLine($"{check.Name.PadRight(width)}{CheckWords.Of(check.State),-15}{check.Seen}");
                if (check.Remedy is not null) Console.WriteLine($"{new string(' ', width)}→ {check.Remedy}");
            }
        }
        await Console.Error.WriteLineAsync(failed == 0 ? "Allt som behövs fungerar. Kod 0." : $"{failed} av {checks.Count} kontroller är underkända. Kod {ExitCodes.ChecksFailed}.");
        return failed == 0 ? ExitCodes.Ok : ExitCodes.ChecksFailed;
    }

    private static async Task<HostCheck> Address(IConfiguration configuration, CancellationToken ct)
    {
        const string name = "Adress";
        var text = (configuration["Http:Urls"] ?? HostComposition.DefaultUrl).Split(';')[0];
        if (!Uri.TryCreate(text.Replace("+", "127.0.0.1", StringComparison.Ordinal).Replace("*", "127.0.0.1", StringComparison.Ordinal), UriKind.Absolute, out var address))
            return new(name, CheckState.Failed, $"”{text}” är ingen adress", "Skriv till exempel http://127.0.0.1:8080 i Http:Urls.");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, address.Port) { ExclusiveAddressUse = true };
            listener.Start();
            return new(name, CheckState.Ok, $"{address.Authority} är ledig; ingen värd är igång");
        }
        catch (SocketException)
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            try
            {
                return (await client.GetAsync(new Uri(address, "/health/live"), ct)).IsSuccessStatusCode
                    ? new(name, CheckState.Ok, $"En värd svarar på {address.Authority}")
                    : Taken();
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                return Taken();
            }
        }

        HostCheck Taken() => new(name, CheckState.Failed, $"{address.Authority} används av ett annat program", "Stäng det, eller välj en annan port med KST__Http__Urls.");
    }
}
