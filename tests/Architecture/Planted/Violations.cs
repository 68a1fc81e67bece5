using Kunskapsstyrning.Kernel;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Architecture.Planted; // every class here breaks a rule, or stands beside one that does; nothing runs them

/// <summary>Public without need.</summary>
public sealed class PlantedPublic;

/// <summary>Public because Razor Pages may want it so: no violation.</summary>
public sealed class PlantedPageModel : PageModel;

internal sealed class PlantedSignature
{
    internal Dictionary<string, Owner[]> Owners { get; } = [];
}

internal static class PlantedBody
{
    internal static object Make() => Money.MulDiv(1, 1, 1);
}

internal sealed class PlantedModule : IModule
{
    public string Name => "planted";

    public void Register(IServiceCollection services, ModuleSettings settings) => services.Clear();

    public void Map(IEndpointRouteBuilder routes) => routes.DataSources.Clear();
}

internal sealed class PlantedSecondModule : IModule
{
    public string Name => "second";

    public void Register(IServiceCollection services, ModuleSettings settings) => services.Clear();

    public void Map(IEndpointRouteBuilder routes) => routes.DataSources.Clear();
}

internal sealed class PlantedDb : DbContext
{
    internal DbSet<PlantedSet> Sets => Set<PlantedSet>();

    internal DbSet<PlantedOwned> Owned => Set<PlantedOwned>();

    internal DbSet<PlantedExcused> Excused => Set<PlantedExcused>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<PlantedConfigured>().HasNoKey();
}

internal sealed class PlantedConfiguration : IEntityTypeConfiguration<PlantedApart>
{
    public void Configure(EntityTypeBuilder<PlantedApart> builder) => builder.HasNoKey();
}

internal sealed class PlantedApart;

internal sealed class PlantedSet;

internal sealed class PlantedConfigured;

internal sealed class PlantedOwned : IOwned
{
    public Owner Owner => Owner.Nrf;
}

[NoOwner("It is planted.")]
internal sealed class PlantedExcused;

internal static class PlantedSql
{
    internal static string OnPostgres => "SELECT name FROM structure.rpo";

    internal static string OnSqlite(int id) => $"delete from reporting_page where id = {id}";

    internal static string Innocent => "dialogues.round is a feed type, not a table";
}

internal static class PlantedClock
{
    internal static string Read(Task<string> task) => DateTime.Now.Year + task.Result + Guid.NewGuid();
}
