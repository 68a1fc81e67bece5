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

    public DbSet<MapChange> Changes => Set<MapChange>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Group>(e => { e.ComplexProperty(g => g.Period); e.Ignore(g => g.FullName); e.Ignore(g => g.ShortName); });
        modelBuilder.Entity<GroupArea>().HasOne<Group>().WithMany().HasForeignKey(a => a.GroupId);
        modelBuilder.Entity<Mirror>(e =>
        {
            e.ComplexProperty(m => m.Period);
            e.HasOne<Group>().WithMany().HasForeignKey(m => m.LowerId);
            e.HasOne<Group>().WithMany().HasForeignKey(m => m.UpperId);
        });
        modelBuilder.Entity<Gap>(e =>
        {
            e.ComplexProperty(g => g.Period);
            e.HasOne<Group>().WithMany().HasForeignKey(g => g.RpoId);
        });
        modelBuilder.Entity<Lineage>(e =>
        {
            e.HasOne<Group>().WithMany().HasForeignKey(l => l.FromId);
            e.HasOne<Group>().WithMany().HasForeignKey(l => l.ToId);
        });
        base.OnModelCreating(modelBuilder);
    }
}
