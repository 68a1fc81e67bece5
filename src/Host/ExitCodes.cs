using System.Data.Common;
using System.Text.Json;
using Kunskapsstyrning.Adapters.Sdk;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Contracts;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kunskapsstyrning.Host;

/// <summary>The public contract of UX.md section 9: which code a command ends with, and the line that says why.</summary>
internal static class ExitCodes
{
    public const int Ok = 0, Error = 1, Usage = 2, Config = 3, Partial = 4, Rejected = 5, Unavailable = 6, Version = 7, Locked = 8, Denied = 9, ChecksFailed = 10, Interrupted = 130, Terminated = 143;

    public static readonly IReadOnlyList<(int Code, string Name, string When)> Table =
    [
        (Ok, "OK", "klart, eller inget att göra"),
        (Error, "Fel", "oväntat fel; kod och loggreferens skrivs ut"),
        (Usage, "Användning", "okänt kommando, flagga eller värde"),
        (Config, "Inställning", "inställning saknas eller är fel"),
        (Partial, "Delvis", "klart, men rader väntar i karantän"),
        (Rejected, "Avvisat", "inget skrevs: filen är inte vad den ska vara"),
        (Unavailable, "Otillgängligt", "databas eller källa nås inte; går att köra igen"),
        (Version, "Version", "databasen eller adaptern har en annan version"),
        (Locked, "Låst", "samma jobb pågår redan"),
        (Denied, "Nekat", "filrättigheter, eller uppgiften ägs av någon annan"),
        (ChecksFailed, "Kontroll", "minst en kontroll är underkänd"),
        (Interrupted, "Avbrutet", "Ctrl-C; allt är som förut eller färdigt"),
        (Terminated, "Avslutat", "SIGTERM; allt är som förut eller färdigt"),
    ];

    /// <summary>The code of a failure and the Swedish line that says what to do.</summary>
    public static (int Code, string Line) Of(Exception failure, HostSettings? settings)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case CommandException c: return (c.Code, c.Message);
                case ConfigurationException: return (Config, e.Message);
                case OperationCanceledException: return (Interrupted, "Avbrutet. Inget halvfärdigt är sparat.");
                case JobRunningException: return (Locked, e.Message);
                case SourceUnavailableException: return (Unavailable, e.Message);
                case NotOwnerException: return (Denied, e.Message);
                case PluginFaultException: return (Config, e.Message);
                case AdapterUnavailableException a: return (a.Incompatible ? Version : Config, e.Message);
                case DeliveryRejectedException d: return (Rejected, $"Leveransen är avvisad. {d.Code} {d.File} {d.Detail}".TrimEnd());
                case StructureRejectedException s: return (Rejected, $"Strukturfilen är avvisad. {s.Code}{(s.Row > 0 ? $", rad {s.Row}" : "")}: {s.Detail}");
                case JsonException: return (Rejected, $"Filen är inte giltig JSON: {e.Message}");
                case AddressInUseException: return (Unavailable, $"Adressen används redan av ett annat program. Stäng det, eller välj en annan port med KST__Http__Urls. ({e.Message})");
                case UnauthorizedAccessException: return (Denied, $"Rättighet saknas: {e.Message} Ge kontot som kör kst läs- och skrivrätt dit.");
                case FileNotFoundException or DirectoryNotFoundException: return (Usage, $"Filen eller mappen finns inte: {e.Message}");
                case PostgresException { SqlState: "28P01" or "28000" } p: return (Denied, $"PostgreSQL nekar inloggningen: {p.MessageText}. Kontrollera anslutningssträngen.");
                case PostgresException { SqlState: "3D000" } p: return (Unavailable, $"Databasen finns inte i PostgreSQL: {p.MessageText}. Skapa den och kör igen.");
                case NpgsqlException when e.InnerException is System.Net.Sockets.SocketException or TimeoutException or IOException:
                    return (Unavailable, $"PostgreSQL nås inte: {e.Message}. Kontrollera att servern är igång och att adressen i anslutningssträngen stämmer. Kör sedan igen.");
                case SqliteException { SqliteErrorCode: 14 or 8 } q: return (Denied, $"Databasfilen i {settings?.DataFolder} går inte att öppna för skrivning ({q.SqliteErrorCode}). Ge kontot som kör kst skrivrätt till mappen.");
                case SqliteException { SqliteErrorCode: 5 or 6 }: return (Locked, "Databasen är upptagen av ett annat jobb. Kör igen om en stund.");
                case SqliteException { SqliteErrorCode: 26 }: return (Rejected, $"Filen i {settings?.DataFolder} är ingen databas. Flytta den och kör igen, eller läs tillbaka en säkerhetskopia.");
                case DbException: return (Unavailable, $"Databasen svarade med ett fel: {e.Message}");
                case DomainException: return (Rejected, e.Message);
                case IOException io when io.Message.Contains("No space", StringComparison.OrdinalIgnoreCase): return (Unavailable, "Disken är full. Frigör utrymme och kör igen; inget halvfärdigt är sparat.");
                case IOException io when io.InnerException is null && io.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase): return (Unavailable, $"Adressen används redan av ett annat program. Stäng det, eller välj en annan port med KST__Http__Urls. ({io.Message})");
            }
        }
        return (Error, $"Oväntat fel: {failure.GetType().Name}: {failure.Message}");
    }
}

/// <summary>A command ends early with a code and a line.</summary>
/// <param name="code">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">Swedish: what happened and what to do.</param>
internal sealed class CommandException(int code, string message) : Exception(message)
{
    public int Code { get; } = code;
}
