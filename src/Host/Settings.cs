using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;
using Microsoft.Data.Sqlite;

namespace Kunskapsstyrning.Host;

/// <summary>Reads the configuration: ours, then the data folder's own file, then KST__ variables, then the command line (UX.md section 10).</summary>
internal static class Settings
{
    /// <summary>The layers, later ones win.</summary>
    /// <param name="overrides">From the command line, for example <c>Data:Folder</c>.</param>
    public static IConfigurationRoot Configuration(IReadOnlyDictionary<string, string?> overrides)
    {
        IConfigurationBuilder builder = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("KST__")
            .AddInMemoryCollection(overrides);
        var folder = DataFolder(builder.Build());
        return new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder, "kunskapsstyrning.json"), optional: true)
            .AddEnvironmentVariables("KST__")
            .AddInMemoryCollection(overrides)
            .Build();
    }

    /// <summary>The host's identity.</summary>
    /// <exception cref="ConfigurationException">A key is missing or wrong: the message names it.</exception>
    public static HostSettings Load(IConfiguration configuration)
    {
        var role = Role(configuration);
        var region = configuration["Host:Region"];
        RegionCode? code = null;
        if (role == HostRole.Region)
        {
            code = region is not null && Region.FindAny(region) is { } known ? known.Code
                : throw new ConfigurationException("Host:Region", $"”{region}” är ingen känd region. Skriv en av: {string.Join(", ", Region.Norra.Select(r => r.Key))}.");
        }
        var folder = DataFolder(configuration);
        var demo = configuration.GetValue("Demo", false);
        if (demo && role != HostRole.Demo) throw new ConfigurationException("Host:Role", "Exempeldata går bara att använda i rollen Demo.");
        var engine = (configuration["Database:Provider"] ?? "Sqlite") switch
        {
            var p when p.Equals("Sqlite", StringComparison.OrdinalIgnoreCase) => Engine.Sqlite,
            var p when p.Equals("Postgres", StringComparison.OrdinalIgnoreCase) => Engine.Postgres,
            var p => throw new ConfigurationException("Database:Provider", $"”{p}” är ingen databas som stöds. Skriv Sqlite eller Postgres."),
        };
        return new HostSettings
        {
            Role = role,
            Region = code,
            DataFolder = folder,
            Engine = engine,
            ConnectionString = engine == Engine.Sqlite ? SqliteString(folder, demo) : PostgresString(configuration),
            HasFederationPeer = configuration.GetSection("Sync:Peers").GetChildren().Any(p => p["Owner"]?.Split(',', StringSplitOptions.TrimEntries).Contains(Owner.Nrf.Code) == true),
            ExampleData = demo && !ExampleData.WasRemoved(folder),
            ExampleDataRemoved = ExampleData.WasRemoved(folder),
        };
    }

    /// <summary>Absolute path; it need not be there.</summary>
    public static string DataFolder(IConfiguration configuration) => Path.GetFullPath(configuration["Data:Folder"] is { Length: > 0 } folder ? folder : "data");

    private static HostRole Role(IConfiguration configuration)
    {
        var text = configuration["Host:Role"];
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "kst.published"))) return HostRole.Demo;
            throw new ConfigurationException("Host:Role", "Värdens roll är inte inställd. Sätt KST__Host__Role till Region (och KST__Host__Region till regionens nyckel), Federation eller Demo.");
        }
        return Enum.TryParse<HostRole>(text, ignoreCase: true, out var role) ? role
            : throw new ConfigurationException("Host:Role", $"”{text}” är ingen roll. Skriv Region, Federation eller Demo.");
    }

    private static string SqliteString(string folder, bool demo) => new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(folder, demo ? "demo.db" : "kst.db"),
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();

    private static string PostgresString(IConfiguration configuration)
    {
        if (configuration["Database:ConnectionStringFile"] is { Length: > 0 } file)
        {
            if (!File.Exists(file)) throw new ConfigurationException("Database:ConnectionStringFile", $"Filen {file} finns inte.");
            return File.ReadAllText(file).Trim();
        }
        return configuration["Database:ConnectionString"] is { Length: > 0 } text ? text
            : throw new ConfigurationException("Database:ConnectionStringFile", "Databasen är Postgres men anslutningen saknas. Lägg anslutningssträngen i en fil och ange filen.");
    }
}
