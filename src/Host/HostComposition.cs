using System.Globalization;
using System.Reflection;
using Kunskapsstyrning.Host.Adapters;
using Kunskapsstyrning.Host.Operations;
using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Kernel.Data;
using Kunskapsstyrning.Kernel.Tables;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;

namespace Kunskapsstyrning.Host;

/// <summary>Puts the host together: modules found by scanning, adapters found in folders, everything else here.</summary>
public static class HostComposition
{
    /// <summary>Where the host listens when it is told nothing else: this computer only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Builds the host that <c>kst run</c> serves people with; nothing is opened or listened to yet.</summary>
    /// <param name="configuration">The merged configuration.</param>
    /// <param name="settings">The host's identity.</param>
    /// <param name="replace">Changes the container last; for tests.</param>
    public static WebApplication BuildServing(IConfiguration configuration, HostSettings settings, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = Name, ContentRootPath = AppContext.BaseDirectory, WebRootPath = "wwwroot" });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseStaticWebAssets(); // from build output; a published program has them in wwwroot
        builder.WebHost.UseKestrelHttpsConfiguration(); // TLS is for other hosts alone: the module Sync sets its certificates
        builder.WebHost.UseUrls(Urls(configuration));
        Telemetry.Add(builder);
        var modules = AddServices(builder, configuration, settings, serves: true);
        Security(builder.Services);
        builder.Services.AddHealthChecks().AddCheck<Readiness>("redo");
        builder.Services.AddResponseCompression();
        var pages = builder.Services.AddRazorPages(o => o.RootDirectory = "/").AddTableFiles();
        foreach (var module in modules) pages.AddApplicationPart(module.GetType().Assembly);
        builder.Services.AddSingleton(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All)); // else å becomes an entity

        replace?.Invoke(builder.Services);
        var app = builder.Build();
        Pipeline(app);
        foreach (var module in modules) module.Map(app.MapGroup($"/api/v1/{module.Name}"));
        return app;
    }

    /// <summary>Builds what the other commands work with: the same services, and nothing of the web, which would be a good part of what a short command costs.</summary>
    /// <param name="configuration">The merged configuration.</param>
    /// <param name="settings">The host's identity.</param>
    public static IHost Build(IConfiguration configuration, HostSettings settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new() { ApplicationName = Name, ContentRootPath = AppContext.BaseDirectory });
        AddServices(builder, configuration, settings, serves: false);
        return builder.Build();
    }

    private static string? Name => typeof(HostComposition).Assembly.GetName().Name;

    private static List<IModule> AddServices(IHostApplicationBuilder builder, IConfiguration configuration, HostSettings settings, bool serves)
    {
        RequireSwedish();
        builder.Configuration.AddConfiguration(configuration);
        Logging(builder.Logging, configuration, serves);
        var modules = FindModules();
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEnumerable<IModule>>(modules);
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentUser>();
        services.AddScoped<ICurrentUser>(p => p.GetRequiredService<CurrentUser>());
        services.AddKernelData();
        services.AddSingleton(AdapterRules.Load(configuration, settings));
        services.AddSingleton<IAdapterDirectory>(p => new AdapterDirectory(
            [configuration["Adapters:ProgramFolder"] ?? Path.Combine(AppContext.BaseDirectory, "adapters"), configuration["Adapters:Folder"] ?? Path.Combine(settings.DataFolder, "adapters")],
            settings.DataFolder, p.GetRequiredService<ILogger<AdapterDirectory>>(), p.GetRequiredService<AdapterRules>()));
        services.AddDataProtection().SetApplicationName(settings.Role == HostRole.Demo ? "kst-demo" : "kst") // a session of the demonstration opens no real host
            .PersistKeysToFileSystem(PrivateFolder(Path.Combine(settings.DataFolder, "keys")));
        services.AddScoped<HostChecks>().AddScoped<Navigation>().AddSingleton<ExampleData>();
        foreach (var module in modules) module.Register(services, new ModuleSettings(configuration.GetSection(module.Name), settings, serves));
        return modules;
    }

    private static string Urls(IConfiguration configuration)
    {
        var people = configuration["Http:Urls"] ?? DefaultUrl;
        if (people.Contains("https://", StringComparison.OrdinalIgnoreCase)) throw new ConfigurationException("Http:Urls", "Värden svarar människor på http bakom en omvänd proxy som sköter https. Skriv en adress som börjar med http://.");
        if (!configuration.GetSection("Sync:Peers").GetChildren().Any()) return people;
        var hosts = configuration["Sync:Urls"] ?? "https://0.0.0.0:8443";
        return hosts.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !hosts.Contains("http://", StringComparison.OrdinalIgnoreCase) ? $"{people};{hosts}"
            : throw new ConfigurationException("Sync:Urls", "Värdar svarar varandra bara på https. Skriv en adress som börjar med https://, till exempel https://0.0.0.0:8443.");
    }

    private static void Logging(ILoggingBuilder to, IConfiguration configuration, bool serves)
    {
        to.AddConfiguration(configuration.GetSection("Logging"));
        to.SetMinimumLevel(serves ? LogLevel.Information : LogLevel.Warning);
        to.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        to.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        to.AddFilter("Quartz", LogLevel.Warning);
        to.AddFilter("Polly", LogLevel.Error); // the module Sync says in one line what all tries came to
        to.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        to.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error); // the keys lie in <data>/keys, which docs/drift tells to protect
        to.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // a start that fails is told in one line with its exit code
        to.AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => level is >= LogLevel.Warning and < LogLevel.Critical);
        to.AddConsoleFormatter<LogLines, LogLinesOptions>(o => o.Json = configuration["Logging:Format"] == "Json");
        to.AddConsole(o =>
        {
            o.FormatterName = LogLines.FormatName;
            o.LogToStandardErrorThreshold = LogLevel.Trace; // data to stdout, talk to stderr
        });
    }

    private static void Security(IServiceCollection services)
    {
        services.AddAuthentication("kst").AddCookie("kst", o =>
        {
            o.Cookie.Name = "kst";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.LoginPath = "/logga-in";
            o.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden; // the error page is shown where one stands, and knows what was asked for
                return Task.CompletedTask;
            };
            o.ReturnUrlParameter = "returnUrl";
            o.ExpireTimeSpan = TimeSpan.FromHours(10);
            o.SlidingExpiration = true;
        });
        services.AddAuthorization(o =>
        {
            o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build(); // an endpoint without a policy of its own is closed
            foreach (var (permission, roles) in Permissions.Table) o.AddPolicy(permission, p => p.RequireAuthenticatedUser().RequireRole(roles));
        });
        services.AddAntiforgery(o => { o.Cookie.Name = "kst-af"; o.Cookie.SameSite = SameSiteMode.Strict; });
    }

    private static void Pipeline(WebApplication app)
    {
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.None });
        app.UseExceptionHandler("/fel/500");
        app.UseStatusCodePagesWithReExecute("/fel/{0}");
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'self'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            return next(context);
        });
        app.UseStaticFiles();
        app.UseRouting();
        Telemetry.NameSpans(app);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRazorPages();
        app.MapFallback("{**path}", context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound; // else the closed fallback policy says that permission is missing
            return Task.CompletedTask;
        }).AllowAnonymous();
        Health.Map(app);
    }

    /// <summary>Every module of the program, found by scanning, in order of name.</summary>
    internal static List<IModule> FindModules()
    {
        var found = new ServiceCollection();
        found.Scan(scan => scan
            .FromAssemblies(OwnAssemblies())
            .AddClasses(c => c.AssignableTo<IModule>()).As<IModule>().WithSingletonLifetime());
        return [.. found.Select(d => (IModule)Activator.CreateInstance(d.ImplementationType!)!).OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    /// <summary>Of the program's assemblies those that are ours: to look through all would load some 300.</summary>
    private static IEnumerable<Assembly> OwnAssemblies() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        let name = Path.GetFileNameWithoutExtension(path)
        where name.StartsWith("Kunskapsstyrning.", StringComparison.Ordinal)
        select Assembly.Load(name);

    /// <summary>The folder, made for this account alone when it is not there.</summary>
    private static DirectoryInfo PrivateFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static void RequireSwedish()
    {
        try
        {
            var swedish = CultureInfo.GetCultureInfo("sv-SE", predefinedOnly: true);
            if (swedish.NumberFormat.NumberDecimalSeparator != ",") throw SwedishMissing();
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = swedish;
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = swedish;
        }
        catch (CultureNotFoundException)
        {
            throw SwedishMissing();
        }
    }

    private static ConfigurationException SwedishMissing() =>
        new("Culture", "Svenska (sv-SE) saknas på datorn. Installera ICU (paketet libicu) och stäng av invariant globalisering.");
}
