using System.Globalization;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Kernel.Screens;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Kunskapsstyrning.Host.Operations;

/// <summary>Looks at everything the host needs: <c>/drift</c> and <c>kst doctor</c> show all of it, <c>/health/ready</c> asks for what it cannot do without.</summary>
internal sealed class HostChecks(HostSettings settings, IKeyManager keys, IAdapterDirectory adapters, IEnumerable<IModule> modules, IServiceProvider scope, TimeProvider clock)
{
    private const long LittleSpace = 1L << 30;

    /// <summary>Every check, in the order of the page. Never throws: what cannot be looked at has failed.</summary>
    public async Task<IReadOnlyList<HostCheck>> All(CancellationToken ct)
    {
        List<HostCheck> checks = [.. await Vital(ct), LanguageAndTime(), .. Adapters()];
        if (checks[0].State == CheckState.Failed) return checks;
        foreach (var module in modules)
        {
            try
            {
                checks.AddRange(await module.Health(scope, ct));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                checks.Add(Broken(module.Name, failure));
            }
        }
        return checks;
    }

    /// <summary>What no page works without: database, data folder, keys.</summary>
    public async Task<IReadOnlyList<HostCheck>> Vital(CancellationToken ct) =>
        [await Database(ct), Try("Datamapp", DataFolder), Try("Nycklar", Keys)];

    private static HostCheck Try(string name, Func<HostCheck> look)
    {
        try
        {
            return look();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return Broken(name, failure);
        }
    }

    private static HostCheck Broken(string name, Exception failure) => new(name, CheckState.Failed, "Går inte att kontrollera", ExitCodes.Of(failure, null).Line);

    private async Task<HostCheck> Database(CancellationToken ct)
    {
        const string name = "Databas";
        try
        {
            var state = await scope.GetRequiredService<SchemaVersion>().State(ct);
            if (state == SchemaState.Empty) return new(name, CheckState.Failed, "Tom", "Kör kst migrate, eller starta värden med kst run.");
            if (state == SchemaState.Older) return new(name, CheckState.Failed, "Gjord av en äldre version", "Ta en säkerhetskopia och kör kst migrate.");
            if (state == SchemaState.Newer) return new(name, CheckState.Failed, "Gjord av en nyare version", "Installera den nyare versionen av programmet.");
            var (engine, version, size) = settings.Engine == Engine.Sqlite
                ? ("SQLite", "SELECT sqlite_version()", "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
                : ("PostgreSQL", "SHOW server_version", "SELECT pg_database_size(current_database())");
            return new(name, CheckState.Ok, $"{engine} {await Scalar(version, ct)}, {Size(Convert.ToInt64(await Scalar(size, ct), CultureInfo.InvariantCulture))}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return new(name, CheckState.Failed, "Nås inte", ExitCodes.Of(failure, settings).Line);
        }
    }

    private async Task<object?> Scalar(string sql, CancellationToken ct)
    {
        await using var command = scope.GetRequiredService<DbSession>().Connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(ct);
    }

    private HostCheck DataFolder()
    {
        const string name = "Datamapp";
        var probe = Path.Combine(settings.DataFolder, $".skrivprov-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        var free = new DriveInfo(settings.DataFolder).AvailableFreeSpace;
        return free < LittleSpace
            ? new(name, CheckState.Warning, $"Skrivbar, {Size(free)} fritt", "Frigör plats på disken innan nästa leverans läses in.")
            : new(name, CheckState.Ok, $"Skrivbar, {Size(free)} fritt");
    }

    private HostCheck Keys()
    {
        const string name = "Nycklar";
        var folder = new DirectoryInfo(Path.Combine(settings.DataFolder, "keys"));
        var current = keys.GetAllKeys().Where(k => !k.IsRevoked && k.ExpirationDate > clock.GetUtcNow()).MaxBy(k => k.ExpirationDate);
        var seen = current is null ? "Läsbara, den första görs vid nästa inloggning" : $"Läsbara, byts {SwedishFormat.Date(DateOnly.FromDateTime(Clock.ToSwedish(current.ExpirationDate.UtcDateTime)))}";
        var open = folder.Exists && !OperatingSystem.IsWindows() && (folder.UnixFileMode & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != UnixFileMode.None;
        return open
            ? new(name, CheckState.Warning, "Läsbara också för andra konton på datorn", $"Ta bort andras rättigheter: chmod 700 {folder.FullName}")
            : new(name, CheckState.Ok, seen);
    }

    private HostCheck LanguageAndTime() => new("Språk och tid", CheckState.Ok, $"sv-SE, Europe/Stockholm, klockan är {SwedishFormat.Time(TimeOnly.FromDateTime(clock.Local()))}"); // the host does not start without them

    private IEnumerable<HostCheck> Adapters()
    {
        const string name = "Adaptrar";
        foreach (var off in adapters.All.Where(a => a.OffBecause is not null)) yield return new($"Adapter {off.Name}", CheckState.Failed, "Avstängd", off.OffBecause);
        var own = settings.Region is { } code ? Region.FindAny(code.Code) : null;
        if (own is not null && adapters.All.All(a => a.Id != own.Key))
        {
            yield return new(name, CheckState.Failed, $"Ingen för {own.Name}", $"Lägg adapterns mapp i {Path.Combine(settings.DataFolder, "adapters", own.Key)}, kör kst adapter allow {own.Key} och starta om värden.");
            yield break;
        }
        var on = adapters.All.Count(a => a.OffBecause is null);
        yield return new(name, CheckState.Ok, on == 0 ? "Ingen installerad" : $"{on} igång: {string.Join(", ", adapters.All.Where(a => a.OffBecause is null).Select(a => a.Name))}");
    }

    private static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => $"{SwedishFormat.Number(bytes / (decimal)(1L << 30), 1)} GB",
        _ => $"{SwedishFormat.Number(bytes / (decimal)(1L << 20), 1)} MB",
    };
}
