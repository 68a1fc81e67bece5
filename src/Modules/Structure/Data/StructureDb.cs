using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Structure.Data;

internal sealed class StructureDb(DbContextOptions<StructureDb> options) : ModuleDb(options, "structure")
{
    public DbSet<Group> Groups => Set<Group>();

    public DbSet<GroupArea> Areas => Set<GroupArea>();

    public DbSet<Mirror> Mirrors => Set<Mirror>();

    public DbSet<Gap> Gaps => Set<Gap>();

    public DbSet<LocalName> LocalNames => Set<LocalName>();

    public DbSet<Lineage> Lineages => Set<Lineage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Group>(e => { e.ComplexProperty(g => g.Period); e.Ignore(g => g.FullName); });
        modelBuilder.Entity<Mirror>().ComplexProperty(m => m.Period);
        modelBuilder.Entity<Gap>().ComplexProperty(g => g.Period);
        base.OnModelCreating(modelBuilder);
    }
}
