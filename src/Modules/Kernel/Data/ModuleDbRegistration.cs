using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Kernel.Data;

/// <summary>Adds a module's context to the container.</summary>
public static class ModuleDbRegistration
{
    /// <summary>Adds the context, built on the scope's one connection; its migrations lie in its own assembly.</summary>
    /// <typeparam name="TContext">Has one constructor that takes <c>DbContextOptions&lt;TContext&gt;</c>.</typeparam>
    public static IServiceCollection AddModuleDb<TContext>(this IServiceCollection services, string schema)
        where TContext : ModuleDb
    {
        services.AddScoped(provider =>
        {
            var session = provider.GetRequiredService<DbSession>();
            var options = new DbContextOptionsBuilder<TContext>();
            Use(options, session, schema, provider.GetRequiredService<HostSettings>().Engine);
            options.AddInterceptors(provider.GetRequiredService<WriteGuard>());
            var context = (TContext)Activator.CreateInstance(typeof(TContext), options.Options)!;
            session.Enlist(context);
            return context;
        });
        services.AddSingleton(new ModuleSchema(schema, typeof(TContext)));
        services.AddScoped<ModuleDb>(provider => provider.GetRequiredService<TContext>());
        return services;
    }

    private static void Use(DbContextOptionsBuilder options, DbSession session, string schema, Engine engine)
    {
        if (engine == Engine.Postgres) options.UseNpgsql(session.Connection, o => o.MigrationsHistoryTable("migration", schema));
        else options.UseSqlite(session.Connection, o => o.MigrationsHistoryTable(schema + "_migration"));
    }

    /// <summary>Adds what every module's context stands on.</summary>
    public static IServiceCollection AddKernelData(this IServiceCollection services) => services
        .AddSingleton<DbPool>()
        .AddScoped<DbSession>()
        .AddScoped<WriteGrant>()
        .AddScoped<WriteGuard>()
        .AddScoped<IUnitOfWork, UnitOfWork>()
        .AddScoped<IAuditLog, AuditLog>()
        .AddScoped<IChangeFeed, ChangeFeed>()
        .AddScoped<IReplicas, Replicas>()
        .AddScoped<SchemaVersion>()
        .AddScoped<Migrator>()
        .AddScoped(p => new Leases(p.GetRequiredService<KernelDb>(), p.GetRequiredService<DbSession>()))
        .AddSingleton<FeedCatalogue>()
        .AddModuleDb<KernelDb>("kernel");
}
