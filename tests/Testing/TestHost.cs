using System.Net;
using Kunskapsstyrning.Host;
using Kunskapsstyrning.Host.Commands;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Kunskapsstyrning.Testing;

/// <summary>The real host in this process, on a free loopback port, with a database and a data folder of its own.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestDatabase _database;

    private TestHost(WebApplication app, TestDatabase database)
    {
        (_app, _database) = (app, database);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(a => a.StartsWith("http://", StringComparison.Ordinal)));
        Client = NewClient();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client that keeps cookies and follows redirects; signed out until <see cref="BrowserLike.SignInAsync"/>.</summary>
    public HttpClient Client { get; }

    /// <summary>The host's container. Scoped services: <see cref="InScopeAsync{T}"/>.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Absolute path of the data folder.</summary>
    public string DataFolder => _database.DataFolder;

    /// <summary>Starts a host on a migrated and seeded database.</summary>
    /// <param name="engine">Which engine.</param>
    /// <param name="settings">Configuration on top, for example <c>Host:Role</c>.</param>
    /// <param name="replace">Changes the container last, for example the adapters.</param>
    /// <param name="clock">The host's clock; the system's when null.</param>
    public static async Task<TestHost> StartAsync(
        Engine engine, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? replace = null, TimeProvider? clock = null)
    {
        var database = await Databases.CreateAsync(engine);
        var app = HostComposition.BuildServing(ConfigurationOf(database, settings, out var host), host, services =>
        {
            if (clock is not null) services.Replace(ServiceDescriptor.Singleton(clock));
            replace?.Invoke(services);
        });
        await DatabaseDoor.Open(app, mayUpgrade: true, CancellationToken.None);
        await app.StartAsync();
        return new(app, database);
    }

    /// <summary>Starts a host on a migrated and seeded database in which a unit of work has put what is given.</summary>
    public static async Task<TestHost> StartAsync<TContext>(Engine engine, Action<TContext> given)
        where TContext : ModuleDb
    {
        var host = await StartAsync(engine);
        await host.WriteAsync(given);
        return host;
    }

    /// <summary>Another client, for example one that shows redirects instead of following them.</summary>
    public HttpClient NewClient(bool followRedirects = true) =>
        new(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = followRedirects }) { BaseAddress = Address };

    /// <summary>Runs a unit of work on one context, as the command line would.</summary>
    public Task WriteAsync<TContext>(Action<TContext> change)
        where TContext : ModuleDb => InScopeAsync(scope => scope.GetRequiredService<IUnitOfWork>().Run(Guid.CreateVersion7(), "Givet av ett test", () =>
        {
            change(scope.GetRequiredService<TContext>());
            return Task.FromResult(true);
        }));

    /// <summary>Reads from one context.</summary>
    public Task<T> ReadAsync<TContext, T>(Func<TContext, Task<T>> read)
        where TContext : ModuleDb => InScopeAsync(scope => read(scope.GetRequiredService<TContext>()));

    /// <summary>Runs something in a scope of its own, outside any request.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Makes the tables and the seed that every test's database is a copy of.</summary>
    internal static async Task MigrateAsync(TestDatabase database)
    {
        var app = HostComposition.Build(ConfigurationOf(database, settings: null, out var host), host);
        await using ((IAsyncDisposable)app)
        {
            await DatabaseDoor.Open(app, mayUpgrade: true, CancellationToken.None);
        }

        if (database.Engine == Engine.Postgres) Npgsql.NpgsqlConnection.ClearAllPools(); // else the template counts as in use
    }

    private static IConfiguration ConfigurationOf(TestDatabase database, IReadOnlyDictionary<string, string?>? settings, out HostSettings host)
    {
        var configuration = Settings.Configuration(new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            ["Data:Folder"] = database.DataFolder,
            ["Database:Provider"] = database.Engine.ToString(),
            ["Database:ConnectionString"] = database.ConnectionString,
            ["Adapters:ProgramFolder"] = RepoRoot.PathOf("artifacts", "adapters"),
            ["Http:Urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        host = Settings.Load(configuration);
        return configuration;
    }
}
