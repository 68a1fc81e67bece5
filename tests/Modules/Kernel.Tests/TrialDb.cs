using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Kunskapsstyrning.Kernel.Tests;

/// <summary>A module's context with one owned row, to try the unit of work on.</summary>
internal sealed class TrialDb(DbContextOptions<TrialDb> options) : ModuleDb(options, "trial")
{
    public DbSet<Trial> Trials => Set<Trial>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Trial>().ComplexProperty(t => t.Period);
        base.OnModelCreating(modelBuilder);
    }
}

internal sealed class Trial : IOwned
{
    public required Guid Id { get; init; }

    public required Owner Owner { get; init; }

    public required string Name { get; set; }

    public Period Period { get; set; } = new(new DateOnly(2026, 1, 1));

    public int Version { get; init; }
}

[DbContext(typeof(TrialDb))]
[Migration("0001_Trial")]
internal sealed class M0001_Trial() : ModuleMigration("trial")
{
    protected override void Up(MigrationBuilder migrationBuilder) => Create(migrationBuilder, "trial", t => new
    {
        id = t.Column<Guid>(),
        owner = t.Column<string>(maxLength: 3),
        name = t.Column<string>(),
        valid_from = t.Column<DateOnly>(),
        valid_to = t.Column<DateOnly>(nullable: true),
        version = t.Column<int>(),
    }, t => t.PrimaryKey("pk_trial", c => c.id));
}

/// <summary>The module around it; its rows go into the feed.</summary>
internal sealed class TrialModule : IModule
{
    public string Name => "trial";

    public IReadOnlyList<FeedType> FeedTypes => [new("trial.trial", typeof(Trial))];

    public void Register(IServiceCollection services, ModuleSettings settings) => services.AddModuleDb<TrialDb>(Name);

    public void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder routes)
    {
    }
}
