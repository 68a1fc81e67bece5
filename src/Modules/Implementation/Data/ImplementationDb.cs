using Kunskapsstyrning.Kernel.Data;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Implementation.Data;

internal sealed class ImplementationDb(DbContextOptions<ImplementationDb> options) : ModuleDb(options, "implementation")
{
    public DbSet<Vardforlopp> Vardforlopp => Set<Vardforlopp>();

    public DbSet<Step> Steps => Set<Step>();

    public DbSet<RegionState> States => Set<RegionState>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Vardforlopp>().ComplexProperty(v => v.Period);
        modelBuilder.Entity<Step>().Ignore(s => s.IsDone);
        modelBuilder.Entity<RegionState>(e =>
        {
            e.ComplexProperty(s => s.Period);
            e.HasOne<Vardforlopp>().WithMany().HasForeignKey(s => s.VardforloppId);
            e.HasOne<Step>().WithMany().HasForeignKey(s => s.StepId);
        });
        base.OnModelCreating(modelBuilder);
    }
}
